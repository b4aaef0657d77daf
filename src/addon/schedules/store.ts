/** The schedules of a spreadsheet, one property each. */
import { TtError } from '../../core/errors';
import { setBounded } from '../access/bounded-store';
import type { JobPlan, RhythmView, RunNote, ScheduleMail } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import type { KeyColumn } from '../sheet/table/column-tags';

/** Google keeps 9 KB in a property, and 500 KB in all. */
const PREFIX = 'schedule-';
const MOST = 40;
const RUNS_KEPT = 10;
const NOTE_CHARACTERS = 300;

/** One column, and what is done with it: a job, or the jobs of a recipe. */
export interface ScheduleStep {
  plan: JobPlan;
  key: KeyColumn;
  sheet: string;
  /** The recipe's id; '' for the plan's own job. */
  recipe: string;
  /** Distinct ids when it was made; of an older version, none. */
  ids?: number;
}

export interface Schedule {
  id: string;
  /** One after the other. */
  steps: ScheduleStep[];
  /** After the last step the formulas of Tracer Tools are computed again. */
  refreshes: boolean;
  rhythm: RhythmView;
  paused: boolean;
  /** Whose token it runs with. */
  owner: string;
  mail: ScheduleMail;
  /** Milliseconds since the epoch; 0 where it has not run. */
  lastRun: number;
  /** Why the last attempt did not start, or ''. */
  problem: string;
  /** The job of which a wait was told last. */
  waiting: string;
  /** Number of the first job of its last round, and of the last round that is over. */
  round: number;
  ended: number;
  /** Its last runs, newest first. */
  runs: RunNote[];
  /** Milliseconds since the epoch. */
  added: number;
}

/** A record of an older version has one column. */
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

/** Throws BIG where the spreadsheet has as many as it may have. */
export function storeNew(host: Host, schedule: Schedule): void {
  host.locked(() => {
    if (readSchedules(host).length >= MOST) {
      throw new TtError('BIG', `this spreadsheet has ${MOST} schedules, which is the most. Remove one first`);
    }
    save(host, schedule);
  });
}

/** `work` changes a schedule, or answers that it goes. */
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

/** For a run that ended: somebody may have removed its schedule meanwhile. */
export function updateStored(host: Host, id: string, work: (schedule: Schedule) => void): void {
  if (!readSchedules(host).some((schedule) => schedule.id === id)) return;
  changeStored(host, id, (schedule) => {
    work(schedule);
    return undefined;
  });
}
