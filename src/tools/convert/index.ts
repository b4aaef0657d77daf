/** Conversions: convert_coord_res and bucket_convert_colons. */
import type { FormulaTool } from '../declaration/declare';
import { convertColonsTool } from './colons';
import { convertCoords } from './coord-res';

export const CONVERT: readonly FormulaTool[] = [convertCoords, convertColonsTool];
