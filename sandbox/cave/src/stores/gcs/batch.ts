/** Batches of the JSON API: a multipart/mixed body of requests; each part gets an answer. */
import { STATUS_CODES } from 'node:http';
import type { WireHandler, WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { gcsRefusal, StoreRefusal } from './api';

/** Limit of calls per batch. */
const MOST_CALLS = 1000;

/** `mount` is the path before the API's own: clients with an endpoint setting write it in each call. */
export function gcsBatch(request: WireRequest, mount: string, handle: WireHandler): WireReply {
  try {
    if (request.method !== 'POST') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
    const edge = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
    const text = Buffer.from(request.body).toString('latin1');
    const parts = edge === undefined ? [] : text.split(`--${edge}`).slice(1, -1);
    if (parts.length === 0) {
      throw new StoreRefusal(400, 'Failed to parse batch request, error: no parts.', 'badRequest');
    }
    if (parts.length > MOST_CALLS) {
      throw new StoreRefusal(
        400,
        `The batch request has too many calls: at most ${MOST_CALLS}.`,
        'badRequest',
      );
    }
    const answers = parts.map((part) => answerOf(part, request, mount, handle));
    const out = 'batch_sandbox';
    const body = Buffer.from(
      `${answers.map((answer) => `--${out}\r\n${answer}\r\n`).join('')}--${out}--\r\n`,
      'latin1',
    );
    return { status: 200, headers: [['Content-Type', `multipart/mixed; boundary=${out}`]], body };
  } catch (error) {
    return gcsRefusal(error);
  }
}

function answerOf(part: string, outer: WireRequest, mount: string, handle: WireHandler): string {
  const bad = (): StoreRefusal => new StoreRefusal(400, 'Failed to parse batch request.', 'badRequest');
  const [outerHead, inner] = cut(part.replace(/^\r?\n/, ''));
  if (inner === null) throw bad();
  const [head, body] = cut(inner.replace(/^(?:\r?\n)+/, ''));
  const [line = '', ...lines] = head.split(/\r?\n/);
  const found = /^([A-Z]+) (?:https?:\/\/[^/]+)?(\/\S*)(?: HTTP\/1\.1)?$/.exec(line.trim());
  if (found === null) throw bad();
  const { authorization } = outer.headers;
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  for (const text of lines) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(text) ?? [];
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
  }
  const length = Number(headers['content-length'] ?? NaN);
  const bytes = Buffer.from((body ?? '').replace(/\r?\n$/, ''), 'latin1');
  const reply = handle({
    method: found[1]!,
    path: mount !== '' && found[2]!.startsWith(`${mount}/`) ? found[2]!.slice(mount.length) : found[2]!,
    headers,
    body: new Uint8Array(Number.isFinite(length) ? bytes.subarray(0, length) : bytes),
  });
  const id = /^content-id:\s*<?([^>\r\n]*)>?\s*$/im.exec(outerHead)?.[1] ?? '';
  return [
    'Content-Type: application/http',
    ...(id === '' ? [] : [`Content-ID: <response-${id}>`]),
    '',
    `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}`,
    ...reply.headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${reply.body.length}`,
    '',
    Buffer.from(reply.body).toString('latin1'),
  ].join('\r\n');
}

/** Head and body, separated at the first empty line; the body is null if there is none. */
function cut(text: string): [string, string | null] {
  const found = /\r?\n\r?\n/.exec(text);
  return found === null
    ? [text, null]
    : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}
