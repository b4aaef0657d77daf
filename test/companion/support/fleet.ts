/**
 * Several instances of the companion's columns with one shared state and one queue, in this process. The queue delivers
 * at least once: late, twice, in any order, to any instance. The state fails and rejects writes; instances die at work.
 */
import { deriveKeys } from '../../../src/companion/auth/keys';
import { type Columns, createColumns } from '../../../src/companion/columns/columns';
import type { Range } from '../../../src/companion/columns/ranges';
import type { PartTask } from '../../../src/companion/columns/run-part';
import type { Queue, QueueTask } from '../../../src/companion/jobs/queue';
import { readLimits } from '../../../src/companion/limits/limits';
import { memoryStore } from '../../../src/companion/state/memory';
import { Conflict, type SharedStore } from '../../../src/companion/state/store';
import type { TaskRunner } from '../../../src/companion/work/runner';
import { cancelledError } from '../../../src/companion/work/runner';
import type { WireRow } from '../../../src/tools/companion/wire';
import { pause } from './eventually';

const SECRET = 'a secret of the tests, forty letters long';
export const PERSON = 'person';

/** Seeded random numbers; 0 ≤ x < 1. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface FleetOptions {
  random: Random;
  instances: number;
  /** Share of state calls that fail, or are rejected as if another writer had been faster. */
  stateFaults?: number;
  /** Share of tasks that are delivered twice. */
  twice?: number;
  /** Answers a question about ids. Throws the tool's errors, or `Death` if the instance dies of it. */
  answer: (ids: readonly string[]) => WireRow[] | Promise<WireRow[]>;
  reportMs?: number;
  /**
   * Default: a clock that advances with each turn of this process's event loop, so that no lease ends while the machine
   * is busy.
   */
  now?: () => number;
}

/** Kills the instance: from then on its state calls fail, and its deliveries get no reply. */
export class Death extends Error {}

interface Instance {
  columns: Columns;
  alive: boolean;
  die(): void;
}

export interface Fleet {
  instances: Instance[];
  store: SharedStore;
  /** Tasks that are not over. */
  open(): QueueTask<PartTask>[];
  deliveries: number;
  /** While true, tasks are not delivered. */
  held: boolean;
  /** Any living instance. */
  any(): Columns;
  /** All rows, read page by page from one instance after another. */
  collect(id: string, most?: number): Promise<{ rows: WireRow[]; read: Range[] }>;
  close(): void;
}

export function fleet(options: FleetOptions): Fleet {
  const { random, stateFaults = 0, twice = 0 } = options;
  const store = memoryStore();
  const names = new Set<string>();
  const open = new Map<string, QueueTask<PartTask>>();
  let closed = false;
  let ticks = Date.now();
  const ticking = setInterval(() => ticks++, 1);
  ticking.unref();

  async function deliver(task: QueueTask<PartTask>): Promise<void> {
    await pause(random() * 4);
    while (!closed && open.has(task.name)) {
      const living = whole.instances.filter(({ alive }) => alive);
      const instance = living[Math.floor(random() * living.length)];
      if (instance && !whole.held) {
        whole.deliveries++;
        const died = new Promise<boolean>((resolve) =>
          deaths.set(instance, [...(deaths.get(instance) ?? []), resolve]),
        );
        const run = instance.columns.run(task.id, task.body).catch(() => false);
        // Cloud Tasks may lose a reply: sometimes it delivers a finished task again.
        if ((await Promise.race([run, died])) && random() >= twice) open.delete(task.name);
      }
      await pause(2 + random() * 6);
    }
  }
  const deaths = new Map<Instance, ((over: boolean) => void)[]>();
  const queue: Queue<PartTask> = {
    async enqueue(task) {
      if (random() < stateFaults) throw new Error('the queue fails');
      if (names.has(task.name)) return;
      names.add(task.name);
      open.set(task.name, task);
      void deliver(task);
      if (random() < twice) void deliver(task);
    },
    close: async () => {},
  };

  function instance(): Instance {
    const self: Instance = {
      alive: true,
      die() {
        self.alive = false;
        for (const resolve of deaths.get(self) ?? []) resolve(false);
      },
      columns: null as never,
    };
    const guard = async <T>(act: () => Promise<T>, isPut = false): Promise<T> => {
      if (!self.alive) throw new Error('dead');
      if (random() < stateFaults)
        throw isPut && random() < 0.5 ? new Conflict() : new Error('the state fails');
      const result = await act();
      if (!self.alive) throw new Error('dead');
      if (random() < stateFaults) throw new Error('the reply of the state is lost');
      return result;
    };
    const runner: TaskRunner = {
      async run(task, { signal } = {}) {
        await pause(random() * 3);
        if (signal?.aborted) throw cancelledError();
        try {
          const rows = await options.answer(task.question.ids!);
          return Buffer.from(JSON.stringify({ rows }));
        } catch (error) {
          if (error instanceof Death) self.die();
          throw error;
        }
      },
      warm: () => {},
      state: () => ({ running: 0, waiting: 0, workers: 1 }),
      close: async () => {},
    };
    self.columns = createColumns(
      {
        store: {
          get: (name) => guard(() => store.get(name)),
          put: (name, bytes, generation) => guard(() => store.put(name, bytes, generation), true),
          list: (...args) => guard(() => store.list(...args)),
          delete: (name) => guard(() => store.delete(name)),
        },
        runner,
        keys: deriveKeys(SECRET),
        limits: readLimits({}),
        now: options.now ?? (() => ticks),
        countNew: async () => {},
        reportMs: options.reportMs ?? 20,
        sleep: () => pause(1),
      },
      () => queue,
    ).columns;
    return self;
  }

  const whole: Fleet = {
    instances: Array.from({ length: options.instances }, instance),
    store,
    open: () => [...open.values()],
    deliveries: 0,
    held: false,
    any: () => whole.instances.filter(({ alive }) => alive)[0]!.columns,
    async collect(id, most = 700) {
      const rows: WireRow[] = [];
      const read: Range[] = [];
      for (;;) {
        const page = await patiently(() => whole.any().rows(PERSON, id, 'token', read, most));
        rows.push(...page.rows);
        for (const [from, to] of page.ranges) read.push({ from, to });
        if (page.state === 'done' && page.rows.length === 0) return { rows, read };
        if (page.rows.length === 0) await pause(5);
      }
    },
    close() {
      clearInterval(ticking);
      closed = true;
    },
  };
  return whole;
}

/** Retries failures of the service, like a client. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (attempt > 200) throw error;
      await pause(2);
    }
  }
}
