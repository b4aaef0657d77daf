/** Callbacks for tests and pages before a service call or a request. */

import type { EntryKind, Mode } from '../platform/options';
import type { SentRequest } from './records';

/** The execution that makes the call. */
export interface ObservedExecution {
  readonly id: string;
  readonly user: string;
  readonly fn: string;
  readonly entry: EntryKind;
  readonly mode: Mode;
  /** Arguments of the called function. */
  args(): readonly unknown[];
}

export interface Hooks {
  /**
   * Called before each service call. It may move the clock, change the workbook, run another execution, throw a
   * ScriptError (the script sees an exception), or throw a Kill (the execution ends like at a power failure).
   */
  beforeCall?: (
    service: string,
    method: string,
    args: readonly unknown[],
    execution: ObservedExecution,
  ) => void;
  beforeRequest?: (request: SentRequest) => void;
}
