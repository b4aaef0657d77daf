/**
 * Reads requests and writes replies of the page's own routes. Accepts requests only from this computer and only for
 * this page.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const MOST_BYTES = 64 * 1024 * 1024;

/** Returns true if the handler answers the request. */
export type AsyncHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Any other host name means that the name of another site resolves to this computer (DNS rebinding). */
export function fromHere(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '');
}

/**
 * Other sites can send forms and plain text here. They can send JSON only after a preflight request, which this server
 * refuses.
 */
export function isOurPost(request: IncomingMessage): boolean {
  const { origin, 'content-type': type = '' } = request.headers;
  const ours = origin === undefined || origin === `http://${request.headers.host}`;
  return ours && type.startsWith('application/json');
}

export function readRequestText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > MOST_BYTES) {
        reject(new Error('The request is too large.'));
        request.destroy();
      } else parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    request.on('error', reject);
  });
}

export function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}
