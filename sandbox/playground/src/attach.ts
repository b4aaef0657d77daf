/**
 * Attaches the page in front of a sandbox server's own handlers, on the same port: its replies are asynchronous and
 * streamed.
 */
import type { Server } from 'node:http';
import type { AsyncHandler } from './http';

type Listener = (request: Parameters<AsyncHandler>[0], response: Parameters<AsyncHandler>[1]) => void;

export function attachPage(server: Server, handler: AsyncHandler): void {
  const rest = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (handler(request, response)) return;
    for (const listener of rest) listener(request, response);
  });
}
