/** The count_ family. */
import { synapses } from './synapses';
import { userSvContribution } from './user-sv-contribution';

export const COUNT = [synapses, userSvContribution] as const;
