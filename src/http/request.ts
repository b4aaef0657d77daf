/** Requests and replies as data: work yields requests, a driver sends them. */

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  contentType?: string;
  body?: string | Uint8Array;
  /** The kind of store whose credentials the shell adds as it sends the request; work never holds them. */
  signFor?: 'gcs' | 's3';
  /** May be sent again after a failure of unknown outcome. A POST that only reads is idempotent too. */
  idempotent: boolean;
  /** The route in words for error texts, such as "chunkedgraph roots". */
  route: string;
  /** The body is wanted as it travels: a driver that can leaves it compressed. */
  raw?: true;
  /** Memory for the reply's body, which the caller uses again later: a driver that can puts it there if it fits. */
  into?: Uint8Array;
  /** Bytes. Drivers cap the bytes in flight: a request that expects a large reply says so. */
  expectedBytes?: number;
  /**
   * The request whose reply tells whether a failure of this one is true, or null where the failure needs no
   * confirmation. The runner sends each such request once a run, and attaches its reply to the failed one.
   */
  confirm?: (failed: HttpReply) => HttpRequest | null;
}

/** Why no reply came. The runner sets `cancelled` and `deadline`; the others come from the network. */
export type Failure = 'network' | 'timeout' | 'cut' | 'blocked' | 'quota' | 'cancelled' | 'deadline';

export interface HttpReply {
  /** HTTP status, or 0 where `failure` says why there is none. */
  status: number;
  failure?: Failure;
  /** What the driver knows of the failure; never contains a token. */
  detail?: string;
  /** The reply to the request that `confirm` gave. */
  confirmation?: HttpReply;
  /** Names in lower case; repeated headers joined by ", ". */
  headers: Record<string, string>;
  text(): string;
  bytes(): Uint8Array;
}

/** A reply of a request that got none: its failure instead of a status. */
export function noReply(failure: Failure, detail = ''): HttpReply {
  return { status: 0, failure, detail, headers: {}, text: () => '', bytes: () => new Uint8Array(0) };
}
