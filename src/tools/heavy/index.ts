/** The work of every heavy tool, by its name. Only the companion and the command line import this. */
import { contributions } from './contributions';
import type { HeavyWork } from './work';

export const HEAVY: Readonly<Record<string, HeavyWork>> = {
  count_user_sv_contribution: contributions,
};
