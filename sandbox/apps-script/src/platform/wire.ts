/** HTTP as plain data, so that one handler serves both a real socket and a synchronous call in a test. */

export interface WireRequest {
  method: string;
  /** Path and query, as in the request line: `/info/version?x=1`. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface WireReply {
  status: number;
  /** A list, because CAVE repeats some headers. */
  headers: [name: string, value: string][];
  body: Uint8Array;
  /** Milliseconds of network time: a socket server waits for them, a virtual clock advances by them. */
  delayMs?: number;
  /**
   * How the connection breaks: `reset` before any answer, `cut` in the middle of the body, `hang` without an answer.
   */
  breaks?: 'reset' | 'cut' | 'hang';
}

export type WireHandler = (request: WireRequest) => WireReply;
