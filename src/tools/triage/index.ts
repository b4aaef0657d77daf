/** The triage_ family. */
import { triageSegs } from './segs';

export const TRIAGE = [triageSegs] as const;
