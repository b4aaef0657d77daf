/** Asks a sandbox without sockets, and reads what comes back. */
import { gunzipSync } from 'node:zlib';
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { type Json, parseJson } from '../../../src/core/json';
import { type CaveOptions, type CaveSandbox, createCaveSandbox } from '../src';

export const ORIGIN = 'http://sandbox.test';
/** A fixed instant, so that every run sees the same history. */
export const NOW = Date.UTC(2026, 5, 10, 12, 0, 0);

export const fresh = (options: Partial<CaveOptions> = {}): CaveSandbox =>
  createCaveSandbox({ origin: ORIGIN, seed: 1, now: () => NOW, ...options });

export interface AskOptions {
  method?: string;
  body?: string | Uint8Array;
  headers?: Record<string, string>;
  /** null: no Authorization header. */
  token?: string | null;
}

export function ask(sandbox: CaveSandbox, path: string, request: AskOptions = {}): WireReply {
  const token = request.token === undefined ? sandbox.token : request.token;
  const body = request.body ?? '';
  return sandbox.handle({
    method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
    path,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...request.headers },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });
}

export const header = (reply: WireReply, name: string): string[] =>
  reply.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

export function textOf(reply: WireReply): string {
  const zipped = header(reply, 'content-encoding')[0] === 'gzip';
  return Buffer.from(zipped ? gunzipSync(reply.body) : reply.body).toString('utf8');
}

export const jsonOf = (reply: WireReply): Json => parseJson(textOf(reply));

/** Body of a reply that must be a success. */
export function good(sandbox: CaveSandbox, path: string, requests: AskOptions = {}): Json {
  const reply = ask(sandbox, path, requests);
  if (reply.status !== 200) throw new Error(`${reply.status} for ${path}: ${textOf(reply).slice(0, 300)}`);
  return jsonOf(reply);
}

export const field = (value: Json, key: string): Json => (value as { [key: string]: Json })[key] ?? null;
export const P = '/segmentation/api/v1/table/wclee_fly_cns_001';
