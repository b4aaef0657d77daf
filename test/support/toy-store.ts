/** A further kind of store in one file: objects in the memory of this process. It sends no requests. */
import { createHash } from 'node:crypto';
import { workOf } from '../../src/http/work';
import { absentError, badName, changedError, notWhole, presentError } from '../../src/volumes/store/failures';
import type { ObjectInfo, Store, WriteOptions } from '../../src/volumes/store/store';

interface Kept {
  info: ObjectInfo;
  bytes: Uint8Array;
}

export const BUCKETS = new Map<string, Map<string, Kept>>();
let count = 0;

export function toyStore(bucket: string): Store {
  const objects = BUCKETS.get(bucket) ?? new Map<string, Kept>();
  BUCKETS.set(bucket, objects);
  const root = `toy://${bucket}`;
  const found = (name: string): Kept => {
    const kept = objects.get(name);
    if (kept === undefined) throw absentError(`${root}/${name}`);
    return kept;
  };
  const put = (name: string, bytes: Uint8Array, options: WriteOptions): ObjectInfo => {
    if (options.onlyNew && objects.has(name)) throw presentError(`${root}/${name}`);
    const { contentType, contentEncoding = '', cacheControl = '' } = options;
    const md5 = createHash('md5').update(bytes).digest('base64');
    const facts = { contentType, contentEncoding, cacheControl, md5, crc32c: '', version: String(++count) };
    const info = { name, size: bytes.length, ...facts, updated: '2026-06-10T12:00:00Z' };
    objects.set(name, { info, bytes: new Uint8Array(bytes) });
    return info;
  };
  const store: Store = {
    root,
    readOnly: '',
    place: 'toy',
    bucket,
    refuses: (name) => badName(name, name),
    publicUrl: () => '',
    *read(name, range, version = '') {
      const kept = objects.get(name);
      if (kept && version !== '' && kept.info.version !== version) throw changedError(`${root}/${name}`);
      return kept ? kept.bytes.slice(range?.start, range?.end) : null;
    },
    *open(name, most) {
      const kept = objects.get(name);
      return kept ? { info: kept.info, first: kept.bytes.slice(0, most) } : null;
    },
    stat: (name) => workOf(objects.get(name)?.info ?? null),
    *list(prefix, { delimiter = '' } = {}) {
      const infos = [...objects.values()]
        .map(({ info }) => info)
        .filter(({ name }) => name.startsWith(prefix));
      const end = (name: string) => (delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length));
      const folders = infos.flatMap(({ name }) => (end(name) < 0 ? [] : [name.slice(0, end(name) + 1)]));
      return { objects: infos.filter(({ name }) => end(name) < 0), folders: [...new Set(folders)] };
    },
    *write(name, bytes, options) {
      return put(name, bytes, options);
    },
    *upload(name, options) {
      const pieces: Uint8Array[] = [];
      return {
        piece: 1024 * 1024,
        atOnce: 1,
        tellsCrc: false,
        *write(bytes) {
          pieces.push(new Uint8Array(bytes));
          return null;
        },
        *finish() {
          const bytes = new Uint8Array(Buffer.concat(pieces));
          if (bytes.length !== options.size) throw notWhole(`${root}/${name}`);
          return put(name, bytes, options);
        },
        abort: () => workOf(''),
      };
    },
    unfinished: () => workOf([]),
    abandon: () => workOf(null),
    *copy(from, to, { bucket: other = bucket, onlyNew = false } = {}) {
      const { info, bytes } = found(from);
      return yield* toyStore(other).write(to, bytes, { ...info, onlyNew });
    },
    *move(from, to, { onlyNew = false } = {}) {
      const info = yield* store.copy(from, to, { onlyNew });
      objects.delete(from);
      return info;
    },
    *remove(name, version = '') {
      if (version !== '' && objects.get(name)?.info.version !== version)
        throw changedError(`${root}/${name}`);
      return objects.delete(name);
    },
    *removeMany(names) {
      for (const name of names) objects.delete(name);
      return [];
    },
  };
  return store;
}
