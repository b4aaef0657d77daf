/**
 * Serves wire handlers over HTTP, only on loopback, with the delays and broken connections of their replies. Reads the
 * bodies of GET requests.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireHandler, WireReply } from '@tracer-tools/apps-script/wire';

/** A handler that may pass a request on to the next one. */
export type MaybeHandler = (
  request: Parameters<WireHandler>[0],
) => WireReply | null | Promise<WireReply | null>;

export interface ServeOptions {
  /** 0 selects any free port. */
  port: number;
  /** Tried in order; the first reply is sent. */
  handlers: MaybeHandler[];
}

export interface RunningServer {
  port: number;
  origin: string;
  server: Server;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

function bodyOf(message: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    message.on('error', reject);
  });
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function send(reply: WireReply, response: ServerResponse, head: boolean): void {
  const valuesByName = new Map<string, string[]>();
  for (const [name, value] of reply.headers)
    valuesByName.set(name, [...(valuesByName.get(name) ?? []), value]);
  response.statusCode = reply.status;
  for (const [name, values] of valuesByName)
    response.setHeader(name, values.length === 1 ? values[0]! : values);
  response.setHeader('Content-Length', reply.body.length);
  if (head) {
    response.end();
    return;
  }
  if (reply.breaks !== 'cut') {
    response.end(reply.body);
    return;
  }
  response.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)), () => response.socket?.destroy());
}

async function answer(
  handlers: MaybeHandler[],
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = {
    method: message.method ?? 'GET',
    path: message.url ?? '/',
    headers: headersOf(message),
    body: await bodyOf(message),
  };
  for (const handler of handlers) {
    const reply = await handler(request);
    if (reply === null) continue;
    if (reply.delayMs !== undefined && reply.delayMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
    }
    if (reply.breaks === 'hang') return;
    if (reply.breaks === 'reset') message.socket.destroy();
    else send(reply, response, request.method === 'HEAD');
    return;
  }
  send(
    { status: 404, headers: [['Content-Type', 'text/plain']], body: Buffer.from('Not found\n') },
    response,
    false,
  );
}

export function serve(options: ServeOptions): Promise<RunningServer> {
  const server = createServer((message, response) => {
    answer(options.handlers, message, response).catch((error: unknown) => {
      const text = `The sandbox failed: ${error instanceof Error ? error.message : String(error)}\n`;
      if (response.headersSent) response.destroy();
      else
        send(
          { status: 500, headers: [['Content-Type', 'text/plain']], body: Buffer.from(text) },
          response,
          false,
        );
    });
  });
  // Slow replies are intended: only the client decides how long it waits.
  server.requestTimeout = 0;
  // Idle connections must not close while a request arrives.
  server.keepAliveTimeout = 65_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        port,
        origin: `http://${HOST}:${port}`,
        server,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      });
    });
  });
}
