/** Conversions: convert_coord_res and bucket_convert_colons. */
import type { Tool } from '../declare';
import { convertColonsTool } from './colons';
import { convertCoords } from './coord-res';

export const CONVERT: readonly Tool[] = [convertCoords, convertColonsTool];
