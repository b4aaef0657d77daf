/** The program of a worker: one execution in a bare context. Its source text is evaluated there, so it imports nothing. */

export interface WorkerData {
  guestText: string;
  code: string;
  /** V8's code cache of it. */
  compiled: Uint8Array;
  servicesFile: string;
  scriptFile: string;
  port: import('node:worker_threads').MessagePort;
  /** Notified when an answer has been posted. */
  flag: Int32Array;
  /** Milliseconds by which the clock is ahead of the computer's. */
  shift: Float64Array;
  /** Receives the most bytes that are reachable at a service call, beyond the loaded script; null if not measured. */
  heap: Float64Array | null;
}

/** `load` is the worker's `require`. */
export function workerMain(load: (name: string) => unknown): void {
  const vm = load('node:vm') as typeof import('node:vm');
  const threads = load('node:worker_threads') as typeof import('node:worker_threads');
  const { guestText, code, compiled, servicesFile, scriptFile, port, flag, shift, heap } =
    threads.workerData as WorkerData;
  const services = new vm.Script(guestText, { filename: servicesFile });
  const script = new vm.Script(code, { filename: scriptFile, cachedData: compiled });
  const blockingCalls = ['call', 'start'];

  /** Called at each service call: measures anew when this many bytes, including garbage, have come. */
  const growth = 2e6;
  let measureHeap = (): void => {};
  function startHeapMeter(): void {
    const v8 = load('node:v8') as typeof import('node:v8');
    v8.setFlagsFromString('--expose-gc');
    const gc = vm.runInNewContext('gc') as () => void;
    // The flag is the process's: contexts made later would have it too.
    v8.setFlagsFromString('--no-expose-gc');
    // `external_memory` of V8 also holds what is freed only later.
    const used = () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const reachable = () => {
      gc();
      // Buffers are freed beside the script: the next collection waits for the end of that.
      gc();
      return used();
    };
    const loaded = reachable();
    let last = loaded;
    measureHeap = () => {
      if (used() < last + growth) return;
      last = reachable();
      heap![0] = Math.max(heap![0]!, last - loaded);
    };
  }

  // Blocks until the host has answered; the host always answers or ends this worker.
  function bridge(operation: string, text: string): string {
    if (operation === 'now') return String(Date.now() + (shift[0] as number));
    measureHeap();
    Atomics.store(flag, 0, 0);
    port.postMessage([operation, text]);
    if (!blockingCalls.includes(operation)) return '';
    for (;;) {
      Atomics.wait(flag, 0, 0);
      const message = threads.receiveMessageOnPort(port);
      if (message) return message.message as string;
      Atomics.store(flag, 0, 0);
    }
  }

  // A permanent listener keeps the thread alive until the host ends it; else its last messages could be lost at its
  // exit.
  threads.parentPort?.on('message', () => {
    const context = vm.createContext(vm.constants?.DONT_CONTEXTIFY ?? Object.create(null));
    const install = services.runInContext(context) as (b: typeof bridge, ownClock: boolean) => () => void;
    const invoke = install(bridge, false);
    try {
      script.runInContext(context);
    } catch (error) {
      const { name, message, stack } = (error ?? {}) as Error;
      const line = new RegExp(`${scriptFile}:(\\d+)`).exec(String(stack));
      bridge(
        'fail',
        JSON.stringify([String(name ?? ''), String(message ?? error), line ? Number(line[1]) : 0]),
      );
      return;
    }
    if (heap) startHeapMeter();
    bridge('loaded', '');
    invoke();
  });
  threads.parentPort?.postMessage('warm');
}
