/** Conversions: convert_coord_res. */
import { convertCoords } from './coord-res';

export const CONVERT = [convertCoords] as const;
