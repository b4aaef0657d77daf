/** Runs work against the sandbox and its stores without sockets, with its own clock, and counts requests. */
import { gunzipSync } from 'node:zlib';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type Datastack, type KeyValueCache, openDatastack } from '../../src/cave/client/datastack';
import { type HttpReply, type HttpRequest, noReply } from '../../src/http/request';
import {
  newCounters,
  type RequestCounters,
  type RunPolicy,
  runSync,
  type SyncDriver,
} from '../../src/http/runner';
import type { Work } from '../../src/http/work';
import type { ToolContext } from '../../src/tools/declaration/declare';
import { checkHead } from './heads';

export const ORIGIN = 'http://cave.test';
export const BANC = 'brain_and_nerve_cord';
/** A fixed instant, so that every run sees the same history. */
export const NOW = Date.UTC(2026, 5, 10, 12, 0, 0);

export interface TestEnvironment {
  sandbox: CaveSandbox;
  driver: SyncDriver;
  /** Every request since the driver was made or `forget` was called. */
  sent: HttpRequest[];
  forget(): void;
  now(): number;
  /** Runs work and returns its answer. */
  run<T>(work: Work<T>, policy?: Partial<RunPolicy>): T;
  /** Like `run`, but returns the counters. */
  counted<T>(work: Work<T>, policy?: Partial<RunPolicy>): { value: T; counts: RequestCounters };
  ctx(datastack?: string, token?: string): ToolContext;
  stack(datastack?: string, token?: string): Datastack;
}

export function memory(): KeyValueCache & { kept: Map<string, string> } {
  const stored = new Map<string, string>();
  return {
    kept: stored,
    get: (key) => stored.get(key) ?? null,
    put: (key, value) => void stored.set(key, value),
  };
}

const BREAKS = { reset: 'network', cut: 'cut', hang: 'timeout' } as const;

export function testEnvironment(seed = 1): TestEnvironment {
  let clock = NOW;
  const sandbox = createCaveSandbox({ origin: ORIGIN, seed, now: () => clock });
  const sent: HttpRequest[] = [];
  const send = (request: HttpRequest): HttpReply => {
    sent.push(request);
    checkHead(request);
    const { body: sends = '' } = request;
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    if (request.contentType) headers['content-type'] = request.contentType;
    const url = new URL(request.url);
    const handler = sandbox.network(request.url);
    if (handler === null) return noReply('network', `nobody answers for ${url.host}`);
    const reply = handler({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers,
      body: typeof sends === 'string' ? Buffer.from(sends) : sends,
    });
    clock += reply.delayMs ?? 0;
    if (reply.breaks) return noReply(BREAKS[reply.breaks], reply.breaks);
    let body: Uint8Array = reply.body;
    const answered: Record<string, string> = { 'content-length': String(body.length) };
    for (const [name, value] of reply.headers) {
      const key = name.toLowerCase();
      answered[key] = key in answered && key !== 'content-length' ? `${answered[key]}, ${value}` : value;
    }
    // As every real driver does: decompresses a compressed body.
    if (answered['content-encoding'] === 'gzip') body = new Uint8Array(gunzipSync(body));
    return {
      status: reply.status,
      headers: answered,
      text: () => Buffer.from(body).toString('utf8'),
      bytes: () => body,
    };
  };
  const driver: SyncDriver = {
    send: (requests) => requests.map(send),
    sleep: (ms) => {
      clock += ms;
    },
  };
  const created: TestEnvironment = {
    sandbox,
    driver,
    sent,
    forget: () => void sent.splice(0),
    now: () => clock,
    run: (work, policy) => created.counted(work, policy).value,
    counted: (work, policy = {}) => {
      const counts = newCounters();
      const value = runSync(work, driver, { now: () => clock, random: () => 0.5, ...policy }, counts);
      return { value, counts };
    },
    ctx: (datastack = BANC, token = sandbox.token) => ({
      access: { server: ORIGIN, token },
      datastack,
      cache: memory(),
      now: () => clock,
    }),
    stack: (datastack = BANC, token = sandbox.token) =>
      created.run(openDatastack({ server: ORIGIN, token }, datastack, memory())),
  };
  return created;
}

/** The error that work throws; fails if it throws none. */
export function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
