/** The work of every heavy tool, by its name. Only the companion and the command line import this. */
import type { HeavyWork } from './work';

export const HEAVY: Readonly<Record<string, HeavyWork>> = {};
