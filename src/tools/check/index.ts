/** The check_ family. */
import { linkDoctor } from './link-doctor';
import { segFreshness } from './seg-freshness';
import { segProofreadStatus } from './seg-proofread-status';

export const CHECK = [segFreshness, segProofreadStatus, linkDoctor] as const;
