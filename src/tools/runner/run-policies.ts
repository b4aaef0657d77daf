/** Time limits, retries and concurrency of each kind of run: one list for all shells. */
import type { RunPolicy } from '../../http/runner';

interface Bounds {
  /** Milliseconds from the start of the run in which requests may start. If absent, the shell decides when to stop. */
  budgetMs?: number;
  /** If absent, the runner's default. */
  maxWaitMs?: number;
  maxAttempts?: number;
  maxBytesInFlight?: number;
}

const POLICIES = {
  /** Google ends a formula after 30 s. */
  formula: { budgetMs: 20_000, maxWaitMs: 8_000 },
  /** The user waits in the sidebar; Google ends an execution after 6 min. */
  interactive: { budgetMs: 240_000, maxWaitMs: 15_000 },
  /** A short look-up of the sidebar: the user's name, the list of tables. */
  lookup: { budgetMs: 60_000, maxWaitMs: 15_000 },
  /** A step of a job, also under the hourly trigger; Google ends an execution after 6 min. */
  jobStep: { budgetMs: 240_000 },
  /** The reasons in a finished job's report, within its last step. */
  report: { budgetMs: 60_000 },
  /** The companion's version or grant, in addition to what the user waits for. */
  companionCall: { budgetMs: 30_000, maxAttempts: 3, maxWaitMs: 5_000 },
  /** A worker of the companion: its task has a deadline of its own, and its heap is larger than an add-on's. */
  companionTask: { maxBytesInFlight: 64e6 },
  /** Runs until the user stops it. */
  commandLine: { maxBytesInFlight: 64e6 },
} as const satisfies Record<string, Bounds>;

export type PolicyName = keyof typeof POLICIES;

/** The platform's clock and random numbers. */
export interface Clock {
  now(): number;
  random(): number;
}

/** The policy of one run, for any number of works: they share the replies that confirm refusals. */
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
