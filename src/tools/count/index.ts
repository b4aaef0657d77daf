/** The count_ family. */
import type { Tool } from '../declare';
import { synapses } from './synapses';

export const COUNT: readonly Tool[] = [synapses];
