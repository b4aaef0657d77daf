/** One object from any store to any other, byte for byte with its type, encoding and cache control; memory is bounded. */
import { fromBase64, toBase64 } from '../../core/base64';
import { Crc32c } from '../../core/crc32c';
import { TtError } from '../../core/errors';
import { Md5 } from '../../core/md5';
import { allOf, type Work, workOf } from '../../http/work';
import { absent, changed, notWhole, PresentError } from '../store/failures';
import type { ObjectInfo, Store } from '../store/store';
import { orAbort } from '../store/upload-bytes';

/** Bytes that are held at once of an object, twice: what is written while the next is read. */
export const PIECE = 5 * 1024 * 1024;

export interface ObjectPlace {
  store: Store;
  name: string;
}

export interface CopyObjectOptions {
  /** What is known of the source, as from a listing. */
  info?: ObjectInfo;
  /** Only where there is no such object yet. */
  onlyNew?: boolean;
  /** Instead of the source's own. */
  cacheControl?: string;
  /** Called with the number of bytes that have passed. */
  moved?: (bytes: number) => void;
}

export interface CopiedObject {
  info: ObjectInfo;
  /** The version that was copied. */
  source: ObjectInfo;
  /** How the copy was compared with its source: by a sum of its bytes, or by their number where there is no sum. */
  compared: 'sum' | 'size';
}

/** Between stores of one place nothing passes here, unless the headers change. */
export function* copyObject(
  from: ObjectPlace,
  to: ObjectPlace,
  options: CopyObjectOptions = {},
): Work<CopiedObject> {
  const { info, onlyNew = false, cacheControl } = options;
  const inside = from.store.place !== '' && from.store.place === to.store.place;
  if (!inside || cacheControl !== undefined) return yield* stream(from, to, options);
  const source = info ?? (yield* from.store.stat(from.name));
  if (source === null) throw absent(`${from.store.root}/${from.name}`);
  const copied = yield* from.store.copy(from.name, to.name, { bucket: to.store.bucket, source, onlyNew });
  const summed = from.store.place === 'file' || (hasSum(source) && hasSum(copied));
  return { info: copied, source, compared: summed ? 'sum' : 'size' };
}

function* stream(
  from: ObjectPlace,
  to: ObjectPlace,
  { info: known, onlyNew = false, cacheControl, moved = () => {} }: CopyObjectOptions,
): Work<CopiedObject> {
  const what = `${from.store.root}/${from.name}`;
  const opened = yield* openSource(from, known);
  if (opened === null) throw absent(what);
  const { info, first } = opened;
  if (known?.version && info.version !== known.version) throw changed(what);
  const sum = new SourceSum(info, what, from.store.place === 'file');
  const written = {
    contentType: info.contentType || 'application/octet-stream',
    contentEncoding: info.contentEncoding,
    cacheControl: cacheControl ?? info.cacheControl,
    onlyNew,
  };
  if (first.length === info.size) {
    sum.add(first);
    const copied = yield* orSame(to, sum, to.store.write(to.name, first, written));
    moved(first.length);
    return sum.result(copied);
  }
  const { size } = info;
  const upload = yield* to.store.upload(to.name, { ...written, size, crc32c: wholeCrc(info) });
  return yield* orAbort(upload, function* () {
    for (let bytes = first, at = 0; ; ) {
      // The sum is compared before the last piece makes the object appear.
      sum.add(bytes);
      at += bytes.length;
      const [, next] = yield* allOf<[null, Uint8Array | null]>([
        upload.write(bytes),
        at < size
          ? from.store.read(from.name, { start: at, end: Math.min(size, at + upload.piece) }, info.version)
          : workOf(null),
      ]);
      moved(bytes.length);
      if (at >= size) break;
      if (next === null || next.length !== Math.min(upload.piece, size - at)) throw changed(what);
      bytes = next;
    }
    return sum.result(yield* orSame(to, sum, upload.finish()));
  });
}

