/** The jobs of a spreadsheet, each in a small property of its own; what a job wrote is in `TT changes`. */
import { TtError } from '../../core/errors';
import { bytesOf, PROPERTY_BYTES, setBounded } from '../access/bounded-store';
import type { ChangeSummary } from '../changes/change';
import type { JobKind, JobView, RecipeStep } from '../interfaces/api';
import type { Host, PropertyStore } from '../interfaces/host';
import type { LeftCounts } from '../sheet/look/left-alone';
import type { KeyColumn, Target } from '../sheet/table/column-tags';

/** Its rules are in `lease.ts`. */
export interface Lease {
  holder: string;
  /** Milliseconds since the epoch. */
  until: number;
}

export const NO_LEASE: Lease = { holder: '', until: 0 };

export interface Job {
  id: string;
  kind: JobKind;
  title: string;
  sheetId: number;
  sheet: string;
  /** Newer jobs have higher numbers. */
  number: number;
  key: KeyColumn;
  /** The outputs that it writes. */
  headers: string[];
  /** The header of each output. */
  targets: Target[];
  /** The user's options, by field. */
  options: Record<string, string>;
  datastack: string;
  /** Only the planned ids; otherwise every id of the column, also those added later. */
  planned: boolean;
  replace: boolean;
  state: JobView['state'];
  done: number;
  total: number;
  changed: number;
  skipped: number;
  /** Cells that were not written, by reason. */
  left: LeftCounts;
  failures: Record<string, { count: number; example: string }>;
  /** Ids for the next step: grows and shrinks with the time and bytes that steps take. */
  stepSize: number;
  /** Rows for which CAVE is making something (a skeleton) are not asked again before this time. */
  notBefore: number;
  /** Consecutive steps that failed as a whole. */
  failedSteps: number;
  requests: number;
  message: string;
  lease: Lease;
  startedBy: string;
  startedAt: number;
  updatedAt: number;
  /** Milliseconds spent in steps. */
  workedMs: number;
  /** The tab of its record in `TT changes`, and the number of its lines. */
  recordTab: number;
  lines: number;
  /** It may have changed a cell: set before the first write. */
  touched: boolean;
  /** It may have written blanks: set before the write. */
  blanks: boolean;
  /** A step is between writing its lines and their cells: if it ends there, it was killed. */
  writing: boolean;
  /** Where its columns stood when the last write was planned, in the order of `targets`. */
  places?: number[];
  /** A step was killed: values may be on wrong cells. */
  killed: boolean;
  /** Undo has begun and not ended. */
  undoing: boolean;
  undone: boolean;
  /** Lines of its record made room for later runs, so that Undo cannot take it back. */
  trimmed?: true;
  /** The schedule that started it, or ''. */
  schedule: string;
  /** The step of the schedule, from 0. */
  scheduleStep?: number;
  /** Jobs of its recipe that follow on the same column. */
  next?: RecipeStep[];
  /** Its changes; null until it is done. */
  findings: ChangeSummary | null;
  /**
   * The column that was handed over to the companion, and which of its answers were written; the id is '' if no
   * companion takes columns. Null if nothing is handed over.
   */
  column: { id: string; read: [number, number][]; resume?: true } | null;
  /** For a scheduled run that is done: what it left in its columns (see `row-sums.ts`). */
  rowSums?: string;
  /** Consecutive steps that found nothing to write yet. */
  waits?: number;
  /** For a job that fills a tab of its own: the function, its arguments as JSON, and the position. */
  tab: { formula: string; args: string; cursor: string | null; ended: boolean } | null;
}

/** Small enough for any neurons, large enough to estimate how many the next step can take. */
const FIRST_STEP = 100;

/** A new job: nothing done, nothing written. */
export function newJob(kind: JobKind, title: string, datastack: string, host: Host): Job {
  const now = host.now();
  return {
    id: `${new Date(now).toISOString().slice(0, 10)}-${host.uuid().slice(0, 8)}`,
    kind,
    title,
    sheetId: 0,
    sheet: '',
    number: (jobs(host.documentStore)[0]?.number ?? 0) + 1,
    key: { tag: '', header: '', column: 0, headerRow: 0 },
    headers: [],
    targets: [],
    options: {},
    datastack,
    planned: false,
    replace: false,
    state: 'running',
    done: 0,
    total: 0,
    changed: 0,
    skipped: 0,
    left: {},
    failures: {},
    stepSize: FIRST_STEP,
    notBefore: 0,
    failedSteps: 0,
    requests: 0,
    message: '',
    lease: NO_LEASE,
    startedBy: host.user(),
    startedAt: now,
    updatedAt: now,
    workedMs: 0,
    recordTab: 0,
    lines: 0,
    touched: false,
    blanks: false,
    writing: false,
    killed: false,
    undoing: false,
    undone: false,
    schedule: '',
    findings: null,
    column: null,
    tab: null,
  };
}

const PREFIX = 'job-';
const key = (id: string) => `${PREFIX}${id}`;
/** Finished jobs that stay on record, for Undo. */
const KEPT = 8;

export function readJob(store: PropertyStore, id: string): Job {
  const text = store.get(key(id));
  if (text === null) throw new TtError('INPUT', 'this run is no longer known here');
  return JSON.parse(text) as Job;
}

/** Newest first. */
export function jobs(store: PropertyStore): Job[] {
  const found = Object.entries(store.all())
    .filter(([name, text]) => name.startsWith(PREFIX) && text.startsWith('{'))
    .map(([, text]) => JSON.parse(text) as Job);
  // A record of an older version has no number.
  return found.filter(({ number }) => number > 0).sort((a, b) => b.number - a.number);
}

export const latestJob = (store: PropertyStore): Job | null => jobs(store)[0] ?? null;

export function saveJob(store: PropertyStore, job: Job): void {
  setBounded(store, key(job.id), JSON.stringify(short(job)), `the run "${job.title}"`);
}

const MESSAGE = 600;

/** Cut, so that text from outside cannot fill the property. */
const short = (job: Job): Job => ({ ...job, message: job.message.slice(0, MESSAGE) });

/** Adds a new job and removes the oldest finished ones. */
export function addJob(store: PropertyStore, job: Job): void {
  saveJob(store, job);
  const finishedJobs = jobs(store).filter((each) => !isUnfinished(each));
  for (const old of finishedJobs.slice(KEPT)) store.remove(key(old.id));
}

/** What failures and messages may still add to a job's record, in bytes. */
const ROOM = 4000;

/** @throws BIG, before anything is written, if the job's record would not fit */
export function requireRoom(job: Job): void {
  if (bytesOf(JSON.stringify(job)) + ROOM > PROPERTY_BYTES) {
    throw new TtError(
      'BIG',
      'the headers and fields of this run are too long to be kept. Shorten them, or choose fewer details',
    );
  }
}

export const isUnfinished = (job: Job): boolean => job.state === 'running' || job.state === 'waiting';

/** Ids of the jobs whose record is still needed to go on. */
export const unfinishedRuns = (store: PropertyStore): Set<string> =>
  new Set(jobs(store).flatMap((job) => (isUnfinished(job) ? [job.id] : [])));
