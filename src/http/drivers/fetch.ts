/**
 * Sends requests with `fetch`, in Node and browsers: in parallel, with failures as replies, without following
 * redirects.
 */
import { type HttpReply, type HttpRequest, noReply } from '../request';
import type { AsyncDriver } from '../runner';

/** The platform functions that the driver uses; Node's `globalThis` has all of them. */
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
  /** Timeout of a request, in milliseconds. */
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
      // If a status arrived without its body, the connection broke during the reply.
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
