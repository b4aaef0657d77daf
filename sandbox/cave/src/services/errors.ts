/** Error bodies in each service's form. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { ServiceError } from '../http/call';
import { jsonReply, sortedReply } from '../http/reply';

const TRACE = ['Traceback (most recent call last):\n', '  File "app.py", line 1, in dispatch_request\n'];

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const plainError = (error: unknown): WireReply =>
  jsonReply({ message: messageOf(error) }, error instanceof ServiceError ? error.status : 500);

/** PyChunkedGraph and the L2 cache: known errors keep their status; everything else is a 500 with a traceback. */
export function graphError(error: unknown): WireReply {
  const status = error instanceof ServiceError ? error.status : 500;
  const isKnown = status !== 500;
  const body = {
    timestamp: '2026-01-01 00:00:00.000000',
    duration: 1.2,
    code: status,
    message: isKnown ? `[${status}]: ${messageOf(error)}` : messageOf(error),
    ...(isKnown ? {} : { traceback: TRACE }),
  };
  return sortedReply(body, status);
}

/** Materialize and annotation: every exception becomes a 500; the message begins with the true status. */
export function wrappedError(error: unknown): WireReply {
  return jsonReply({ code: 500, message: messageOf(error), traceback: TRACE }, 500);
}
