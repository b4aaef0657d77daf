/** The sandbox's stores as work uses them: requests are signed as a shell signs them, and bytes are unchanged. */
import { createHash, createHmac } from 'node:crypto';
import { Stores } from '@tracer-tools/cave/stores';
import { type HttpReply, type HttpRequest, noReply } from '../../../src/http/request';
import { type AsyncDriver, runAsync, runSync } from '../../../src/http/runner';
import type { Work } from '../../../src/http/work';
import { type Hashes, signS3 } from '../../../src/volumes/s3/sigv4';
import { NOW } from '../../support/sandbox-driver';

export const HASHES: Hashes = {
  md5: (data) => createHash('md5').update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
};

const KEYS = { token: 'ya29.a-token', keys: { accessKey: 'ACCESSKEYOFTESTS', secret: 'secret+of/tests' } };

export interface StoreBench {
  stores: Stores;
  /** Every request that was sent, including repeats. */
  sent: HttpRequest[];
  /** Changes requests or replies. */
  intercept: ((request: HttpRequest, send: () => HttpReply) => HttpReply) | null;
  /** Signs with wrong credentials. */
  keys: { token: string; accessKey: string; secret: string };
  run<T>(work: Work<T>): T;
  /** Runs works in parallel: replies arrive in a random order. */
  runInAnyOrder<T>(work: Work<T>, chance: () => number): Promise<T>;
  /** Advances the clock, ms. */
  wait(ms: number): void;
}

export function storeBench(): StoreBench {
  let clock = NOW;
  const now = (): number => clock;
  const stores = new Stores({ now, clock: now, ...KEYS });
  const bench: StoreBench = {
    stores,
    sent: [],
    intercept: null,
    keys: { token: KEYS.token, ...KEYS.keys },
    wait: (ms) => {
      clock += ms;
    },
    run: (work) => runSync(work, { send: (requests) => requests.map(reply), sleep: bench.wait }, policy),
    runInAnyOrder: (work, chance) => runAsync(work, shuffledDriver(reply, bench.wait, chance), policy),
  };
  const policy = { now, random: () => 0.5 };
  const reply = (request: HttpRequest): HttpReply => {
    bench.sent.push(request);
    const send = (): HttpReply => answer(stores, signRequest(bench, request, clock));
    return bench.intercept ? bench.intercept(request, send) : send();
  };
  return bench;
}

/** Collects batches until the loop has nothing else to do, then answers a random one. */
function shuffledDriver(
  reply: (request: HttpRequest) => HttpReply,
  wait: (ms: number) => void,
  chance: () => number,
): AsyncDriver {
  const waves: (() => void)[] = [];
  const answerOne = () => waves.splice(Math.floor(chance() * waves.length), 1)[0]?.();
  return {
    send: (requests) =>
      new Promise((resolve, reject) => {
        waves.push(() => {
          try {
            resolve(requests.map(reply));
          } catch (error) {
            reject(error);
          }
        });
        setImmediate(answerOne);
      }),
    sleep: async (ms) => wait(ms),
  };
}

function signRequest({ keys }: StoreBench, request: HttpRequest, now: number): HttpRequest {
  if (request.signFor === 's3') {
    return signS3(request, { ...keys, sessionToken: '', region: 'us-east-1' }, HASHES, now);
  }
  if (request.signFor === undefined) return request;
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${keys.token}` } };
}

function answer(stores: Stores, request: HttpRequest): HttpReply {
  const { pathname, search, host } = new URL(request.url);
  const handler = stores.handlerOf(host);
  if (handler === null) return noReply('network', `nobody answers for ${host}`);
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (request.contentType !== undefined) headers['content-type'] = request.contentType;
  const { body = '' } = request;
  const reply = handler({
    method: request.method,
    path: `${pathname}${search}`,
    headers,
    body: typeof body === 'string' ? new Uint8Array(Buffer.from(body)) : body,
  });
  const bytes = new Uint8Array(reply.body);
  const answered: Record<string, string> = { 'content-length': String(bytes.length) };
  for (const [name, value] of reply.headers) {
    const key = name.toLowerCase();
    answered[key] = key in answered ? `${answered[key]}, ${value}` : value;
  }
  return replyOf(reply.status, bytes, answered);
}

export const replyOf = (
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): HttpReply => {
  const bytes = new Uint8Array(Buffer.from(body));
  return { status, headers, text: () => Buffer.from(bytes).toString('utf8'), bytes: () => bytes };
};
