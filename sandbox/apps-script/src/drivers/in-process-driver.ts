/**
 * Runs each execution in a fresh bare context of this process, synchronously. A killed script cannot be stopped here.
 * Instead, each further service call throws again: `catch` and `finally` blocks may run, but they change nothing
 * outside their own context, which is then dropped.
 */

import vm from 'node:vm';
import type { Bridge } from '../guest/guest';
import { isThenable } from '../platform/awaitable';
import { Kill } from '../platform/errors';
import type { Driver } from '../runtime/driver';
import type { Execution } from '../runtime/execution';
import type { World } from '../world/world';
import { guestSource, SCRIPT_FILE, SERVICES_FILE } from './source';

type Install = (bridge: Bridge, ownClock: boolean) => () => void;

export class InProcessDriver implements Driver {
  private readonly services: vm.Script;
  private readonly script: vm.Script;
  private readonly start: vm.Script;
  private readonly drain: vm.Script;

  constructor(private readonly world: World) {
    this.services = new vm.Script(guestSource(), { filename: SERVICES_FILE });
    this.script = new vm.Script(world.script.code, { filename: SCRIPT_FILE });
    this.start = new vm.Script('{ const run = globalThis.run_; delete globalThis.run_; run(); }', {
      filename: SERVICES_FILE,
    });
    this.drain = new vm.Script('0');
  }

  run(execution: Execution, wait: boolean): void | Promise<void> {
    // The context has its own microtask queue, so that `await` on synchronous services finishes before runInContext
    // returns. Its global object is an ordinary one if Node supports that (20.18): in a contextified object, each
    // look-up of a global name calls into C++, and Math.floor in a loop takes 80 times as long.
    const context = vm.createContext(vm.constants?.DONT_CONTEXTIFY ?? Object.create(null), {
      microtaskMode: 'afterEvaluate',
    });
    const bridge: Bridge = (operation, text) => {
      const reply = execution.handle(operation, text);
      if (!isThenable(reply)) return reply;
      execution.kill(new Kill(`${operation} has to wait: use the worker driver`));
      return '#';
    };
    const install = this.services.runInContext(context) as Install;
    const invoke = install(bridge, false);
    const run = () => {
      this.script.runInContext(context);
      if (execution.settled) return;
      execution.loading = false;
      invoke();
    };
    Object.defineProperty(context, 'run_', { value: run, configurable: true });
    try {
      // One time limit over both: each limit starts a thread and waits for its end.
      this.start.runInContext(context, { timeout: this.world.switches.realLimitMs });
    } catch (error) {
      this.handleError(execution, error);
    }
    if (!execution.settled && wait) return this.later(execution, context);
  }

  close(): void {}

  /** WebAssembly's promises resolve in a task of this process; the context's own queue is then drained explicitly. */
  private async later(execution: Execution, context: vm.Context): Promise<void> {
    const until = Date.now() + this.world.switches.realLimitMs;
    while (!execution.settled) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (Date.now() > until) execution.kill();
      this.drain.runInContext(context);
    }
  }

  /**
   * Handles an error of the script's top level, or the end of an endless loop. These errors come from another realm.
   */
  private handleError(execution: Execution, error: unknown): void {
    const { code, name, message, stack } = (error ?? {}) as Error & { code?: string };
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      execution.kill();
      return;
    }
    const line = new RegExp(`${SCRIPT_FILE}:(\\d+)`).exec(String(stack))?.[1];
    execution.fail(String(name ?? ''), String(message ?? error), line === undefined ? 0 : Number(line));
  }
}
