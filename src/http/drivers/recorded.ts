/** Runs work in a test with recorded replies, without a network, and keeps the requests for assertions. */
import type { HttpReply, HttpRequest } from '../request';
import type { SyncDriver } from '../runner';

export interface RecordedReply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  failure?: HttpReply['failure'];
}

/** `answer` gives the reply to each request. `sent` records the requests, and `slept` the pauses in milliseconds. */
export function recordedDriver(
  answer: (request: HttpRequest, index: number) => RecordedReply,
): SyncDriver & { sent: HttpRequest[]; slept: number[] } {
  const sent: HttpRequest[] = [];
  const slept: number[] = [];
  return {
    sent,
    slept,
    sleep: (ms) => slept.push(ms),
    send: (requests) =>
      requests.map((request) => {
        sent.push(request);
        return toReply(answer(request, sent.length - 1));
      }),
  };
}

export function toReply(recordedReply: RecordedReply): HttpReply {
  const { status = 200, headers = {}, body = '', failure } = recordedReply;
  const bytes = typeof body === 'string' ? null : body;
  return {
    status: failure ? 0 : status,
    ...(failure ? { failure } : {}),
    headers,
    text: () => (bytes ? utf8(bytes) : (body as string)),
    bytes: () => bytes ?? ascii(body as string),
  };
}

function utf8(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(text);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
