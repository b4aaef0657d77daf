/** Server-sent events: changes of the file and the screen, sent to every open page. */
import type { ServerResponse } from 'node:http';
import type { PageEvent } from './protocol';

const HEARTBEAT_MS = 15_000;

export class Events {
  private readonly open = new Set<ServerResponse>();
  private readonly heartbeat: NodeJS.Timeout;

  constructor() {
    this.heartbeat = setInterval(() => {
      for (const response of this.open) response.write(': still here\n\n');
    }, HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  /** `first` is sent only to this page. */
  join(response: ServerResponse, first: readonly PageEvent[]): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    for (const event of first) response.write(`data: ${JSON.stringify(event)}\n\n`);
    this.open.add(response);
    response.on('close', () => this.open.delete(response));
  }

  get listeners(): number {
    return this.open.size;
  }

  send(event: PageEvent): void {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    for (const response of this.open) response.write(text);
  }

  close(): void {
    clearInterval(this.heartbeat);
    for (const response of this.open) response.end();
    this.open.clear();
  }
}
