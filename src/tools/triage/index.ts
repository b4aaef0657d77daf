/** The triage_ family. */
import type { Tool } from '../declare';
import { triageSegs } from './segs';

export const TRIAGE: readonly Tool[] = [triageSegs];
