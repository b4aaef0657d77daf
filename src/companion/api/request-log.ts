/** The log: one line of JSON an event. It has a field for each thing that may be told, and none for anything else. */

export interface Line {
  request: string;
  /** The route's pattern, never the address. */
  route: string;
  method: string;
  /** Name of a function that is known here; '' otherwise. */
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

export type Log = (line: Line) => void;

export function jsonLog(write: (text: string) => void, now: () => number = Date.now): Log {
  return (line) => {
    const severity = line.status >= 500 && line.status !== 503 ? 'ERROR' : 'INFO';
    write(
      `${JSON.stringify({ time: new Date(now()).toISOString(), severity, message: 'request', ...line })}\n`,
    );
  };
}
