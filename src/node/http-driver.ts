/** Sends requests in parallel with node:http and node:https; returns failures as replies; never follows redirects. */
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
  /** Milliseconds without a byte until a request counts as unanswered. */
  timeoutMs?: number;
  /** Cancels open requests. */
  signal?: AbortSignal;
}

/** Maximum bytes that a stated length reserves: a server may state anything. */
const MOST_EXPECTED = 64 * 1024 * 1024;

const UNPACK: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
};

export function httpDriver({ timeoutMs = 120_000, signal }: HttpDriverOptions = {}): AsyncDriver {
  // With one time limit for all requests, node:http does not set it on the socket for each of them.
  const agentOptions = { keepAlive: true, maxSockets: 64, timeout: timeoutMs };
  const agents = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };
  const one = (outgoing: HttpRequest): Promise<HttpReply> =>
    new Promise((resolve) => {
      const target = targetOf(outgoing.url);
      if (target === null) return resolve(noReply('blocked', 'the address is damaged'));
      const tls = target.protocol === 'https:';
      const request = (tls ? httpsRequest : httpRequest)({
        ...target,
        // TLS alone has server names; without this, node:http computes one for each request.
        ...(tls ? {} : { servername: '' }),
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

/** An address without dot segments (`.` or `..`), like that of most requests: it needs no parser. */
const PLAIN =
  /^(https?:)\/\/([a-z0-9.-]*[a-z][a-z0-9.-]*|127\.0\.0\.1)(?::([0-9]{1,5}))?(\/(?!\.|%2e)(?:[\w.~!$&'()*+,;=:@%-]|\/(?!\.|%2e))*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?)$/i;

/** Returns null if the text is not an address. */
function targetOf(address: string): RequestOptions | null {
  const [, protocol, hostname, port = '', path] = PLAIN.exec(address) ?? [];
  if (protocol && hostname && path) return { protocol, hostname, port, path };
  try {
    return urlToHttpOptions(new URL(address));
  } catch {
    return null;
  }
}

/** Collects a body as it arrives. If its length is stated, it goes into one buffer, so that it is held once. */
class Body {
  private readonly whole: Uint8Array;
  private readonly more: Uint8Array[] = [];
  private length = 0;

  /** If the body's length is not the stated one, its bytes do not stay in `into`. */
  constructor(expectedLength: number, into: Uint8Array = new Uint8Array(0)) {
    if (expectedLength > 0 && expectedLength <= into.length) this.whole = into.subarray(0, expectedLength);
    else
      this.whole = new Uint8Array(expectedLength > 0 && expectedLength <= MOST_EXPECTED ? expectedLength : 0);
  }

  add(piece: Uint8Array): void {
    if (this.more.length === 0 && this.length + piece.length <= this.whole.length) {
      this.whole.set(piece, this.length);
    } else this.more.push(piece);
    this.length += piece.length;
  }

  bytes(): Uint8Array {
    if (this.more.length === 0) return this.whole.subarray(0, this.length);
    const lengthInWhole = this.length - this.more.reduce((sum, piece) => sum + piece.length, 0);
    return concatBytes([this.whole.subarray(0, lengthInWhole), ...this.more]);
  }
}

function headersOf({ headers = {}, contentType, body, raw }: HttpRequest): Record<string, string> {
  const lowerCaseHeaders: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lowerCaseHeaders[name.toLowerCase()] = value;
  if (contentType !== undefined) lowerCaseHeaders['content-type'] = contentType;
  if (!raw && lowerCaseHeaders.range === undefined) lowerCaseHeaders['accept-encoding'] ??= 'gzip, br';
  if (body !== undefined) lowerCaseHeaders['content-length'] = String(Buffer.byteLength(body));
  return lowerCaseHeaders;
}

function replyOf(response: IncomingMessage, body: Uint8Array, { raw }: HttpRequest): HttpReply {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const unpack = raw || body.length === 0 ? undefined : UNPACK[headers['content-encoding'] ?? ''];
  let bytes: Uint8Array;
  try {
    // Copies the bytes: zlib's result may share its memory with others.
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
