/** Conversions: convert_coord_res and bucket_convert_colons. */
import { convertColonsTool } from './colons';
import { convertCoords } from './coord-res';

export const CONVERT = [convertCoords, convertColonsTool] as const;
