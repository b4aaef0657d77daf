/** One exchange over a checked connection: the address pinned, the bytes counted as they come, nothing followed. */
import { lookup as dnsLookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { createGunzip } from 'node:zlib';
import { joined } from '../../buckets/numbers';
import { isPublic } from './addresses';
import { Refused } from './rules';

/** What an exchange uses of the world; tests put their own. */
export interface World {
  resolve(host: string): Promise<string[]>;
  isPublic(address: string): boolean;
  /** Port that is connected to, and whether TLS is spoken, outside of the sandbox. */
  port: number;
  tls: boolean;
  timeoutMs: number;
}

export const INTERNET: World = {
  resolve: async (host) => (await dnsLookup(host, { all: true })).map(({ address }) => address),
  isPublic,
  port: 443,
  tls: true,
  timeoutMs: 120_000,
};

export interface Outgoing {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** Connect to this loopback origin without asking a resolver. */
  loopback: boolean;
  /** Called with every piece of the unpacked body; throws where there are too many bytes. */
  count(bytes: number): void;
}

export interface Incoming {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The connection ended before the answer was whole. */
export class CutOff extends Error {}

const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: 64 });
const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: 64 });

/** Throws `Refused`, `CutOff`, what `count` throws, or the platform's own error. */
export async function exchange(outgoing: Outgoing, world: World): Promise<Incoming> {
  const { url, loopback } = outgoing;
  const tls = loopback ? url.protocol === 'https:' : world.tls;
  const pinned = loopback ? undefined : await pin(url.hostname, world);
  const headers = { ...outgoing.headers };
  if (headers.range === undefined && headers['accept-encoding'] === undefined)
    headers['accept-encoding'] = 'gzip';
  const body = typeof outgoing.body === 'string' ? Buffer.from(outgoing.body) : outgoing.body;
  if (body !== undefined) headers['content-length'] = String(body.length);
  return new Promise<Incoming>((resolve, reject) => {
    const request = (tls ? httpsRequest : httpRequest)({
      method: outgoing.method,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: loopback ? url.port || undefined : world.port,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host },
      agent: tls ? httpsAgent : httpAgent,
      signal: AbortSignal.timeout(world.timeoutMs),
      ...(pinned === undefined ? {} : { lookup: pinned }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const fail = (error: Error): void => {
        request.destroy();
        reject(error);
      };
      const head = flat(response.headers);
      const empty = response.statusCode === 204 || response.statusCode === 304;
      const packed = !empty && /^(x-)?gzip$/i.test(head['content-encoding'] ?? '');
      const plain = packed ? response.pipe(createGunzip()) : response;
      const chunks: Uint8Array[] = [];
      response.on('aborted', () => fail(new CutOff()));
      response.on('error', () => fail(new CutOff()));
      plain.on('data', (chunk: Uint8Array) => {
        try {
          outgoing.count(chunk.length);
          chunks.push(chunk);
        } catch (error) {
          fail(error as Error);
        }
      });
      plain.on('error', () => fail(new CutOff()));
      plain.on('end', () => {
        // Memory of its own: a Buffer shares its memory with others, and slices without copying.
        resolve({ status: response.statusCode ?? 0, headers: head, body: joined(chunks) });
      });
    });
    request.end(body);
  });
}

/** A look-up that gives what was checked, so that a second answer of the resolver cannot move the connection. */
async function pin(host: string, world: World): Promise<LookupFunction> {
  const addresses = await world.resolve(host);
  if (addresses.length === 0) throw new Error('no address');
  if (!addresses.every((address) => world.isPublic(address))) {
    throw new Refused(`${host} does not lie on the public internet`);
  }
  const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_host, options, done) => {
    if (options.all === true) done(null, all);
    else done(null, all[0]!.address, all[0]!.family);
  };
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return out;
}
