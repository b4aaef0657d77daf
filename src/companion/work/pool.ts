/** Workers that do the tools' work: few, started when needed, ended when idle, replaced when grown or stuck. */
import { Worker } from 'node:worker_threads';
import { TtError } from '../../core/errors';
import { unpackError } from '../../tools/wire';
import { type Limits, tooBig } from '../limits/limits';
import type { FromWorker, Progress, Setup, Task } from './messages';

export interface RunOptions {
  /** Ends the run: whoever asked has gone, or the job was cancelled. */
  signal?: AbortSignal;
  progress?: (progress: Progress) => void;
  /** Long runs leave one worker to the short ones. */
  long?: boolean;
}

/** Does tasks; the answer is an `Answer` as JSON bytes. */
export interface Runner {
  run(task: Task, options?: RunOptions): Promise<Uint8Array>;
  /** A run is about to come: the first worker may start meanwhile. */
  warm(): void;
  /** Runs under way and waiting, and workers alive. */
  state(): { running: number; waiting: number; workers: number };
  close(): Promise<void>;
}

interface Waiting {
  task: Task;
  options: RunOptions;
  resolve(bytes: Uint8Array): void;
  reject(error: unknown): void;
  since: number;
}

interface Staff {
  worker: Worker;
  runs: number;
  /** When the run under way began. */
  since: number;
  job: Waiting | null;
  /** Ends the job under way with this error, and the worker with it. */
  fail: (error: TtError) => void;
  idle: NodeJS.Timeout | null;
}

const WASM_BYTES = 384e6;
/** A run that has waited so long for a worker is turned away: whoever asked waits no longer. */
const LONGEST_WAIT_MS = 30_000;
const WATCH_MS = 200;

export const cancelled = (): TtError => new TtError('PENDING', 'cancelled. Run again to begin anew');

/** Nothing is wrong with the task: this instance has no room for it, or is ending. */
export class NoRoom extends TtError {
  constructor(seconds = 5) {
    super('BUSY', `the companion is busy. Try again in ${seconds} s`, { retryAfter: seconds });
  }
}

/** `script` is the worker's bundle. */
export function workerPool(script: string, setup: Setup, limits: Limits): Runner {
  const most = Math.max(1, Math.floor(limits.workers));
  const mostLong = Math.max(1, most - 1);
  const staff = new Set<Staff>();
  let queue: Waiting[] = [];
  let closed = false;
  let watch: NodeJS.Timeout | null = null;

  const running = (): Staff[] => [...staff].filter(({ job }) => job !== null);

  function hire(): Staff {
    const worker = new Worker(script, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, stackSizeMb: 8 },
      // Nothing of the environment, the secret least of all, is a tool's business.
      env: {},
    });
    const one: Staff = { worker, runs: 0, since: 0, job: null, fail: () => {}, idle: null };
    worker.unref();
    worker.on('error', (error: Error & { code?: string }) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      leave(one, memory ? tooBig('heapMb', limits) : new TtError('FAULT', `something broke (${error.name})`));
    });
    worker.on('exit', () => leave(one, new TtError('FAULT', 'the companion’s worker ended. Try again')));
    staff.add(one);
    return one;
  }

  /** The worker is no more; its job, if it has one, fails. */
  function leave(one: Staff, error: TtError): void {
    if (!staff.delete(one)) return;
    if (one.idle) clearTimeout(one.idle);
    void one.worker.terminate();
    one.fail(error);
    next();
  }

  function assign(one: Staff, job: Waiting): void {
    if (one.idle) clearTimeout(one.idle);
    const { worker } = one;
    const { task, options } = job;
    one.job = job;
    one.runs++;
    one.since = Date.now();
    worker.ref();
    const timer = setTimeout(() => leave(one, tooLong(task.limitMs)), task.limitMs);
    const abort = (): void => leave(one, cancelled());
    const settle = (): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      worker.removeListener('message', hear);
      one.job = null;
      one.fail = () => {};
    };
    const hear = (message: FromWorker): void => {
      if (message.kind === 'progress') {
        options.progress?.(message);
        return;
      }
      settle();
      if (message.kind === 'done') job.resolve(message.bytes);
      else job.reject(unpackError(message.error));
      rest(one, message.wasmBytes);
    };
    one.fail = (error) => {
      settle();
      job.reject(error);
    };
    worker.on('message', hear);
    options.signal?.addEventListener('abort', abort);
    worker.postMessage(task);
    watch ??= setInterval(watchMemory, WATCH_MS);
  }

  function rest(one: Staff, wasm: number): void {
    if (one.runs >= limits.runsPerWorker || wasm > WASM_BYTES || closed) {
      leave(one, cancelled());
      return;
    }
    one.worker.unref();
    one.idle = setTimeout(() => leave(one, cancelled()), limits.idleSeconds * 1000).unref();
    next();
  }

  /** Typed arrays and compiled libraries lie outside of a worker's heap: only the process as a whole shows them. */
  function watchMemory(): void {
    const busyNow = running();
    if (busyNow.length === 0) {
      if (watch) clearInterval(watch);
      watch = null;
    } else if (process.memoryUsage.rss() > limits.serviceMb * 1e6) {
      // Nobody can say whose the memory is while they work: the one that has worked for longest goes first.
      leave(busyNow.sort((a, b) => a.since - b.since)[0]!, tooBig('serviceMb', limits));
    }
  }

  function next(): void {
    if (closed) return;
    const now = Date.now();
    const stale = queue.filter((job) => !job.options.long && now - job.since > LONGEST_WAIT_MS);
    queue = queue.filter((job) => !stale.includes(job));
    for (const job of stale) job.reject(new NoRoom());
    while (queue.length > 0) {
      const long = running().filter(({ job }) => job?.options.long).length;
      const at = queue.findIndex((job) => !job.options.long || long < mostLong);
      if (at < 0) return;
      const free = [...staff].find(({ job }) => job === null) ?? (staff.size < most ? hire() : null);
      if (!free) return;
      assign(free, queue.splice(at, 1)[0]!);
    }
  }

  return {
    run: (task, options = {}) =>
      new Promise((resolve, reject) => {
        if (options.signal?.aborted) throw cancelled();
        if (closed || queue.length >= limits.queued) throw new NoRoom();
        const job: Waiting = { task, options, resolve, reject, since: Date.now() };
        options.signal?.addEventListener('abort', () => {
          const at = queue.indexOf(job);
          if (at < 0) return;
          queue.splice(at, 1);
          reject(cancelled());
        });
        queue.push(job);
        next();
      }),
    warm() {
      if (staff.size > 0 || closed) return;
      const one = hire();
      one.idle = setTimeout(() => leave(one, cancelled()), limits.idleSeconds * 1000).unref();
    },
    state: () => ({ running: running().length, waiting: queue.length, workers: staff.size }),
    async close() {
      closed = true;
      for (const job of queue) job.reject(new NoRoom());
      queue = [];
      if (watch) clearInterval(watch);
      const workers = [...staff].map(({ worker }) => worker);
      for (const one of staff) leave(one, new NoRoom());
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

const tooLong = (limitMs: number): TtError =>
  new TtError(
    'TIMEOUT',
    `this took longer than the ${Math.round(limitMs / 1000)} s that the companion gives one request. Ask for less at a time`,
  );
