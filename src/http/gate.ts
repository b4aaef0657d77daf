/** Limits the requests in flight over all lanes of a run: each lane sends its waves without knowledge of the others. */
import type { HttpReply, HttpRequest } from './request';

export interface Caps {
  /** Limit of requests in flight. */
  maxRequests: number;
  /** Limit of bytes in flight: request bodies and expected replies. */
  maxBytes: number;
}

/** Bytes that count for a request while it is in flight. */
export const weightOf = ({ expectedBytes = 0, body }: HttpRequest): number =>
  expectedBytes + (body?.length ?? 0);

interface Wave {
  requests: number;
  bytes: number;
  begin: () => void;
}

export class Gate {
  private requests = 0;
  private bytes = 0;
  private readonly waiting: Wave[] = [];

  constructor(private readonly caps: Caps) {}

  /**
   * Sends a wave as a whole when its turn comes. A wave larger than the limits is sent when nothing else is in flight.
   */
  async pass(
    requests: HttpRequest[],
    send: (requests: HttpRequest[]) => Promise<HttpReply[]>,
  ): Promise<HttpReply[]> {
    const wave = { requests: requests.length, bytes: 0, begin: () => {} };
    for (const request of requests) wave.bytes += weightOf(request);
    if (this.waiting.length > 0 || !this.hasRoom(wave)) {
      await new Promise<void>((begin) => {
        wave.begin = begin;
        this.waiting.push(wave);
      });
    } else this.enter(wave);
    try {
      return await send(requests);
    } finally {
      this.requests -= wave.requests;
      this.bytes -= wave.bytes;
      while (this.waiting.length > 0 && this.hasRoom(this.waiting[0]!)) {
        const first = this.waiting.shift()!;
        this.enter(first);
        first.begin();
      }
    }
  }

  private hasRoom({ requests, bytes }: { requests: number; bytes: number }): boolean {
    const { maxRequests, maxBytes } = this.caps;
    return this.requests === 0 || (this.requests + requests <= maxRequests && this.bytes + bytes <= maxBytes);
  }

  private enter({ requests, bytes }: { requests: number; bytes: number }): void {
    this.requests += requests;
    this.bytes += bytes;
  }
}
