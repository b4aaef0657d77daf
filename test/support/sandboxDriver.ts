/** Runs work against the sandbox without sockets, its stores too, on a clock of its own, and counts what was asked. */
import { gunzipSync } from 'node:zlib';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type Memory, openStack, type Stack } from '../../src/cave/stack';
import { type HttpReply, type HttpRequest, noReply } from '../../src/exchange/request';
import { type Counters, noCounts, type Policy, runSync, type SyncDriver } from '../../src/exchange/runner';
import type { Work } from '../../src/exchange/work';
import type { Ctx } from '../../src/tools/declare';
import { checkHead } from './heads';

export const ORIGIN = 'http://cave.test';
export const BANC = 'brain_and_nerve_cord';
/** A fixed instant, so that every run sees the same history. */
export const NOW = Date.UTC(2026, 5, 10, 12, 0, 0);

export interface Bench {
  sandbox: CaveSandbox;
  driver: SyncDriver;
  /** Every request since the bench was made or `forget` was called. */
  sent: HttpRequest[];
  forget(): void;
  now(): number;
  /** Drives work to its answer. */
  run<T>(work: Work<T>, policy?: Partial<Policy>): T;
  /** As `run`, and counts. */
  counted<T>(work: Work<T>, policy?: Partial<Policy>): { value: T; counts: Counters };
  ctx(datastack?: string, token?: string): Ctx;
  stack(datastack?: string, token?: string): Stack;
}

export function memory(): Memory & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, get: (key) => kept.get(key) ?? null, put: (key, value) => void kept.set(key, value) };
}

const BREAKS = { reset: 'network', cut: 'cut', hang: 'timeout' } as const;

export function bench(seed = 1): Bench {
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
    // As every real driver does: a coded body arrives plain.
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
  const made: Bench = {
    sandbox,
    driver,
    sent,
    forget: () => void sent.splice(0),
    now: () => clock,
    run: (work, policy) => made.counted(work, policy).value,
    counted: (work, policy = {}) => {
      const counts = noCounts();
      const value = runSync(work, driver, { now: () => clock, random: () => 0.5, ...policy }, counts);
      return { value, counts };
    },
    ctx: (datastack = BANC, token = sandbox.token) => ({
      access: { server: ORIGIN, token },
      datastack,
      memory: memory(),
      now: () => clock,
    }),
    stack: (datastack = BANC, token = sandbox.token) =>
      made.run(openStack({ server: ORIGIN, token }, datastack, memory())),
  };
  return made;
}

/** What work throws; a test that expects a failure must not see an answer. */
export function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