/** What is there already may be what this very copy wrote, whose reply was lost. */
function* orSame({ store, name }: ObjectPlace, sum: SourceSum, write: Work<ObjectInfo>): Work<ObjectInfo> {
  try {
    return yield* write;
  } catch (error) {
    const there = error instanceof PresentError ? yield* store.stat(name) : null;
    if (there !== null && sum.isSame(there)) return there;
    throw error;
  }
}

/** A listing of S3 knows neither type nor encoding: they come with the first bytes. */
function* openSource(
  { store, name }: ObjectPlace,
  known: ObjectInfo | undefined,
): Work<{
  info: ObjectInfo;
  first: Uint8Array;
} | null> {
  if (known === undefined || known.contentType === '') return yield* store.open(name, PIECE);
  if (known.size === 0) return { info: known, first: new Uint8Array(0) };
  const range = known.size > PIECE ? { start: 0, end: PIECE } : undefined;
  const first = yield* store.read(name, range, known.version);
  if (first === null) return null;
  if (first.length !== Math.min(known.size, PIECE)) throw changed(`${store.root}/${name}`);
  return { info: known, first };
}

/** Of the whole object: objects that came in parts may have a sum of their parts' sums instead. */
const wholeCrc = ({ crc32c }: ObjectInfo): string => (/^[A-Za-z0-9+/]{6}==$/.test(crc32c) ? crc32c : '');

const hasSum = (info: ObjectInfo): boolean => wholeCrc(info) !== '' || info.md5 !== '';

/** The sum of what is read, compared with what the source's store says when the last byte is in. */
class SourceSum {
  private readonly crc = new Crc32c();
  private readonly md5: Md5 | null;
  private read = 0;

  constructor(
    private readonly info: ObjectInfo,
    private readonly what: string,
    /** What is read from a disk is the source itself: the copy is compared with the sum of that. */
    private readonly local: boolean,
  ) {
    this.md5 = wholeCrc(info) === '' && info.md5 !== '' ? new Md5() : null;
  }

  add(bytes: Uint8Array): void {
    this.crc.update(bytes);
    this.md5?.update(bytes);
    this.read += bytes.length;
    const { info } = this;
    if (this.read > info.size) throw changed(this.what);
    if (this.read < info.size) return;
    const crc = wholeCrc(info);
    const same = this.md5
      ? toBase64(this.md5.digest()) === info.md5
      : crc === '' || crc === this.crc.digest();
    if (!same) throw new TtError('DOWN', `${this.what} arrived damaged: its sum is another. Try again`);
  }

  /** By a sum and what is said of them, not by size alone. */
  isSame(there: ObjectInfo): boolean {
    const read = { ...this.info, crc32c: this.crc.digest() };
    return sameBytes(read, there) === true && sameHeaders(read, there);
  }

  result(copied: ObjectInfo): CopiedObject {
    const crc = wholeCrc(copied);
    if (copied.size !== this.info.size || (crc !== '' && crc !== this.crc.digest()))
      throw notWhole(copied.name);
    return { info: copied, source: this.info, compared: this.local || hasSum(this.info) ? 'sum' : 'size' };
  }
}

/** Whether two objects hold the same bytes: by a sum that both have, else null where only their sizes agree. */
export function sameBytes(a: ObjectInfo, b: ObjectInfo): boolean | null {
  if (a.size !== b.size) return false;
  const [crcA, crcB] = [wholeCrc(a), wholeCrc(b)];
  if (crcA !== '' && crcB !== '') return crcA === crcB;
  if (a.md5 !== '' && b.md5 !== '' && fromBase64(a.md5)?.length === 16) return a.md5 === b.md5;
  return a.size === 0 ? true : null;
}

/** What a listing does not tell is not compared. */
export const sameHeaders = (a: ObjectInfo, b: ObjectInfo): boolean =>
  a.contentType === '' ||
  b.contentType === '' ||
  (a.contentType === b.contentType &&
    a.contentEncoding === b.contentEncoding &&
    a.cacheControl === b.cacheControl);
