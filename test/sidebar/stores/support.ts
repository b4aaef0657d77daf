/** The page's work on the sandbox's stores. Compressed objects arrive unpacked, as Apps Script hands them over. */
import { gunzipSync } from 'node:zlib';
import type { SaveRun } from '../../../sidebar/stores/save-targets';
import { type Location, storeLocation } from '../../../src/volumes/places/locate';
import type { ObjectInfo } from '../../../src/volumes/store/store';
import { type StoreBench, storeBench } from '../../volumes/store/bench';

const GOOGLE = 'storage.googleapis.com';

export interface PageStores extends StoreBench {
  at(path: string): Location;
  put(name: string, bytes: Uint8Array, facts?: { contentEncoding?: string; contentType?: string }): void;
  /** The metadata of an object that is there. */
  info(name: string): ObjectInfo;
  /** Files that were saved through the browser. */
  saved: { name: string; type: string; bytes: Buffer }[];
  /** Progress in MB, as it was shown. */
  shown: [number, number][];
  saving: SaveRun;
}

export function pageStores(): PageStores {
  const bench = storeBench();
  const bucket = bench.stores.bucket(GOOGLE, 'lab', { open: false });
  const at = (path: string) => storeLocation(path === '' ? 'gs://lab' : `gs://lab/${path}`, 'path');
  const saved: PageStores['saved'] = [];
  const shown: PageStores['shown'] = [];
  bench.intercept = (_request, send) => {
    const reply = send();
    if (reply.headers['content-encoding'] !== 'gzip') return reply;
    const bytes = new Uint8Array(gunzipSync(reply.bytes()));
    return { ...reply, bytes: () => bytes };
  };
  return Object.assign(bench, {
    at,
    put: (name: string, bytes: Uint8Array, facts = {}) => void bucket.put(name, bytes, facts),
    info: (name: string) => bench.run(at('').store.stat(name))!,
    saved,
    shown,
    saving: {
      run: async <T>(work: Parameters<SaveRun['run']>[0]) => bench.run(work) as T,
      progress: (done: number, total: number) => void shown.push([done, total]),
      save: (parts: readonly Uint8Array[], name: string, type: string) =>
        void saved.push({ name, type, bytes: Buffer.concat(parts) }),
    } as SaveRun,
  });
}

/** Bytes without a pattern of their own: a piece in another place has another sum. */
export const bytesOf = (size: number): Uint8Array => {
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i + 1, 2654435761);
  return new Uint8Array(words.buffer, 0, size);
};
