/** The request log: one line of JSON per request. It has only these fields: no ids, tokens or addresses. */

export interface RequestLogLine {
  request: string;
  /** The route's pattern, never the requested address. */
  route: string;
  method: string;
  /** Name of a tool in the registry, or ''. */
  tool: string;
  status: number;
  /** Code of the error, or ''. */
  code: string;
  ms: number;
  bytesIn: number;
  bytesOut: number;
  /** Keyed hash of the person, or ''. */
  person: string;
}

export type Log = (line: RequestLogLine) => void;

export function jsonLog(write: (text: string) => void, now: () => number = Date.now): Log {
  return (line) => {
    const severity = line.status >= 500 && line.status !== 503 ? 'ERROR' : 'INFO';
    write(
      `${JSON.stringify({ time: new Date(now()).toISOString(), severity, message: 'request', ...line })}\n`,
    );
  };
}
