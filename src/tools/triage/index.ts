/** The triage_ family. */
import type { FormulaTool } from '../declaration/declare';
import { triageSegs } from './segs';

export const TRIAGE: readonly FormulaTool[] = [triageSegs];
