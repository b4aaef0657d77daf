/** Sends requests with `fetch`, in Node and browsers: in parallel, failures as replies, redirects never followed. */
import { type HttpReply, type HttpRequest, noReply } from '../request';
import type { AsyncDriver } from '../runner';

/** The part of the platform that is used; Node's `globalThis` has all of it. */
export interface Platform {
  fetch(url: string, options: FetchOptions): Promise<FetchResponse>;
  setTimeout(work: () => void, ms: number): unknown;
  AbortSignal: { timeout(ms: number): unknown };
}

interface FetchOptions {
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  redirect: 'manual';
  signal: unknown;
}

interface FetchResponse {
  status: number;
  headers: { forEach(use: (value: string, name: string) => void): void };
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface FetchDriverOptions {
  /** Milliseconds until a request counts as unanswered. */
  timeoutMs?: number;
  /** Decodes UTF-8. */
  decode: (bytes: Uint8Array) => string;
}

export function fetchDriver(platform: Platform, options: FetchDriverOptions): AsyncDriver {
  const { timeoutMs = 120_000, decode } = options;
  const one = async (request: HttpRequest): Promise<HttpReply> => {
    let status = 0;
    try {
      const response = await platform.fetch(request.url, {
        method: request.method,
        headers: {
          ...request.headers,
          ...(request.contentType ? { 'content-type': request.contentType } : {}),
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal: platform.AbortSignal.timeout(timeoutMs),
      });
      status = response.status;
      const headers: Record<string, string> = {};
      response.headers.forEach((value, name) => {
        headers[name.toLowerCase()] = value;
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status, headers, text: () => decode(bytes), bytes: () => bytes };
    } catch (error) {
      const { name } = error as { name?: string };
      if (name === 'TimeoutError' || name === 'AbortError') return noReply('timeout');
      // A status without a body is a reply that broke off.
      return noReply(status > 0 ? 'cut' : 'network');
    }
  };
  return {
    send: (requests) => Promise.all(requests.map(one)),
    sleep: (ms) =>
      new Promise((resolve) => {
        platform.setTimeout(() => resolve(), ms);
      }),
  };
}
