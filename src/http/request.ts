/** Requests and replies as data. Work yields requests, and a driver sends them. */

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  contentType?: string;
  body?: string | Uint8Array;
  /** The kind of store. The shell adds the store's credentials when it sends the request; work never holds them. */
  signFor?: 'gcs' | 's3';
  /**
   * True if the request may be sent again after a failure with unknown outcome. A POST that only reads is idempotent
   * too.
   */
  idempotent: boolean;
  /** The route in words for error messages, such as "chunkedgraph roots". */
  route: string;
  /** The caller wants the body as it was sent: a driver that can does not decompress it. */
  raw?: true;
  /**
   * A buffer for the reply's body. A driver that can writes the body there if it fits; the caller reuses the buffer
   * later.
   */
  into?: Uint8Array;
  /** Expected size of the reply. Drivers limit the bytes in flight, so a request for a large reply must state it. */
  expectedBytes?: number;
  /**
   * Returns the request whose reply confirms or refutes a failure of this one, or null if the failure needs no
   * confirmation. The runner sends each such request once per run and attaches its reply to the failed one.
   */
  confirm?: (failed: HttpReply) => HttpRequest | null;
}

/** The reason why there is no reply. The runner sets `cancelled` and `deadline`; the others come from the network. */
export type Failure = 'network' | 'timeout' | 'cut' | 'blocked' | 'quota' | 'cancelled' | 'deadline';

export interface HttpReply {
  /** HTTP status, or 0 if there is no reply; then `failure` says why. */
  status: number;
  failure?: Failure;
  /** The driver's details of the failure; never contains a token. */
  detail?: string;
  /** The reply to the request that `confirm` returned. */
  confirmation?: HttpReply;
  /** Header names in lower case; repeated headers are joined by ", ". */
  headers: Record<string, string>;
  text(): string;
  bytes(): Uint8Array;
}

/** The reply of a request that got none: a failure in place of a status. */
export function noReply(failure: Failure, detail = ''): HttpReply {
  return { status: 0, failure, detail, headers: {}, text: () => '', bytes: () => new Uint8Array(0) };
}
