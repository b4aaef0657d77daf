/** What the panel of schedules shows. */
import type { JobView } from './job-views';

/** When a schedule is due; `src/addon/schedules/rhythm.ts` has the rules. */
export type RhythmView =
  | { kind: 'hours'; hours: number }
  | { kind: 'days'; hour: number; days: readonly number[] };

/** Mail to the owner: never, when a run does not finish, or after each run that found something. */
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
  /** A recipe's id, in place of the plan's own job. */
  recipe?: string;
  /** Formulas of Tracer Tools are computed again after the last step. */
  refreshes?: boolean;
}

export interface ScheduleView {
  id: string;
  /** One after the other. */
  steps: ScheduleStepView[];
  refreshes: boolean;
  rhythm: RhythmView;
  rhythmText: string;
  /** What Google's hourly trigger makes of it. */
  triggerText: string;
  paused: boolean;
  owner: string;
  mine: boolean;
  mail: ScheduleMail;
  lastRun: string;
  /** Why it does not run as it should, or ''. */
  problem: string;
  /** Its last runs, newest first. */
  runs: RunNote[];
  nextRun: string;
}
