/** The work of every heavy tool, by its name. Only the companion and the command line import this. */
import { contributions } from './contributions';
import { exactSuccessors } from './exactSuccessors';
import type { HeavyWork } from './work';

export const HEAVY: Readonly<Record<string, HeavyWork>> = {
  get_current_seg_ids: exactSuccessors,
  count_user_sv_contribution: contributions,
};
