/** Messages between the service and its workers. */
import type { ToolRequest, WireError } from '../../tools/companion/wire';
import type { HostPaces } from '../egress/host-pace';
import type { EgressRules } from '../egress/rules';
import type { Limits } from '../limits/limits';

/** `workerData` of a worker. */
export interface WorkerSetup {
  rules: EgressRules;
  limits: Limits;
  /** A fixed token for writing to the sandbox's stores; '' gets one from the metadata server. */
  storageToken: string;
}

/** One question to answer. */
export interface Task {
  tool: string;
  question: ToolRequest;
  token: string;
  mayWrite: boolean;
  /** Milliseconds. */
  limitMs: number;
}

export interface WorkProgress {
  done: number;
  total: number;
  words: string;
}

/** To a worker: how fast it may send requests to hosts from now on. */
export interface PacesMessage {
  paces: HostPaces;
}

export type WorkerMessage =
  | { kind: 'refused'; host: string; seconds: number | null }
  | ({ kind: 'progress' } & WorkProgress)
  | { kind: 'done'; bytes: Uint8Array; wasmBytes: number }
  | { kind: 'failed'; error: WireError; wasmBytes: number };
