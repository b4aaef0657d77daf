/** Sends requests in parallel with node:http and node:https; returns failures as replies; never follows redirects. */
import { Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { digitsValue } from '../core/digits';
import { type HttpReply, type HttpRequest, noReply } from '../http/request';
import { type AsyncDriver, sendEach } from '../http/runner';
import { concatBytes } from '../volumes/objects/bytes';

/** Loaded where they are used: together they take a tenth of the time of a short command. */
declare const require: {
  (name: 'node:https'): typeof import('node:https');
  (name: 'node:zlib'): typeof import('node:zlib');
};

export interface HttpDriverOptions {
  /** Milliseconds without a byte until a request counts as unanswered. */
  timeoutMs?: number;
  /** Cancels open requests. */
  signal?: AbortSignal;
}

/** Maximum bytes that a stated length reserves: a server may state anything. */
const MOST_EXPECTED = 64 * 1024 * 1024;

const UNPACK: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  gzip: (bytes) => require('node:zlib').gunzipSync(bytes),
  'x-gzip': (bytes) => require('node:zlib').gunzipSync(bytes),
  br: (bytes) => require('node:zlib').brotliDecompressSync(bytes),
  deflate: (bytes) => require('node:zlib').inflateSync(bytes),
};

export function httpDriver({ timeoutMs = 120_000, signal }: HttpDriverOptions = {}): AsyncDriver {
  // With one time limit for all requests, node:http does not set it on the socket for each of them.
  const agentOptions = { keepAlive: true, maxSockets: 64, timeout: timeoutMs };
  const plain = { request: httpRequest, agent: new Agent(agentOptions) };
  let tls: typeof plain | undefined;
  const senderOf = (protocol: string | null | undefined): typeof plain => {
    if (protocol !== 'https:') return plain;
    const https = require('node:https');
    tls ??= { request: https.request, agent: new https.Agent(agentOptions) };
    return tls;
  };
  const one = (outgoing: HttpRequest): Promise<HttpReply> =>
    new Promise((resolve) => {
      const target = targetOf(outgoing.url);
      if (target === null) return resolve(noReply('blocked', 'the address is damaged'));
      const sender = senderOf(target.protocol);
      target.method = outgoing.method;
      target.headers = headersOf(outgoing, target);
      target.agent = sender.agent;
      target.timeout = timeoutMs;
      // TLS alone has server names; without this, node:http computes one for each request.
      if (sender === plain) (target as { servername?: string }).servername = '';
      if (signal) target.signal = signal;
      const request = sender.request(target);
      const end = (reply: HttpReply): void => {
        resolve(reply);
        request.destroy();
      };
      request.on('timeout', () => end(noReply('timeout')));
      request.on('error', () => resolve(noReply(signal?.aborted ? 'cancelled' : 'network')));
      request.on('response', (response) => {
        const headers = headersIn(response);
        const body = new Body(digitsValue(headers['content-length']) || 0, outgoing.into);
        response.on('data', (piece: Buffer) => body.add(piece));
        response.on('error', () => end(noReply(signal?.aborted ? 'cancelled' : 'cut')));
        response.on('end', () => {
          if (!response.complete) return end(noReply('cut'));
          resolve(replyOf(response, headers, body.bytes(), outgoing));
        });
      });
      request.end(outgoing.body);
    });
  return {
    send: sendEach(one),
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

/** Methods whose requests state a length even without a body. */
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Names and values in turn: node:http sends a list as it is, and keeps an object in two more forms before. It adds no
 * host, length or password of the address to a list.
 */
function headersOf(
  { method, headers = {}, contentType, body, raw }: HttpRequest,
  target: RequestOptions,
): string[] {
  const found: Record<string, string> = {};
  for (const name in headers) found[name.toLowerCase()] = headers[name]!;
  found.host ??= hostOf(target);
  if (target.auth) found.authorization ??= `Basic ${Buffer.from(target.auth).toString('base64')}`;
  if (contentType !== undefined) found['content-type'] = contentType;
  if (!raw && found.range === undefined) found['accept-encoding'] ??= 'gzip, br';
  if (body !== undefined) found['content-length'] = String(Buffer.byteLength(body));
  else if (WITH_BODY.has(method)) found['content-length'] = '0';
  const list: string[] = [];
  for (const name in found) list.push(name, found[name]!);
  return list;
}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

function hostOf({ protocol, hostname, port }: RequestOptions): string {
  const host = hostname?.includes(':') ? `[${hostname}]` : `${hostname}`;
  return port && String(port) !== DEFAULT_PORTS[protocol ?? ''] ? `${host}:${port}` : host;
}

/** Headers of a reply by their lower-case names. */
function headersIn(response: IncomingMessage): Record<string, string> {
  const { rawHeaders } = response;
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (headers[name] !== undefined) return joinedHeaders(response);
    headers[name] = rawHeaders[i + 1]!;
  }
  return headers;
}

/** node:http knows which repeated headers are joined and which count once. */
function joinedHeaders(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function replyOf(
  { statusCode = 0 }: IncomingMessage,
  headers: Record<string, string>,
  body: Uint8Array,
  { raw }: HttpRequest,
): HttpReply {
  const unpack = raw || body.length === 0 ? undefined : UNPACK[headers['content-encoding'] ?? ''];
  let bytes: Uint8Array;
  try {
    // Copies the bytes: zlib's result may share its memory with others.
    bytes = unpack ? new Uint8Array(unpack(body)) : body;
  } catch {
    return noReply('cut', 'the compressed body is damaged');
  }
  return {
    status: statusCode,
    headers,
    text: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
    bytes: () => bytes,
  };
}
