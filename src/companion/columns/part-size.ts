/** How many ids make a part, and how many are asked about at once within it: by what ids of this column have cost so far. */
import type { RowTool } from '../../tools/declaration/declare';
import { nextStepSize, type StepTarget } from '../../tools/runner/step-size';
import { lengthOf, type Range } from './ranges';
import type { AnswersOfRange } from './record';

/** A part aims at this long: longer than a cold start (a few seconds), shorter than people wait for the last one. */
export const PART_MS = 60_000;
/** After this long the rest of a part is cut in two, for other instances. */
export const MOST_PART_MS = 240_000;
const MOST_IDS = 5000;
/** Assumed for the ids that a formula asks about at once, until some of the column have been measured. */
const FIRST_STEP_MS = 20_000;

const SLICE: StepTarget = {
  ms: 20_000,
  shortestMs: 100,
  bytes: Number.POSITIVE_INFINITY,
  growth: 8,
  least: 1,
  most: 2000,
};

type Sized = Pick<RowTool, 'idsPerStep'>;

export function partSize({ idsPerStep }: Sized, answered: readonly AnswersOfRange[]): number {
  const ids = lengthOf(answered);
  const ms = answered.reduce((sum, range) => sum + range.ms, 0);
  const msPerId = ids === 0 ? FIRST_STEP_MS / idsPerStep : Math.max(ms / ids, PART_MS / MOST_IDS);
  return Math.max(1, Math.min(MOST_IDS, Math.round(PART_MS / msPerId)));
}

/** What is known of earlier runs of a part. */
export interface EarlierRuns {
  /** Runs that began, this one among them. */
  attempts: number;
  /** Ids with which the last one broke off; null where that is not known. */
  suspect: Range | null;
}

export const firstSlice = ({ idsPerStep }: Sized): number => idsPerStep;

/** The most ids in a slice from this position on: few where runs broke off, so that an id that ends an instance is found. */
export function mostInSlice(
  { idsPerStep }: Sized,
  { attempts, suspect }: EarlierRuns,
  position: number,
): number {
  if (attempts === 1) return Number.POSITIVE_INFINITY;
  const few = Math.max(1, Math.floor(idsPerStep / 8 ** (attempts - 1)));
  if (suspect === null || (position >= suspect.from && position < suspect.to)) return few;
  return position < suspect.from ? suspect.from - position : Number.POSITIVE_INFINITY;
}

export const nextSlice = (ids: number, ms: number): number => nextStepSize(ids, { ms, bytes: 0 }, SLICE);
