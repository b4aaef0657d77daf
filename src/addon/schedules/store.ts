/** The schedules of a spreadsheet, one property each. */
import { TtError } from '../../core/errors';
import { setBounded } from '../access/bounded-store';
import type { JobPlan, RhythmView, RunNote, ScheduleMail } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import type { KeyColumn } from '../sheet/table/column-tags';

/** Google allows 9 KB per property, and 500 KB in total. */
const PREFIX = 'schedule-';
const MOST = 40;
const RUNS_KEPT = 10;
const NOTE_CHARACTERS = 300;

/** One column and its job, or the jobs of a recipe. */
export interface ScheduleStep {
  plan: JobPlan;
  key: KeyColumn;
  sheet: string;
  /** The recipe's id; '' for the plan's own job. */
  recipe: string;
  /** Number of distinct ids when the step was made; absent in older records. */
  ids?: number;
}

export interface Schedule {
  id: string;
  /** Run one after another. */
  steps: ScheduleStep[];
  /** Recompute the formulas of Tracer Tools after the last step. */
  refreshes: boolean;
  rhythm: RhythmView;
  paused: boolean;
  /** The schedule runs with this user's token. */
  owner: string;
  mail: ScheduleMail;
  /** Milliseconds since the epoch; 0 if it has never run. */
  lastRun: number;
  /** Why the last attempt did not start, or ''. */
  problem: string;
  /** Id of the job whose wait was reported last. */
  waiting: string;
  /** Number of the first job in its last round, and of the last round that has ended. */
  round: number;
  ended: number;
  /** Its last runs, newest first. */
  runs: RunNote[];
  /** Milliseconds since the epoch. */
  added: number;
}

/** A record of an older version has a single column. */
const withSteps = ({ plan, key, sheet, ...schedule }: Schedule & ScheduleStep): Schedule =>
  schedule.steps === undefined
    ? { ...schedule, steps: [{ plan, key, sheet, recipe: '' }], refreshes: false, round: 0, ended: 0 }
    : schedule;

export const readSchedules = (host: Host): Schedule[] =>
  Object.entries(host.documentStore.all())
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([, text]) => withSteps(JSON.parse(text) as Schedule & ScheduleStep))
    .sort((a, b) => a.added - b.added || (a.id < b.id ? -1 : 1));

export function requireSchedule(host: Host, id: string): Schedule {
  const found = readSchedules(host).find((schedule) => schedule.id === id);
  if (!found) throw new TtError('INPUT', 'that schedule is no longer there');
  return found;
}

function save(host: Host, schedule: Schedule): void {
  const runs = schedule.runs
    .slice(0, RUNS_KEPT)
    .map((run) => ({ ...run, result: run.result.slice(0, NOTE_CHARACTERS) }));
  const problem = schedule.problem.slice(0, NOTE_CHARACTERS);
  const text = JSON.stringify({ ...schedule, problem, runs });
  setBounded(host.documentStore, `${PREFIX}${schedule.id}`, text, 'this schedule');
}

/** Throws BIG if the spreadsheet already has the most schedules. */
export function storeNew(host: Host, schedule: Schedule): void {
  host.locked(() => {
    if (readSchedules(host).length >= MOST) {
      throw new TtError('BIG', `this spreadsheet has ${MOST} schedules, which is the most. Remove one first`);
    }
    save(host, schedule);
  });
}

/** `work` changes the schedule, or returns 'remove'. */
export function changeStored(
  host: Host,
  id: string,
  work: (schedule: Schedule) => 'remove' | undefined,
): void {
  host.locked(() => {
    const schedule = requireSchedule(host, id);
    if (work(schedule) === 'remove') host.documentStore.remove(`${PREFIX}${id}`);
    else save(host, schedule);
  });
}

/** For a job that has ended: its schedule may have been removed meanwhile. */
export function updateStored(host: Host, id: string, work: (schedule: Schedule) => void): void {
  if (!readSchedules(host).some((schedule) => schedule.id === id)) return;
  changeStored(host, id, (schedule) => {
    work(schedule);
    return undefined;
  });
}
