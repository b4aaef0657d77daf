/** Published volumes in a folder beside the repository, and volumes in memory, served like an object store. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { runSync } from '../../src/http/runner';
import type { Work } from '../../src/http/work';
import { SHARED_FOLDER } from '../support/shared-data';

/** A file of the published data; null if it is absent. */
export function sharedBytes(name: string): Uint8Array | null {
  const file = join(SHARED_FOLDER, name);
  return existsSync(file) ? Uint8Array.from(readFileSync(file)) : null;
}

/** Names in a folder of the published data; null, with one message, if it is absent. */
export function sharedNames(name: string): string[] | null {
  const folder = join(SHARED_FOLDER, name);
  if (existsSync(folder)) return readdirSync(folder);
  console.warn(`not compared with published data: shared/data/${name} is absent`);
  return null;
}

export type Files = (path: string) => Uint8Array | null;

/** Files in a folder of the published data, by path below it. */
export const sharedFiles =
  (folder: string): Files =>
  (path) =>
    path.includes('..') ? null : sharedBytes(`${folder}/${path}`);

export const filesOf = (files: readonly { path: string; bytes: Uint8Array }[]): Files => {
  const byPath = new Map(files.map((file) => [file.path, file.bytes]));
  return (path) => byPath.get(path) ?? null;
};

export interface TestStore {
  /** Every request, in order. */
  sent: HttpRequest[];
  run<T>(work: Work<T>): T;
}

export const ORIGIN = 'https://store.test/volume';

/** A store at `origin` that supports ranges; replies `missing` for a missing object. */
export function serve(files: Files, missing = 404, origin = ORIGIN): TestStore {
  const sent: HttpRequest[] = [];
  const answer = (request: HttpRequest): HttpReply => {
    sent.push(request);
    const path = decodeURIComponent(request.url.slice(origin.length + 1).replace(/\?.*$/, ''));
    const whole = request.url.startsWith(origin) ? files(path) : null;
    if (whole === null) return reply(missing, new TextEncoder().encode('no such object'));
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers?.range ?? '');
    if (!range) return reply(200, whole);
    if (Number(range[1]) >= whole.length) return reply(416, new Uint8Array(0));
    return reply(206, whole.slice(Number(range[1]), Number(range[2]) + 1));
  };
  return {
    sent,
    run: (work) =>
      runSync(
        work,
        { send: (requests) => requests.map(answer), sleep: () => undefined },
        { now: () => 0, random: () => 0.5 },
      ),
  };
}

function reply(status: number, bytes: Uint8Array): HttpReply {
  return {
    status,
    headers: { 'content-length': String(bytes.length) },
    text: () => new TextDecoder().decode(bytes),
    bytes: () => bytes,
  };
}
