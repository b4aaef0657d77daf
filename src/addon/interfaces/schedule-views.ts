/** Types of the Schedule panel. */
import type { JobView } from './job-views';

/** When a schedule is due; the rules are in `src/addon/schedules/rhythm.ts`. */
export type RhythmView =
  | { kind: 'hours'; hours: number }
  | { kind: 'days'; hour: number; days: readonly number[] };

/** Mail to the owner: never, when a run does not finish, or after each run that found changes. */
export type ScheduleMail = 'none' | 'failures' | 'digest';

/** How one run of a schedule ended. */
export interface RunNote {
  run: string;
  /** Start (ISO time), and seconds of work. */
  at: string;
  seconds: number;
  state: JobView['state'];
  result: string;
}

/** One job or recipe on one column. */
export interface ScheduleStepView {
  title: string;
  sheet: string;
  column: string;
  headers: string[];
  datastack: string;
}

export interface ScheduleOptions {
  /** Id of a recipe that runs instead of the plan's own job. */
  recipe?: string;
  /** Recompute the formulas of Tracer Tools after the last step. */
  refreshes?: boolean;
}

export interface ScheduleView {
  id: string;
  /** Run one after another. */
  steps: ScheduleStepView[];
  refreshes: boolean;
  rhythm: RhythmView;
  /** The spreadsheet's time zone, such as Europe/Vienna. */
  zone: string;
  /** How long a round takes, in words, if one hourly run is not enough; otherwise ''. */
  roundText: string;
  paused: boolean;
  owner: string;
  mine: boolean;
  mail: ScheduleMail;
  lastRun: string;
  /** Why it does not run properly, or ''. */
  problem: string;
  /** Its last runs, newest first. */
  runs: RunNote[];
  nextRun: string;
}
