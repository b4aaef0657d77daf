/** The program of a worker: one execution in a bare context. Its source text is evaluated there, so it imports nothing. */

export interface WorkerData {
  guestText: string;
  code: string;
  servicesFile: string;
  scriptFile: string;
  port: import('node:worker_threads').MessagePort;
  /** Notified when an answer has been posted. */
  flag: Int32Array;
  /** Milliseconds by which the clock is ahead of the computer's. */
  shift: Float64Array;
}

/** `load` is the worker's `require`. */
export function workerMain(load: (name: string) => unknown): void {
  const vm = load('node:vm') as typeof import('node:vm');
  const threads = load('node:worker_threads') as typeof import('node:worker_threads');
  const { guestText, code, servicesFile, scriptFile, port, flag, shift } = threads.workerData as WorkerData;
  const services = new vm.Script(guestText, { filename: servicesFile });
  const script = new vm.Script(code, { filename: scriptFile });
  const blockingCalls = ['call', 'start'];

  // Blocks until the host has answered; the host always answers or ends this worker.
  function bridge(operation: string, text: string): string {
    if (operation === 'now') return String(Date.now() + (shift[0] as number));
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
    bridge('loaded', '');
    invoke();
  });
  threads.parentPort?.postMessage('warm');
}
