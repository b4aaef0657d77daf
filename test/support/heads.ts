/** Request line and headers as they reach a service, and the limits of the proxies in front of it. */
import type { HttpRequest } from '../../src/http/request';

/** Bytes that platforms and the ingress add: agent, encodings, forwarded addresses, request ids. A high estimate. */
const ADDED = 1000;
/** uwsgi of the skeleton service and the L2 cache; nginx's usual buffer for others. */
const limitOf = (path: string): number => (/^\/(?:skeletoncache|l2cache)\//.test(path) ? 4096 : 8192);
/** Limit of UrlFetchApp. */
export const URL_CHARACTERS = 2082;

export function headBytes({ method, url, headers = {}, contentType }: HttpRequest): number {
  const { host, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `host: ${host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (contentType !== undefined) lines.push(`content-type: ${contentType}`);
  return lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 2, 2);
}

/** Throws if a request is too long for its service. */
export function checkHead(request: HttpRequest): void {
  const most = limitOf(new URL(request.url).pathname) - ADDED;
  const bytes = headBytes(request);
  if (bytes > most) throw new Error(`${request.route}: a head of ${bytes} bytes, ${most} at most`);
  if (request.url.length > URL_CHARACTERS) {
    throw new Error(`${request.route}: an address of ${request.url.length} characters`);
  }
}
