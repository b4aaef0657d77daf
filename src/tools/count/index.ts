/** The count_ family. */
import { contributors } from './contributors';
import { partners } from './partners';
import { synapses } from './synapses';
import { userSvContribution } from './user-sv-contribution';

export const COUNT = [synapses, userSvContribution, contributors, partners] as const;
