/** What passes between the service and its workers. */
import type { Question, WireError } from '../../tools/wire';
import type { Rules } from '../egress/rules';
import type { Limits } from '../limits/limits';

/** Given to a worker when it starts. */
export interface Setup {
  rules: Rules;
  limits: Limits;
  /** A fixed token for writing to the sandbox's stores; '' asks the metadata server. */
  storageToken: string;
}

/** One run. */
export interface Task {
  tool: string;
  question: Question;
  token: string;
  mayWrite: boolean;
  /** Milliseconds. */
  limitMs: number;
}

export interface Progress {
  done: number;
  total: number;
  words: string;
}

export type FromWorker =
  | ({ kind: 'progress' } & Progress)
  | { kind: 'done'; bytes: Uint8Array; wasmBytes: number }
  | { kind: 'failed'; error: WireError; wasmBytes: number };
