/** The check_ family. */
import type { FormulaTool } from '../declaration/declare';
import { linkDoctor } from './link-doctor';
import { segFreshness } from './seg-freshness';
import { segProofreadStatus } from './seg-proofread-status';

export const CHECK: readonly FormulaTool[] = [segFreshness, segProofreadStatus, linkDoctor];
