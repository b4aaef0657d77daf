/**
 * One HTTP exchange over a pinned connection: connects to the checked address, counts bytes as they arrive, follows no
 * redirect.
 */
import { lookup as dnsLookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { createGunzip } from 'node:zlib';
import { concatBytes } from '../../volumes/objects/bytes';
import { isPublic } from './addresses';
import { EgressDeniedError } from './rules';

/** The network functions used here; tests replace them. */
export interface Network {
  resolve(host: string): Promise<string[]>;
  isPublic(address: string): boolean;
  /** Port and use of TLS, outside of the sandbox. */
  port: number;
  tls: boolean;
  timeoutMs: number;
}

export const INTERNET: Network = {
  resolve: async (host) => (await dnsLookup(host, { all: true })).map(({ address }) => address),
  isPublic,
  port: 443,
  tls: true,
  timeoutMs: 120_000,
};

export interface EgressRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** Connect to this loopback origin without a DNS look-up. */
  loopback: boolean;
  /** Leave the body compressed. */
  raw?: boolean;
  /** Called with the length of each piece of the decompressed body; throws above a limit. */
  count(bytes: number): void;
}

export interface EgressReply {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The connection ended before the reply was complete. */
export class ConnectionLostError extends Error {}

const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: 64 });
const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: 64 });

/** Throws EgressDeniedError, ConnectionLostError, the errors of `count`, or the platform's own error. */
export async function sendPinned(outgoing: EgressRequest, network: Network): Promise<EgressReply> {
  const { url, loopback } = outgoing;
  const tls = loopback ? url.protocol === 'https:' : network.tls;
  const pinnedLookup = loopback ? undefined : await pin(url.hostname, network);
  const headers = { ...outgoing.headers };
  if (headers.range === undefined && headers['accept-encoding'] === undefined)
    headers['accept-encoding'] = 'gzip';
  const body = typeof outgoing.body === 'string' ? Buffer.from(outgoing.body) : outgoing.body;
  if (body !== undefined) headers['content-length'] = String(body.length);
  return new Promise<EgressReply>((resolve, reject) => {
    const request = (tls ? httpsRequest : httpRequest)({
      method: outgoing.method,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: loopback ? url.port || undefined : network.port,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host },
      agent: tls ? httpsAgent : httpAgent,
      signal: AbortSignal.timeout(network.timeoutMs),
      ...(pinnedLookup === undefined ? {} : { lookup: pinnedLookup }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const head = flat(response.headers);
      const empty = response.statusCode === 204 || response.statusCode === 304;
      const isPacked = !empty && outgoing.raw !== true && /^(x-)?gzip$/i.test(head['content-encoding'] ?? '');
      const plain = isPacked ? response.pipe(createGunzip()) : response;
      const chunks: Uint8Array[] = [];
      const fail = (error: Error): void => {
        // Before the streams end: they report a lost connection then.
        reject(error);
        plain.destroy();
        request.destroy();
      };
      response.on('aborted', () => fail(new ConnectionLostError()));
      response.on('error', () => fail(new ConnectionLostError()));
      plain.on('data', (chunk: Uint8Array) => {
        try {
          outgoing.count(chunk.length);
          chunks.push(chunk);
        } catch (error) {
          fail(error as Error);
        }
      });
      plain.on('error', () => fail(new ConnectionLostError()));
      plain.on('end', () => {
        // A copy: a Buffer may share its memory with others, and its slices do not copy.
        resolve({ status: response.statusCode ?? 0, headers: head, body: concatBytes(chunks) });
      });
    });
    request.end(body);
  });
}

/**
 * A look-up function that returns the checked addresses, so that a second DNS answer cannot redirect the connection.
 */
async function pin(host: string, network: Network): Promise<LookupFunction> {
  const addresses = await network.resolve(host);
  if (addresses.length === 0) throw new Error('no address');
  if (!addresses.every((address) => network.isPublic(address))) {
    throw new EgressDeniedError(`${host} does not lie on the public internet`);
  }
  const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_host, options, callback) => {
    if (options.all === true) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return out;
}
