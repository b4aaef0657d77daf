/** One worker thread and its task. A thread cannot be interrupted: to end a task from outside, we end the thread. */
import { Worker } from 'node:worker_threads';
import { TtError } from '../../core/errors';
import { unpackError } from '../../tools/companion/wire';
import type { HostPaces } from '../egress/host-pace';
import { type Limits, overLimit } from '../limits/limits';
import type { PacesMessage, WorkerMessage, WorkerSetup } from './messages';
import { cancelledError, timeoutError } from './runner';
import type { QueuedTask } from './task-queue';

/** WebAssembly memory grows and never shrinks: a worker above this limit is replaced after its task. */
const MAX_WASM_BYTES = 384e6;

export interface PoolEvents {
  /** The worker has settled its task and can take another. */
  onReleased(worker: PooledWorker): void;
  /** The worker has ended and takes no more tasks. */
  onEnded(worker: PooledWorker): void;
  /** A host asked us to wait. */
  onRefused?(host: string, seconds: number | null): void;
}

interface ActiveTask {
  queued: QueuedTask;
  /** Removes its timer and its abort listener. */
  detach(): void;
}

export class PooledWorker {
  /** When the latest task started, in milliseconds since the epoch. */
  startedAt = 0;
  private readonly thread: Worker;
  private active: ActiveTask | null = null;
  private idleTimer: NodeJS.Timeout | null = null;
  private runs = 0;
  private ended = false;

  /** `script` is the bundle of worker.ts. */
  constructor(
    script: string,
    setup: WorkerSetup,
    private readonly limits: Limits,
    private readonly events: PoolEvents,
  ) {
    this.thread = new Worker(script, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, stackSizeMb: 8 },
      // Tools see no environment variables, because one of them is the secret.
      env: {},
    });
    this.thread.unref();
    this.thread.on('message', (message: WorkerMessage) => this.receive(message));
    this.thread.on('error', (error: Error & { code?: string }) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.end(
        memory ? overLimit('heapMb', limits) : new TtError('FAULT', `something broke (${error.name})`),
      );
    });
    this.thread.on('exit', () => this.end(new TtError('FAULT', 'the companion’s worker ended. Try again')));
  }

  /** The task in progress. */
  get task(): QueuedTask | null {
    return this.active?.queued ?? null;
  }

  start(queuedTask: QueuedTask): void {
    this.stopIdleTimer();
    const { task, options } = queuedTask;
    const timer = setTimeout(() => this.end(timeoutError(task.limitMs)), task.limitMs);
    const abort = (): void => this.end(cancelledError());
    options.signal?.addEventListener('abort', abort);
    this.active = {
      queued: queuedTask,
      detach() {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', abort);
      },
    };
    this.runs++;
    this.startedAt = Date.now();
    this.thread.ref();
    this.thread.postMessage(task);
  }

  /** Ends the thread after `idleSeconds` without a task. */
  startIdleTimer(): void {
    this.idleTimer = setTimeout(() => this.end(cancelledError()), this.limits.idleSeconds * 1000).unref();
  }

  /** Ends the thread and rejects its task with `error`. */
  end(error: TtError): void {
    if (this.ended) return;
    this.ended = true;
    this.stopIdleTimer();
    void this.thread.terminate();
    this.takeActive()?.reject(error);
    this.events.onEnded(this);
  }

  /** Resolves when the thread is gone. */
  async terminated(): Promise<void> {
    await this.thread.terminate();
  }

  tellPaces(paces: HostPaces): void {
    if (!this.ended) this.thread.postMessage({ paces } satisfies PacesMessage);
  }

  private receive(message: WorkerMessage): void {
    if (message.kind === 'refused') {
      this.events.onRefused?.(message.host, message.seconds);
      return;
    }
    if (message.kind === 'progress') {
      this.active?.queued.options.onProgress?.(message);
      return;
    }
    const activeTask = this.takeActive();
    if (!activeTask) return;
    if (message.kind === 'done') activeTask.resolve(message.bytes);
    else activeTask.reject(unpackError(message.error));
    this.release(message.wasmBytes);
  }

  private release(wasmBytes: number): void {
    if (this.runs >= this.limits.runsPerWorker || wasmBytes > MAX_WASM_BYTES) {
      this.end(cancelledError());
      return;
    }
    this.thread.unref();
    this.startIdleTimer();
    this.events.onReleased(this);
  }

  private takeActive(): QueuedTask | null {
    const { active } = this;
    this.active = null;
    active?.detach();
    return active?.queued ?? null;
  }

  private stopIdleTimer(): void {
    if (this.idleTimer) clearTimeout(this.idleTimer);
    this.idleTimer = null;
  }
}
