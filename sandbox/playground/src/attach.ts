/**
 * Attaches the page in front of a sandbox server's own handlers, on the same port: its replies are asynchronous and
 * streamed. Requests wait until the page is there; if it cannot be made, they are refused.
 */
import type { Server } from 'node:http';
import type { AsyncHandler } from './http';

type Listener = (request: Parameters<AsyncHandler>[0], response: Parameters<AsyncHandler>[1]) => void;

export function attachPage(server: Server, page: AsyncHandler | Promise<AsyncHandler>): void {
  const rest = server.listeners('request') as Listener[];
  const made = Promise.resolve(page).catch(() => null);
  server.removeAllListeners('request');
  server.on('request', async (request, response) => {
    const handler = await made;
    if (handler === null) response.destroy();
    else if (!handler(request, response)) for (const listener of rest) listener(request, response);
  });
}
