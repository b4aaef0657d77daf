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

export interface ScheduleView {
  id: string;
  title: string;
  sheet: string;
  column: string;
  headers: string[];
  datastack: string;
  rhythm: RhythmView;
  rhythmText: string;
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
