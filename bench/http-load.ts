/**
 * A lean HTTP client for load: one prepared request, sent again on each kept connection as soon as its answer is there.
 * It reads status and length of every answer, and compares every 50th with the expected bytes. A client that parses
 * each answer would take half of the two processors for itself.
 */
import { connect } from 'node:net';

const COMPARED_EACH = 50;

export interface LoadOptions {
  port: number;
  /** The whole request, with its head. */
  request: Buffer;
  /** The body of every answer with status 200. */
  expected: Buffer;
  connections: number;
  seconds: number;
}

export interface LoadResult {
  /** Number of answers by status. */
  statuses: Map<number, number>;
  /** Milliseconds of each answer with status 200, ascending. */
  times: number[];
  /** By the clock, until the last answer. */
  seconds: number;
  /** User and system time of this process meanwhile. */
  clientMs: number;
}

export function requestBytes(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Buffer {
  const all = { host: '127.0.0.1', ...headers, 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** Throws for an answer with status 200 that is not the expected one, and for a connection that breaks. */
export async function loadHttp(options: LoadOptions): Promise<LoadResult> {
  const statuses = new Map<number, number>();
  const times: number[] = [];
  const processor = process.cpuUsage();
  const startedAt = performance.now();
  const endAt = startedAt + options.seconds * 1000;
  let compared = 0;
  const record = (status: number, body: Buffer | null, length: number, ms: number): void => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status !== 200) return;
    times.push(ms);
    if (length !== options.expected.length || (body && !body.equals(options.expected))) {
      throw new Error(`an answer of ${length} bytes is not the expected one`);
    }
  };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(options.port, '127.0.0.1');
      let sentAt = 0;
      let chunks: Buffer[] = [];
      let received = 0;
      /** Of the answer in progress, once its head is complete. */
      let head: { status: number; size: number; length: number } | null = null;
      const send = (): void => {
        chunks = [];
        received = 0;
        head = null;
        sentAt = performance.now();
        socket.write(options.request);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the service closed a connection')));
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        received += chunk.length;
        head ??= readHead(chunks);
        if (!head || received < head.size + head.length) return;
        const whole = compared++ % COMPARED_EACH === 0 ? Buffer.concat(chunks).subarray(head.size) : null;
        try {
          record(head.status, whole, received - head.size, performance.now() - sentAt);
        } catch (error) {
          reject(error as Error);
          socket.destroy();
          return;
        }
        if (performance.now() < endAt) {
          send();
          return;
        }
        resolve();
        socket.destroy();
      });
    });
  await Promise.all(Array.from({ length: options.connections }, one));
  const { user, system } = process.cpuUsage(processor);
  return {
    statuses,
    times: times.sort((a, b) => a - b),
    seconds: (performance.now() - startedAt) / 1000,
    clientMs: (user + system) / 1000,
  };
}

function readHead(chunks: readonly Buffer[]): { status: number; size: number; length: number } | null {
  const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const text = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: ([0-9]+)/i.exec(text);
  if (!length) throw new Error('an answer without its length');
  return { status: Number(text.slice(9, 12)), size: end + 4, length: Number(length[1]) };
}
