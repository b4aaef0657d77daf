/** A local CAVE on a real port, and questions to a companion beside it. Needs no part of the companion itself. */
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type MaybeHandler, type RunningServer, serve } from '@tracer-tools/cave/server';

export const BANC = 'brain_and_nerve_cord';
export const SECRET = 'a secret of the tests, forty letters long';

export interface LocalCave {
  origin: string;
  cave: CaveSandbox;
  served: RunningServer;
  /** Handlers that run before the local CAVE. */
  first: MaybeHandler[];
  close(): Promise<void>;
}

export async function localCave(): Promise<LocalCave> {
  const first: MaybeHandler[] = [];
  const handlers: MaybeHandler[] = [];
  const served = await serve({ port: 0, handlers });
  const cave = createCaveSandbox({ origin: served.origin, watershed: 'here' });
  handlers.push(async (request) => {
    for (const handler of first) {
      const reply = await handler(request);
      if (reply) return reply;
    }
    return null;
  }, cave.handle);
  return { origin: served.origin, cave, served, first, close: () => served.close() };
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined if it is not JSON. */
  body: unknown;
}

/** Sends text and bytes unchanged, anything else as JSON. */
export async function askAt(url: string, headers: Record<string, string>, body?: unknown): Promise<Reply> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const reply = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: reply.status, headers: reply.headers, text, body: json };
}
