/**
 * Runs each execution in a worker, from a pool of started workers. Executions are truly parallel, waits are real, and a
 * kill terminates the thread.
 */

import vm from 'node:vm';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { Kill } from '../platform/errors';
import type { Driver } from '../runtime/driver';
import type { Execution } from '../runtime/execution';
import type { World } from '../world/world';
import { guestSource, SCRIPT_FILE, SERVICES_FILE } from './source';
import { type WorkerData, workerMain } from './worker-main';

interface Slot {
  worker: Worker;
  port: MessagePort;
  flag: Int32Array;
  heap: Float64Array | null;
}

export interface WorkerDriverOptions {
  /** Milliseconds by which the clock is ahead of the computer's. */
  shift: Float64Array;
  /** Number of workers that are kept ready. */
  warm: number;
  /** Memory limit of one worker. */
  heapMb?: number | undefined;
  measureHeap: boolean;
}

/** What V8 makes of the script, for all workers: compiling it anew takes as long as starting one. */
function compiledScript(code: string): Uint8Array {
  const data = new vm.Script(code, { filename: SCRIPT_FILE }).createCachedData();
  const shared = new Uint8Array(new SharedArrayBuffer(data.length));
  shared.set(data);
  return shared;
}

export class WorkerDriver implements Driver {
  private readonly guestText = guestSource();
  private readonly program = `(${workerMain})(require)`;
  private readonly compiled: Uint8Array;
  private idle: Slot[] = [];
  private closed = false;

  constructor(
    private readonly world: World,
    private readonly options: WorkerDriverOptions,
  ) {
    this.compiled = compiledScript(world.script.code);
    this.refill();
  }

  run(execution: Execution): Promise<void> {
    const slot = this.idle.shift() ?? this.spawn();
    const { worker, port, flag, heap } = slot;
    return new Promise((resolve) => {
      let over = false;
      const end = () => {
        if (over) return;
        over = true;
        execution.heapBytes = heap?.[0] ?? null;
        clearTimeout(timer);
        port.close();
        void worker.terminate().then(() => this.refill());
        resolve();
      };
      const limit = this.world.switches.limitMs[execution.invocation.entry];
      const timer = setTimeout(() => execution.kill(), limit);
      execution.onKill = end;
      port.on('message', async ([operation, text]: [string, string]) => {
        const reply = await execution.handle(operation, text);
        if (over) return;
        if (execution.settled) {
          end();
          return;
        }
        if (operation !== 'call' && operation !== 'start') return;
        port.postMessage(reply);
        Atomics.store(flag, 0, 1);
        Atomics.notify(flag, 0);
      });
      worker.once('error', (error) => {
        execution.fail('Error', `The worker broke: ${error.message}`);
        end();
      });
      worker.once('exit', () => {
        if (!over && !execution.settled) execution.kill(new Kill('The worker ended'));
        end();
      });
      worker.ref();
      worker.postMessage('go');
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const idle = this.idle;
    this.idle = [];
    for (const slot of idle) slot.port.close();
    await Promise.all(idle.map((slot) => slot.worker.terminate()));
  }

  private refill(): void {
    while (!this.closed && this.idle.length < this.options.warm) this.idle.push(this.spawn());
  }

  private spawn(): Slot {
    const { shift, heapMb, measureHeap } = this.options;
    const { port1, port2 } = new MessageChannel();
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const heap = measureHeap ? new Float64Array(new SharedArrayBuffer(8)) : null;
    const workerData: WorkerData = {
      guestText: this.guestText,
      code: this.world.script.code,
      compiled: this.compiled,
      servicesFile: SERVICES_FILE,
      scriptFile: SCRIPT_FILE,
      port: port2,
      flag,
      shift,
      heap,
    };
    const worker = new Worker(this.program, {
      eval: true,
      workerData,
      transferList: [port2],
      execArgv: [],
      ...(heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
    });
    worker.unref();
    const slot = { worker, port: port1, flag, heap };
    // The end of an idle worker affects no execution.
    worker.on('error', () => {});
    worker.once('exit', () => {
      this.idle = this.idle.filter((each) => each !== slot);
    });
    return slot;
  }
}
