/** The host's records of finished executions and of requests. */

import type { Counters } from './counters';

/** A request as sent, for assertions in tests. */
export interface SentRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array;
  user: string;
  execution: string;
  at: number;
}

/** One finished execution. */
export interface ExecutionRecord {
  id: string;
  fn: string;
  entry: string;
  mode: string;
  user: string;
  start: number;
  end: number;
  ok: boolean;
  message: string;
  counters: Counters;
  logs: readonly string[];
  /** The most bytes that were reachable at a service call, beyond the loaded script; null if not measured. */
  heapBytes: number | null;
}
