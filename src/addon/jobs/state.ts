/** The jobs of a spreadsheet, each in a property of its own: small; what a job wrote stands in `TT changes`. */
import { TtError } from '../../core/errors';
import { bytesOf, PROPERTY_BYTES, setBounded } from '../access/bounded-store';
import type { ChangeSummary } from '../changes/change';
import type { JobKind, JobView, RecipeStep } from '../interfaces/api';
import type { Host, PropertyStore } from '../interfaces/host';
import type { LeftCounts } from '../sheet/look/left-alone';
import type { KeyColumn, Target } from '../sheet/table/column-tags';

/** `lease.ts` has its rules. */
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
  /** Outputs that it writes. */
  headers: string[];
  /** Under which header each output stands. */
  targets: Target[];
  /** What the user said beside the column, by field. */
  options: Record<string, string>;
  datastack: string;
  /** Only ids that were planned; otherwise every id of the column, those added later too. */
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
  /** Rows that wait for something that is being made (a skeleton) are not asked again before this. */
  notBefore: number;
  /** Steps in a row that failed as a whole. */
  failedSteps: number;
  requests: number;
  message: string;
  lease: Lease;
  startedBy: string;
  startedAt: number;
  updatedAt: number;
  /** Milliseconds spent in steps. */
  workedMs: number;
  /** Where its lines in `TT changes` are, and how many. */
  recordTab: number;
  lines: number;
  /** It may have changed a cell: set before the first write. */
  touched: boolean;
  /** It may have put blanks: set before the write. */
  blanks: boolean;
  /** A step is between its lines and their cells: where it ends there, it was killed. */
  writing: boolean;
  /** A step was killed: values may stand where they do not belong. */
  killed: boolean;
  /** Undo has begun, and has not ended. */
  undoing: boolean;
  undone: boolean;
  /** The schedule that started it, or ''. */
  schedule: string;
  /** Which step of the schedule, from 0. */
  scheduleStep?: number;
  /** Jobs of its recipe that follow it on the same column. */
  next?: RecipeStep[];
  /** What it changed; null until it is done. */
  findings: ChangeSummary | null;
  /**
   * What was handed over to the companion as a whole, and which of its answers were written; the id is '' where no
   * companion takes columns. Null where nothing is handed over.
   */
  column: { id: string; read: [number, number][]; resume?: true } | null;
  /** Of a scheduled run that is done: what it left in its columns, as `row-sums.ts` has it. */
  rowSums?: string;
  /** Steps in a row that found nothing to write yet. */
  waits?: number;
  /** For a job that fills a tab of its own: which function, its arguments as JSON, and where it stands. */
  tab: { formula: string; args: string; cursor: string | null; ended: boolean } | null;
}

/** Small enough for any neurons, large enough to tell how many the next step can take. */
const FIRST_STEP = 100;

/** A job about to start: nothing done, nothing written. */
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

/** Texts that come from outside cannot fill the property. */
const short = (job: Job): Job => ({ ...job, message: job.message.slice(0, MESSAGE) });

/** Puts a new job on record; the oldest finished ones go. */
export function addJob(store: PropertyStore, job: Job): void {
  saveJob(store, job);
  const finished = jobs(store).filter((each) => !isUnfinished(each));
  for (const old of finished.slice(KEPT)) store.remove(key(old.id));
}

/** What failures and messages may still add to a job's record, in bytes. */
const ROOM = 4000;

/** Throws where the job's record would not fit, before anything is written. */
export function requireRoom(job: Job): void {
  if (bytesOf(JSON.stringify(job)) + ROOM > PROPERTY_BYTES) {
    throw new TtError(
      'BIG',
      'the headers and fields of this run are too long to be kept. Shorten them, or choose fewer details',
    );
  }
}

export const isUnfinished = (job: Job): boolean => job.state === 'running' || job.state === 'waiting';
