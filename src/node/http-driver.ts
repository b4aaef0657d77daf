/** Sends requests with node:http and node:https: in parallel, returns failures as replies, never follows redirects. */
import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { digitsValue } from '../core/digits';
import { type HttpReply, type HttpRequest, noReply } from '../http/request';
import type { AsyncDriver } from '../http/runner';
import { concatBytes } from '../volumes/objects/bytes';

export interface HttpDriverOptions {
  /** A request fails after this many milliseconds without a byte. */
  timeoutMs?: number;
  /** Cancels the requests in progress. */
  signal?: AbortSignal;
}

/** Most bytes reserved for an announced length, which may be wrong. */
const MOST_EXPECTED = 64 * 1024 * 1024;

const UNPACK: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
};

export function httpDriver({ timeoutMs = 120_000, signal }: HttpDriverOptions = {}): AsyncDriver {
  // With one timeout for all requests, Node need not set it on the socket for each request.
  const agentOptions = { keepAlive: true, maxSockets: 64, timeout: timeoutMs };
  const agents = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };
  const one = (outgoing: HttpRequest): Promise<HttpReply> =>
    new Promise((resolve) => {
      const target = targetOf(outgoing.url);
      if (target === null) return resolve(noReply('blocked', 'the address is damaged'));
      const tls = target.protocol === 'https:';
      const request = (tls ? httpsRequest : httpRequest)({
        ...target,
        method: outgoing.method,
        headers: headersOf(outgoing),
        agent: tls ? agents.https : agents.http,
        timeout: timeoutMs,
        ...(signal ? { signal } : {}),
      });
      const end = (reply: HttpReply): void => {
        resolve(reply);
        request.destroy();
      };
      request.on('timeout', () => end(noReply('timeout')));
      request.on('error', () => resolve(noReply(signal?.aborted ? 'cancelled' : 'network')));
      request.on('response', (response) => {
        const body = new Body(digitsValue(response.headers['content-length']) || 0, outgoing.into);
        response.on('data', (piece: Buffer) => body.add(piece));
        response.on('error', () => end(noReply(signal?.aborted ? 'cancelled' : 'cut')));
        response.on('end', () => {
          if (!response.complete) return end(noReply('cut'));
          resolve(replyOf(response, body.bytes(), outgoing));
        });
      });
      request.end(outgoing.body);
    });
  return {
    send: (requests) => Promise.all(requests.map(one)),
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms);
      }),
  };
}

/** A simple address without `.` or `..` folders, as in most requests: it needs no parser. */
const PLAIN =
  /^(https?:)\/\/([a-z0-9.-]*[a-z][a-z0-9.-]*|127\.0\.0\.1)(?::([0-9]{1,5}))?(\/(?!\.|%2e)(?:[\w.~!$&'()*+,;=:@%-]|\/(?!\.|%2e))*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?)$/i;

/** Null if the address is invalid. */
function targetOf(address: string): RequestOptions | null {
  const [, protocol, hostname, port = '', path] = PLAIN.exec(address) ?? [];
  if (protocol && hostname && path) return { protocol, hostname, port, path };
  try {
    return urlToHttpOptions(new URL(address));
  } catch {
    return null;
  }
}

/** Collects a body in one buffer of the announced length, so that it is in memory only once. */
class Body {
  private readonly whole: Uint8Array;
  private readonly more: Uint8Array[] = [];
  private length = 0;

  /** A body that does not have the announced length is not kept in `into`. */
  constructor(announced: number, into: Uint8Array = new Uint8Array(0)) {
    if (announced > 0 && announced <= into.length) this.whole = into.subarray(0, announced);
    else this.whole = new Uint8Array(announced > 0 && announced <= MOST_EXPECTED ? announced : 0);
  }

  add(piece: Uint8Array): void {
    if (this.more.length === 0 && this.length + piece.length <= this.whole.length) {
      this.whole.set(piece, this.length);
    } else this.more.push(piece);
    this.length += piece.length;
  }

  bytes(): Uint8Array {
    if (this.more.length === 0) return this.whole.subarray(0, this.length);
    const wholeLength = this.length - this.more.reduce((sum, piece) => sum + piece.length, 0);
    return concatBytes([this.whole.subarray(0, wholeLength), ...this.more]);
  }
}

function headersOf({ headers = {}, contentType, body, raw }: HttpRequest): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) out[name.toLowerCase()] = value;
  if (contentType !== undefined) out['content-type'] = contentType;
  if (!raw && out.range === undefined) out['accept-encoding'] ??= 'gzip, br';
  if (body !== undefined) out['content-length'] = String(Buffer.byteLength(body));
  return out;
}

function replyOf(response: IncomingMessage, body: Uint8Array, { raw }: HttpRequest): HttpReply {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const unpack = raw || body.length === 0 ? undefined : UNPACK[headers['content-encoding'] ?? ''];
  let bytes: Uint8Array;
  try {
    // A copy: results of zlib may share their memory with others.
    bytes = unpack ? new Uint8Array(unpack(body)) : body;
  } catch {
    return noReply('cut', 'the compressed body is damaged');
  }
  return {
    status: response.statusCode ?? 0,
    headers,
    text: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
    bytes: () => bytes,
  };
}
