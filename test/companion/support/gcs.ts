/** A bucket for tests: the few calls of the JSON API that the state uses, with generations, and faults on demand. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeGcs {
  origin: string;
  objects: Map<string, { bytes: Buffer; generation: string }>;
  /** The next failing requests: `before` they act, or `after` they acted, when the reply is lost. */
  faults: ('before' | 'after')[];
  calls: string[];
  close(): Promise<void>;
}

/** Google's page has 1,000 names; a small page shows that all pages are read. */
const LIST_PAGE = 7;

export const GCS_TOKEN = 'token-of-the-service-account';

export async function fakeGcs(bucket: string): Promise<FakeGcs> {
  const objects: FakeGcs['objects'] = new Map();
  const faults: FakeGcs['faults'] = [];
  const calls: string[] = [];
  let generation = 1000;

  function act(
    method: string,
    url: URL,
    body: Buffer,
  ): { status: number; headers?: Record<string, string>; body?: Buffer | string } {
    const condition = url.searchParams.get('ifGenerationMatch');
    if (url.pathname === `/upload/storage/v1/b/${bucket}/o` && method === 'POST') {
      const name = url.searchParams.get('name')!;
      if (condition !== null && condition !== (objects.get(name)?.generation ?? '0')) return { status: 412 };
      generation++;
      objects.set(name, { bytes: body, generation: String(generation) });
      return { status: 200, body: JSON.stringify({ name, generation: String(generation) }) };
    }
    if (url.pathname === `/storage/v1/b/${bucket}/o` && method === 'GET') {
      const [prefix, start, end, after] = ['prefix', 'startOffset', 'endOffset', 'pageToken'].map((key) =>
        url.searchParams.get(key),
      );
      const names = [...objects.keys()]
        .filter((name) => name.startsWith(prefix ?? '') && name >= (start ?? '') && name > (after ?? ''))
        .filter((name) => end === null || end === undefined || name < end)
        .sort();
      const items = names.slice(0, LIST_PAGE).map((name) => ({ name }));
      const more = names.length > LIST_PAGE ? { nextPageToken: items.at(-1)!.name } : {};
      return { status: 200, body: JSON.stringify({ items, ...more }) };
    }
    const found = new RegExp(`^/storage/v1/b/${bucket}/o/([^/]+)$`).exec(url.pathname);
    if (!found) return { status: 404, body: 'Not Found' };
    const name = decodeURIComponent(found[1]!);
    const there = objects.get(name);
    if (!there) return { status: 404, body: 'No such object' };
    if (method === 'DELETE') {
      objects.delete(name);
      return { status: 204 };
    }
    return { status: 200, headers: { 'x-goog-generation': there.generation }, body: there.bytes };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url!, 'http://x');
      calls.push(`${request.method} ${url.pathname}`);
      if (request.headers.authorization !== `Bearer ${GCS_TOKEN}`) {
        response.writeHead(401).end();
        return;
      }
      const fault = faults.shift();
      if (fault === 'before') {
        response.writeHead(503).end();
        return;
      }
      const answer = act(request.method!, url, Buffer.concat(chunks));
      if (fault === 'after') response.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    faults,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
