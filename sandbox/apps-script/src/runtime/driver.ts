/** How executions run: in this process, or each in a worker. */

import type { Awaitable } from '../platform/awaitable';
import type { Execution } from './execution';

export interface Driver {
  /**
   * Runs until the execution has settled or was killed. `wait`: also for promises that only real time settles
   * (WebAssembly).
   */
  run(execution: Execution, wait: boolean): Awaitable<void>;
  close(): Awaitable<void>;
}
