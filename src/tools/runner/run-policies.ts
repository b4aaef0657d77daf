/** How long, how patiently and how wide each kind of run asks: the one list for all shells. */
import type { RunPolicy } from '../../http/runner';

interface Bounds {
  /** Milliseconds from the run's start in which requests may begin; without it the shell says when to stop. */
  budgetMs?: number;
  /** The runner's own where it is left out, as below. */
  maxWaitMs?: number;
  maxAttempts?: number;
  maxBytesInFlight?: number;
}

const POLICIES = {
  /** Google ends a formula at 30 s. */
  formula: { budgetMs: 20_000, maxWaitMs: 8_000 },
  /** Somebody looks at the sidebar; an execution ends at 6 min. */
  interactive: { budgetMs: 240_000, maxWaitMs: 15_000 },
  /** A short question of the sidebar: who am I, which tables are there. */
  lookup: { budgetMs: 60_000, maxWaitMs: 15_000 },
  /** A step of a job, also by the hourly trigger; an execution ends at 6 min. */
  jobStep: { budgetMs: 240_000 },
  /** Reasons for a finished job's report, within its last step. */
  report: { budgetMs: 60_000 },
  /** The companion's version or grant, beside what the user waits for. */
  companionCall: { budgetMs: 30_000, maxAttempts: 3, maxWaitMs: 5_000 },
  /** A worker of the companion: its task has a deadline, and its heap holds more than an add-on's. */
  companionTask: { maxBytesInFlight: 64e6 },
  /** Until the user stops it. */
  commandLine: { maxBytesInFlight: 64e6 },
} as const satisfies Record<string, Bounds>;

export type PolicyName = keyof typeof POLICIES;

/** The platform's clock and chance. */
export interface Clock {
  now(): number;
  random(): number;
}

/** For one run, whatever number of works it is made of: what a refusal was confirmed by holds for all of them. */
export function runPolicy(name: PolicyName, clock: Clock, startedAt = clock.now()): RunPolicy {
  const { budgetMs, ...bounds }: Bounds = POLICIES[name];
  return {
    now: () => clock.now(),
    random: () => clock.random(),
    confirmations: new Map(),
    ...bounds,
    ...(budgetMs === undefined ? {} : { deadline: startedAt + budgetMs }),
  };
}
