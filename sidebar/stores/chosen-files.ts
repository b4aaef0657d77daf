// Files that the user chose or dropped, as a read-only store. Their names contain no path of the computer.
import { toBase64 } from '../../src/core/base64';
import { Crc32c } from '../../src/core/crc32c';
import { TtError } from '../../src/core/errors';
import { Md5 } from '../../src/core/md5';
import { type HttpReply, type HttpRequest, noReply } from '../../src/http/request';
import { replyTo, type Work } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import { refusesWrites } from '../../src/volumes/places/read-only';
import { contentTypeOf } from '../../src/volumes/store/content-type';
import { OURS, unpackedName } from '../../src/volumes/store/endings';
import type { Listing, ObjectInfo, Store, Stretch } from '../../src/volumes/store/store';

/** A file's bytes, readable in parts. */
export interface FileBytes {
  size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface ChosenFile {
  /** The file's name, with the names of the folders that the user chose. */
  path: string;
  file: FileBytes;
}

const SCHEME = 'chosen:';
const ROOT = 'your computer';
/** Bytes read at a time. */
const PIECE = 5 * 1024 * 1024;

const CHANGED = 'NotReadableError';
/** By the name of the browser's error, which is the same for a changed file and for a forbidden one. */
const REASONS: Record<string, string> = {
  NotFoundError: 'is no longer on your computer: it was moved, renamed or deleted',
  [CHANGED]: 'cannot be read: it was changed after it was chosen, or your computer lets no browser read it',
};
const unreadableFile = (name: string, error: string): TtError =>
  new TtError('INPUT', `${name} ${REASONS[error] ?? `cannot be read (${error})`}. Choose it again`);

export const isChosen = ({ url }: HttpRequest): boolean => url.startsWith(SCHEME);

export class ChosenFiles {
  private readonly files: ReadonlyMap<string, { file: FileBytes; encoding: string; at: number }>;
  private readonly leftOut: number;
  readonly store: Store;

  /** In a volume's folder, .gz and .br at the end of a name mean an encoding; elsewhere they belong to the name. */
  constructor(selection: readonly ChosenFile[]) {
    const own = selection.filter(({ path }) => !path.split('/').some((part) => part.startsWith(OURS)));
    this.leftOut = selection.length - own.length;
    const volumes = folders(own.filter(({ path }) => /(?:^|\/)info(?:\.gz)?$/.test(path)));
    this.files = new Map(
      own.map(({ path, file }, at) => {
        const decodedPath = volumes.some((folder) => path.startsWith(folder)) ? unpackedName(path) : null;
        return [decodedPath?.name ?? path, { file, encoding: decodedPath?.encoding ?? '', at }];
      }),
    );
    if (this.files.size < own.length) {
      throw new TtError('INPUT', 'two of these files would have one name. Choose them one after the other');
    }
    this.store = this.storeOf();
  }

  get location(): Location {
    return { store: this.store, name: '', text: ROOT, folder: true };
  }

  get names(): string[] {
    return [...this.files.keys()];
  }

  listing(): Listing {
    const why = 'are this program’s own, and stay here';
    const skippedFiles = this.leftOut === 0 ? [] : [{ name: `${this.leftOut} files`, why }];
    return { objects: this.names.map((name) => this.info(name)!), folders: [], skipped: skippedFiles };
  }

  /** The reply to a request for part of a file. */
  async reply({ url, headers }: HttpRequest): Promise<HttpReply> {
    const found = [...this.files.values()].find(({ at }) => url === `${SCHEME}${at}`);
    const [start = 0, end = 0] = (/^bytes=(\d+)-(\d+)$/.exec(headers?.range ?? '') ?? [])
      .slice(1)
      // biome-ignore lint/plugin: digits that `read` wrote.
      .map((digits) => Number(digits));
    try {
      const buffer = await found!.file.slice(start, end + 1).arrayBuffer();
      const bytes = new Uint8Array(buffer);
      return { status: 206, headers: {}, text: () => '', bytes: () => bytes };
    } catch (error) {
      return noReply('blocked', error instanceof Error ? error.name : '');
    }
  }

  /** Reads the first byte of each file. Throws INPUT for the first one that the browser cannot read. */
  async check(): Promise<void> {
    const readings = [...this.files].map(async ([name, { file }]) => {
      try {
        await file.slice(0, 1).arrayBuffer();
      } catch (error) {
        throw unreadableFile(name, error instanceof Error ? error.name : '');
      }
    });
    await Promise.all(readings);
  }

  private info(name: string): ObjectInfo | null {
    const found = this.files.get(name);
    if (!found) return null;
    return {
      name,
      size: found.file.size,
      contentType: contentTypeOf(name),
      contentEncoding: found.encoding,
      cacheControl: '',
      md5: '',
      crc32c: '',
      version: '',
      updated: '',
    };
  }

  private *read(name: string, range?: Stretch): Work<Uint8Array | null> {
    const found = this.files.get(name);
    if (!found) return null;
    const { start, end } = range ?? { start: 0, end: found.file.size };
    const length = Math.min(end, found.file.size) - start;
    if (length <= 0) return new Uint8Array(0);
    const reply = yield* replyTo({
      method: 'GET',
      url: `${SCHEME}${found.at}`,
      headers: { range: `bytes=${start}-${start + length - 1}` },
      idempotent: true,
      route: name,
      expectedBytes: length,
    });
    const bytes = reply.bytes();
    if (reply.failure) throw unreadableFile(name, reply.detail ?? '');
    if (bytes.length !== length) throw unreadableFile(name, CHANGED);
    return bytes;
  }

  private storeOf(): Store {
    const store: Store = {
      root: ROOT,
      place: 'file',
      bucket: '',
      ...refusesWrites(ROOT, 'files of your computer are only read here'),
      refuses: () => '',
      publicUrl: () => '',
      read: (name, range) => this.read(name, range),
      *open(name, most) {
        const info = yield* store.stat(name);
        const first = info && (yield* store.read(name, { start: 0, end: most }));
        return info && first && { info, first };
      },
      stat: (name) => this.stat(name),
      list: () => this.list(),
      sums: (info) => this.sums(info),
    };
    return store;
  }

  private *stat(name: string): Work<ObjectInfo | null> {
    return this.info(name);
  }

  private *list(): Work<Listing> {
    return this.listing();
  }

  private *sums(info: ObjectInfo): Work<ObjectInfo> {
    const crc = new Crc32c();
    const md5 = new Md5();
    for (let at = 0; at < info.size; at += PIECE) {
      const bytes = (yield* this.read(info.name, { start: at, end: at + PIECE }))!;
      crc.update(bytes);
      md5.update(bytes);
    }
    return { ...info, crc32c: crc.digest(), md5: toBase64(md5.digest()) };
  }
}

/** The folders of info files, such as `vnc/` for `vnc/info`. */
const folders = (infos: readonly ChosenFile[]): string[] =>
  infos.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)).filter((folder) => folder !== '');
