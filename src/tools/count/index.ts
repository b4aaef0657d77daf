/** The count_ family. */
import type { Tool } from '../declare';
import { synapses } from './synapses';
import { userSvContribution } from './user-sv-contribution';

export const COUNT: readonly Tool[] = [synapses, userSvContribution];
