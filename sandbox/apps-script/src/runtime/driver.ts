/** Runs executions: in this process, or each in a worker. */

import type { Awaitable } from '../platform/awaitable';
import type { Execution } from './execution';

export interface Driver {
  /**
   * Runs until the execution has ended or was killed. With `wait`, also waits for promises that need real time
   * (WebAssembly).
   */
  run(execution: Execution, wait: boolean): Awaitable<void>;
  close(): Awaitable<void>;
}
