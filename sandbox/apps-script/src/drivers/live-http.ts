/** Real HTTP to servers on this computer, for the worker driver. It reaches only loopback addresses. */

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { WireReply } from '../platform/wire';
import type { SentRequest } from '../world/records';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** `route` returns the server's own address for the address that a script requested, or null for an unreachable one. */
export function liveHttp(route: (url: string) => string | null) {
  return async (request: SentRequest, timeoutMs: number): Promise<WireReply | null> => {
    const target = route(request.url);
    if (target === null) return null;
    const url = new URL(target);
    if (!LOOPBACK.test(url.hostname)) return null;
    return await new Promise((resolve) => {
      const broken = (breaks: WireReply['breaks']) =>
        resolve({ status: 0, headers: [], body: new Uint8Array(0), breaks });
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const headers: Record<string, string> = { ...request.headers };
      if (request.method !== 'GET' || request.body.length > 0)
        headers['content-length'] = String(request.body.length);
      const outgoing = send(url, { method: request.method, headers }, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', () => broken('cut'));
        incoming.on('end', () => {
          const raw = incoming.rawHeaders;
          const pairs: [string, string][] = [];
          for (let at = 0; at < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? '']);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: pairs,
            body: new Uint8Array(Buffer.concat(parts)),
          });
        });
      });
      outgoing.setTimeout(timeoutMs, () => {
        broken('hang');
        outgoing.destroy();
      });
      outgoing.on('error', () => broken('reset'));
      outgoing.end(Buffer.from(request.body));
    });
  };
}
