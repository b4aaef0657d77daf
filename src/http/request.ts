/** Requests and replies as data: work asks by yielding these, a driver carries them. */

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  contentType?: string;
  body?: string | Uint8Array;
  /** The kind of store whose credentials whoever sends the request adds; work never holds them. */
  signFor?: 'gcs' | 's3';
  /** May be sent again after a failure of unknown outcome. A POST that only asks is safe to repeat. */
  idempotent: boolean;
  /** The route in words a person reads in an error, such as "chunkedgraph roots". */
  route: string;
  /** Drivers cap the bytes under way at once; a request that expects a large reply says so. Bytes. */
  expectedBytes?: number;
  /**
   * The request whose reply tells whether a failure of this one stands, or null where that is not in question. The
   * runner sends each such request once a run, and hands its reply on beside the failed one.
   */
  confirm?: (failed: HttpReply) => HttpRequest | null;
}

/** Why no reply came. `cancelled` and `deadline` are ours; the others are the network's. */
export type Failure = 'network' | 'timeout' | 'cut' | 'blocked' | 'cancelled' | 'deadline';

export interface HttpReply {
  /** HTTP status, or 0 where `failure` says why there is none. */
  status: number;
  failure?: Failure;
  /** What the driver said of the failure; never holds a token. */
  detail?: string;
  /** What was answered to the request that `confirm` gave. */
  confirmation?: HttpReply;
  /** Names in lower case; repeated headers joined by ", ". */
  headers: Record<string, string>;
  text(): string;
  bytes(): Uint8Array;
}

/** A reply that never came. */
export function noReply(failure: Failure, detail = ''): HttpReply {
  return { status: 0, failure, detail, headers: {}, text: () => '', bytes: () => new Uint8Array(0) };
}
