/** The count_ family. */
import type { FormulaTool } from '../declaration/declare';
import { synapses } from './synapses';
import { userSvContribution } from './user-sv-contribution';

export const COUNT: readonly FormulaTool[] = [synapses, userSvContribution];
