/** Sends requests in parallel over kept connections; returns failures as replies; never follows redirects. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { digitsValue } from '../core/digits';
import { type HttpReply, type HttpRequest, noReply } from '../http/request';
import type { AsyncDriver } from '../http/runner';
import { Connections, type ServerAddress } from './http/connections';
import type { ResponseReader } from './http/response-reader';

export interface HttpDriverOptions {
  /** Milliseconds without a byte until a request counts as unanswered. */
  timeoutMs?: number;
  /** Cancels open requests. */
  signal?: AbortSignal;
}

const UNPACK: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
};

export function httpDriver({ timeoutMs = 120_000, signal }: HttpDriverOptions = {}): AsyncDriver {
  const connections = new Connections(timeoutMs);
  signal?.addEventListener('abort', () => connections.cancel(), { once: true });
  const one = async (outgoing: HttpRequest): Promise<HttpReply> => {
    const target = targetOf(outgoing.url);
    if (target === null) return noReply('blocked', 'the address is damaged');
    const { body: given } = outgoing;
    const body = given === undefined ? null : typeof given === 'string' ? Buffer.from(given) : given;
    const head = headOf(outgoing, target, body?.length ?? null);
    if (head === null) return noReply('blocked', 'a header holds a character that headers cannot hold');
    if (signal?.aborted) return noReply('cancelled');
    const response = await connections.exchange(target, head, body, outgoing.into);
    return typeof response === 'string' ? noReply(response) : replyOf(response, outgoing);
  };
  return {
    send: (requests) => Promise.all(requests.map(one)),
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms);
      }),
  };
}

interface Target extends ServerAddress {
  /** Includes the query. */
  path: string;
  host: string;
}

/** An address without dot segments (`.` or `..`), like that of most requests: it needs no parser. */
const PLAIN =
  /^(https?):\/\/([a-z0-9.-]*[a-z][a-z0-9.-]*|127\.0\.0\.1)(?::([0-9]{1,5}))?(\/(?!\.|%2e)(?:[\w.~!$&'()*+,;=:@%-]|\/(?!\.|%2e))*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?)$/i;

/** Returns null if it is not an address of a server, or contains a user name or a password. */
function targetOf(address: string): Target | null {
  const [, scheme, hostname, port = '', path] = PLAIN.exec(address) ?? [];
  if (scheme && hostname && path) return target(scheme.toLowerCase(), hostname, port, path);
  try {
    const url = new URL(address);
    const known = url.protocol === 'https:' || url.protocol === 'http:';
    if (!known || url.username !== '' || url.password !== '') return null;
    return target(url.protocol.slice(0, -1), url.hostname, url.port, url.pathname + url.search);
  } catch {
    return null;
  }
}

function target(scheme: string, hostname: string, port: string, path: string): Target {
  const isTls = scheme === 'https';
  const usual = isTls ? 443 : 80;
  const number = port === '' ? usual : digitsValue(port);
  return { isTls, hostname, port: number, path, host: number === usual ? hostname : `${hostname}:${number}` };
}

/** Returns null if a value could end its header and begin another one. */
function headOf(outgoing: HttpRequest, { path, host }: Target, length: number | null): string | null {
  const { method } = outgoing;
  let text = '';
  const sent = headersOf(outgoing, host, length);
  for (const name of Object.keys(sent)) text += `${name}: ${sent[name]}\r\n`;
  const head = `${method} ${path} HTTP/1.1\r\n${text}\r\n`;
  const isWhole = Object.entries(sent).every(
    ([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  );
  return isWhole ? head : null;
}

function headersOf(
  { headers = {}, contentType, raw, method }: HttpRequest,
  host: string,
  length: number | null,
): Record<string, string> {
  const sent: Record<string, string> = { host, connection: 'keep-alive' };
  for (const name of Object.keys(headers)) sent[name.toLowerCase()] = headers[name]!;
  if (contentType !== undefined) sent['content-type'] = contentType;
  if (!raw && sent.range === undefined) sent['accept-encoding'] ??= 'gzip, br';
  if (length !== null) sent['content-length'] = String(length);
  // Without a length, a server waits for a body.
  else if (method !== 'GET' && method !== 'DELETE') sent['content-length'] = '0';
  return sent;
}

function replyOf(response: ResponseReader, { raw }: HttpRequest): HttpReply {
  const { status, headers } = response;
  const body = response.bytes();
  const unpack = raw || body.length === 0 ? undefined : UNPACK[headers['content-encoding'] ?? ''];
  let bytes: Uint8Array;
  try {
    // Copies the bytes: zlib's result may share its memory with others.
    bytes = unpack ? new Uint8Array(unpack(body)) : body;
  } catch {
    return noReply('cut', 'the compressed body is damaged');
  }
  return {
    status,
    headers,
    text: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
    bytes: () => bytes,
  };
}
