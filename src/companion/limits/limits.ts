/** Every limit of the service: its variable, default, and description for errors. docs/companion.md lists them. */

import { availableParallelism } from 'node:os';
import { TtError } from '../../core/errors';
import { readNumber } from '../../core/number-text';

export interface Limits {
  requestMb: number;
  ids: number;
  columnIds: number;
  points: number;
  cells: number;
  answerMb: number;
  seconds: number;
  jobSeconds: number;
  leaseSeconds: number;
  workers: number;
  heapMb: number;
  serviceMb: number;
  queued: number;
  perPerson: number;
  jobsPerPerson: number;
  replyMb: number;
  fetchedMb: number;
  runsPerWorker: number;
  idleSeconds: number;
}

interface Limit {
  env: string;
  initial: number;
  /** What it limits, with its unit. */
  words: string;
}

export const COMPANION_LIMITS: { readonly [Name in keyof Limits]: Limit } = {
  requestMb: { env: 'TT_MAX_REQUEST_MB', initial: 16, words: 'MB of a request’s body' },
  ids: { env: 'TT_MAX_IDS', initial: 10_000, words: 'ids in one request' },
  columnIds: { env: 'TT_MAX_COLUMN_IDS', initial: 1_000_000, words: 'ids in one column' },
  points: { env: 'TT_MAX_POINTS', initial: 200_000, words: 'rows of a range or of points in one request' },
  cells: { env: 'TT_MAX_CELLS', initial: 2_000_000, words: 'cells of one answer' },
  answerMb: { env: 'TT_MAX_ANSWER_MB', initial: 30, words: 'MB of one answer, files included' },
  seconds: { env: 'TT_MAX_SECONDS', initial: 55, words: 'seconds that one request may work' },
  jobSeconds: { env: 'TT_MAX_JOB_SECONDS', initial: 1500, words: 'seconds that one job may work' },
  leaseSeconds: {
    env: 'TT_LEASE_SECONDS',
    initial: 30,
    words: 'seconds after which the part of an instance that died is free',
  },
  workers: { env: 'TT_WORKERS', initial: availableParallelism(), words: 'workers at once in one instance' },
  heapMb: { env: 'TT_MAX_HEAP_MB', initial: 768, words: 'MB of a worker’s JavaScript heap' },
  serviceMb: { env: 'TT_MAX_SERVICE_MB', initial: 1800, words: 'MB of the whole process' },
  queued: { env: 'TT_MAX_QUEUED', initial: 64, words: 'requests that wait for a worker in one instance' },
  perPerson: {
    env: 'TT_MAX_PER_PERSON',
    initial: 12,
    words: 'requests at once of one person, of all instances',
  },
  jobsPerPerson: {
    env: 'TT_MAX_JOBS_PER_PERSON',
    initial: 4,
    words: 'new jobs a minute of one person, of all instances',
  },
  replyMb: {
    env: 'TT_MAX_REPLY_MB',
    initial: 192,
    words: 'MB of one reply that a function fetches, unpacked',
  },
  fetchedMb: {
    env: 'TT_MAX_FETCHED_MB',
    initial: 2048,
    words: 'MB that one request or job may fetch in all',
  },
  runsPerWorker: { env: 'TT_RUNS_PER_WORKER', initial: 500, words: 'runs after which a worker is replaced' },
  idleSeconds: { env: 'TT_IDLE_SECONDS', initial: 60, words: 'seconds after which an idle worker ends' },
};

/** Throws if a variable is not a positive number. */
export function readLimits(env: Record<string, string | undefined>): Limits {
  const limits = {} as Limits;
  for (const [name, { env: variable, initial }] of Object.entries(COMPANION_LIMITS)) {
    const text = env[variable];
    const value = text === undefined || text === '' ? initial : (readNumber(text) ?? Number.NaN);
    if (!Number.isFinite(value) || value <= 0)
      throw new Error(`${variable} needs a number above 0, not "${text}"`);
    limits[name as keyof Limits] = value;
  }
  return limits;
}

/** The error for input or work above a limit; `found` is the measured value. */
export const overLimit = (name: keyof Limits, limits: Limits, found?: number): TtError =>
  new TtError(
    'BIG',
    `${found === undefined ? 'this is' : `${figure(found)} are`} more than the companion’s limit of ` +
      `${figure(limits[name])} ${COMPANION_LIMITS[name].words}. Ask for less at a time`,
  );

const figure = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
