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
  /** Writes to the spreadsheet that are not applied yet. */
  readonly pendingWrites: number;
  /** Arguments of the called function. */
  args(): readonly unknown[];
}

/** What a script asked the host, and what it got. */
export interface ScriptMessage {
  /** The call as `[object, method, arguments]`, encoded; '' for a look at the clock. */
  call: string;
  /** The encoded reply. Objects are numbered in the order in which the execution got them. */
  reply: string;
  /** What the reply encodes; undefined if the call was refused. */
  value?: unknown;
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
  /** Called after each service call, and after each look of the script at the clock. */
  afterMessage?: (message: ScriptMessage, execution: ObservedExecution) => void;
  beforeRequest?: (request: SentRequest) => void;
}
