/** Server-sent events: changes of the file and the screen, sent to every open page. */
import type { ServerResponse } from 'node:http';
import type { PageEvent } from './protocol';

const BREATH_MS = 15_000;

export class Events {
  private readonly open = new Set<ServerResponse>();
  private readonly breath: NodeJS.Timeout;

  constructor() {
    this.breath = setInterval(() => {
      for (const response of this.open) response.write(': still here\n\n');
    }, BREATH_MS);
    this.breath.unref();
  }

  /** `first` is sent to this page only. */
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
    clearInterval(this.breath);
    for (const response of this.open) response.end();
    this.open.clear();
  }
}
