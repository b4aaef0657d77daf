/** A pool of workers that run test/companion/support/actor.ts, with helpers for tests. */
import { type Limits, readLimits } from '../../../src/companion/limits/limits';
import type { WorkerSetup } from '../../../src/companion/work/messages';
import { createWorkerPool } from '../../../src/companion/work/pool';
import type { TaskOptions, TaskRunner } from '../../../src/companion/work/runner';
import { TtError } from '../../../src/core/errors';
import { bundle } from './bundle';
import { UNBOUNDED_MB } from './service';

const RULES = {
  servers: [],
  caveHosts: [],
  storageHosts: [],
  writeBuckets: [],
  deleteBuckets: [],
  sandbox: '',
};

export const actorScript = (): string => bundle('test/companion/support/actor.ts');

export const actorLimits = (limits: Partial<Limits> = {}): Limits => ({
  ...readLimits({}),
  workers: 2,
  serviceMb: UNBOUNDED_MB,
  ...limits,
});

export const actorSetup = (limits: Limits): WorkerSetup => ({ rules: RULES, limits, storageToken: '' });

export interface ActorPool {
  pool: TaskRunner;
  /** `act` is read by actor.ts; resolves with the actor's answer. */
  run(act: string, options?: TaskOptions, limitMs?: number): Promise<unknown>;
  /** A run that continues until `open` is called. */
  hold(options?: TaskOptions): { answer: Promise<unknown>; open(): void };
}

export function actorPool(limits: Partial<Limits> = {}, residentBytes?: () => number): ActorPool {
  const all = actorLimits(limits);
  const pool = createWorkerPool(actorScript(), actorSetup(all), all, residentBytes);
  const send = async (
    act: string,
    options: TaskOptions,
    limitMs: number,
    args: object = {},
  ): Promise<unknown> => {
    const question = { server: '', datastack: act, args: args as never };
    const bytes = await pool.run({ tool: 'x', question, token: '', mayWrite: false, limitMs }, options);
    return JSON.parse(Buffer.from(bytes).toString());
  };
  return {
    pool,
    run: (act, options = {}, limitMs = 60_000) => send(act, options, limitMs),
    hold(options = {}) {
      const gate = new Int32Array(new SharedArrayBuffer(4));
      return {
        answer: send('hold', options, 60_000, { gate }),
        open: () => void Atomics.store(gate, 0, 1),
      };
    },
  };
}

/** Code and message of the run's error. */
export const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => `answered ${String(value)}`,
    (error: unknown) => (error instanceof TtError ? `${error.code}: ${error.message}` : String(error)),
  );
