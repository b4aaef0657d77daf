/** Asks the stores of one sandbox by host, without sockets. */

import type { WireReply } from '@tracer-tools/apps-script/wire';
import { type Json, parseJson } from '../../../../src/core/json';
import type { CaveSandbox } from '../../src';

export interface RequestParts {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** null: nobody; the token that may write unless given. */
  token?: string | null;
}

export const GOOGLE = 'https://storage.googleapis.com';
export const NOKURA = 'https://c10s.pni.princeton.edu';

export function asker(sandbox: CaveSandbox) {
  return (url: string, options: RequestParts = {}): WireReply => {
    const { pathname, search } = new URL(url);
    const token = options.token === undefined ? sandbox.storageToken : options.token;
    const { body = '' } = options;
    return sandbox.network(url)!({
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      path: `${pathname}${search}`,
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...options.headers },
      body: typeof body === 'string' ? Buffer.from(body) : body,
    });
  };
}

export const text = (reply: WireReply): string => Buffer.from(reply.body).toString('utf8');
export const json = (reply: WireReply): { [key: string]: Json } =>
  parseJson(text(reply)) as { [key: string]: Json };
export const head = (reply: WireReply, name: string): string[] =>
  reply.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
