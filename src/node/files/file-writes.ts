/**
 * Writes pieces of large files while other requests are in progress. A request to a file: address says what to write
 * where; this driver writes it with the file system's threads.
 */
import { closeSync, constants, openSync, write } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { digitsValue } from '../../core/digits';
import { type HttpReply, type HttpRequest, noReply } from '../../http/request';
import type { AsyncDriver } from '../../http/runner';

/** `at`: offset in the existing file at which the bytes begin. */
export function pieceRequest(path: string, at: number, body: Uint8Array): HttpRequest {
  const url = `${pathToFileURL(path).href}?at=${at}`;
  return { method: 'PUT', url, body, idempotent: false, route: path };
}

/** The same driver, but writes pieces of files itself. */
export const fileWriteDriver = (driver: AsyncDriver): AsyncDriver => ({
  ...driver,
  send: (requests) => (requests.some(isPiece) ? sendWithPieces(requests, driver) : driver.send(requests)),
});

async function sendWithPieces(requests: HttpRequest[], driver: AsyncDriver): Promise<HttpReply[]> {
  const pieces = new Map(requests.filter(isPiece).map((one) => [one, writePiece(one)]));
  const others = requests.filter((one) => !pieces.has(one));
  const replies = others.length > 0 ? await driver.send(others) : [];
  let next = 0;
  return Promise.all(requests.map((one) => pieces.get(one) ?? replies[next++]!));
}

const isPiece = ({ url }: HttpRequest): boolean => url.startsWith('file:');

const WRITTEN: HttpReply = { status: 200, headers: {}, text: () => '', bytes: () => new Uint8Array(0) };

/** On failure, the reply's detail is the file system's error code. Does not follow a symbolic link of this name. */
async function writePiece({ url, body = '' }: HttpRequest): Promise<HttpReply> {
  const { O_WRONLY, O_NOFOLLOW = 0 } = constants;
  const at = digitsValue(new URL(url).searchParams.get('at'));
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  try {
    const file = openSync(fileURLToPath(url), O_WRONLY | O_NOFOLLOW);
    try {
      for (let offset = 0; offset < bytes.length; ) {
        offset += await writeAt(file, bytes.subarray(offset), at + offset);
      }
    } finally {
      closeSync(file);
    }
    return WRITTEN;
  } catch (error) {
    return noReply('network', (error as NodeJS.ErrnoException).code ?? 'unknown');
  }
}

/** In a thread of the file system. Returns the number of bytes that were written. */
const writeAt = (file: number, bytes: Uint8Array, at: number): Promise<number> =>
  new Promise((done, fail) => {
    write(file, bytes, 0, bytes.length, at, (error, count) => (error ? fail(error) : done(count)));
  });
