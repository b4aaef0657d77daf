/** A job's record in the document's properties: small, so that it survives anything; what it wrote stands in the tab. */
import { TtError } from '../../core/errors';
import type { ChangeSummary } from '../changes/change';
import type { JobKind, JobView } from '../interfaces/api';
import type { Host, PropertyStore } from '../interfaces/host';

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
  /** The id column's header, and where it stood. */
  header: string;
  column: number;
  /** Headers that it writes. */
  headers: string[];
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
  newColumns: string[];
  undone: boolean;
  /** The schedule that started it, or ''. */
  schedule: string;
  mailTo: string;
  /** What it changed; null until it is done. */
  findings: ChangeSummary | null;
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
    header: '',
    column: 0,
    headers: [],
    options: {},
    datastack,
    planned: false,
    replace: false,
    state: 'running',
    done: 0,
    total: 0,
    changed: 0,
    skipped: 0,
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
    newColumns: [],
    undone: false,
    schedule: '',
    mailTo: '',
    findings: null,
    tab: null,
  };
}

const LATEST = 'job-latest';
const key = (id: string) => `job-${id}`;

export function readJob(store: PropertyStore, id: string): Job {
  const text = store.get(key(id));
  if (text === null) throw new TtError('INPUT', 'this run is no longer known here');
  return JSON.parse(text) as Job;
}

export function latestJob(store: PropertyStore): Job | null {
  const id = store.get(LATEST);
  const text = id === null ? null : store.get(key(id));
  return text === null ? null : (JSON.parse(text) as Job);
}

export function saveJob(store: PropertyStore, job: Job): void {
  store.set(key(job.id), JSON.stringify(job));
}

/** Makes it the spreadsheet's one job; the record of the one before it goes. */
export function makeLatestJob(store: PropertyStore, job: Job): void {
  const before = store.get(LATEST);
  saveJob(store, job);
  store.set(LATEST, job.id);
  if (before !== null && before !== job.id) store.remove(key(before));
}

export const isUnfinished = (job: Job): boolean => job.state === 'running' || job.state === 'waiting';
