/** How many ids make a part, and how many one question holds: computed from the time that ids of this column took. */
import type { RowTool } from '../../tools/declaration/declare';
import { nextStepSize, type StepTarget } from '../../tools/runner/step-size';
import { lengthOf, type Range } from './ranges';
import type { AnswersOfRange } from './record';

/** Target duration of a part: longer than a cold start (a few seconds), shorter than people wait for the last part. */
export const PART_MS = 60_000;
/** After this time the rest of a part is split in two, so that other instances can take it. */
export const MOST_PART_MS = 240_000;
const MOST_IDS = 5000;
/** Assumed duration of a formula's number of ids, until ids of this column are measured. */
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

export function partSize({ idsPerStep }: Sized, answersOfRanges: readonly AnswersOfRange[]): number {
  const ids = lengthOf(answersOfRanges);
  const ms = answersOfRanges.reduce((sum, range) => sum + range.ms, 0);
  const msPerId = ids === 0 ? FIRST_STEP_MS / idsPerStep : Math.max(ms / ids, PART_MS / MOST_IDS);
  return Math.max(1, Math.min(MOST_IDS, Math.round(PART_MS / msPerId)));
}

/** What earlier runs of a part tell. */
export interface EarlierRuns {
  /** Runs that started, including this one. */
  attempts: number;
  /** Ids at which the last run died; null if unknown. */
  suspect: Range | null;
}

export const firstSlice = ({ idsPerStep }: Sized): number => idsPerStep;

/**
 * The most ids in a slice that starts at `position`: few after failed runs, so that an id that kills an instance is
 * found.
 */
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
