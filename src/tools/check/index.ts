/** The check_ family. */
import type { Tool } from '../declare';
import { linkDoctor } from './link-doctor';
import { segFreshness } from './seg-freshness';
import { segProofreadStatus } from './seg-proofread-status';

export const CHECK: readonly Tool[] = [segFreshness, segProofreadStatus, linkDoctor];
