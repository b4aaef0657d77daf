/** One object from any store to any other, byte for byte with its type, encoding and cache control; memory is bounded. */
import { fromBase64, toBase64 } from '../../core/base64';
import { Crc32c, crc32c } from '../../core/crc32c';
import { TtError } from '../../core/errors';
import { type RunningMd5, type StartMd5, startMd5 } from '../../core/md5';
import { all, allOf, type Work } from '../../http/work';
import { absentError, changedError, notWhole, PresentError } from '../store/failures';
import type { ObjectInfo, Store, Upload } from '../store/store';
import { orAbort } from '../store/upload-bytes';
import { PieceMemory } from './piece-memory';

/** Bytes that are held at once of an object, twice: what is written while the next is read. */
export const PIECE = 5 * 1024 * 1024;
/** Objects up to so many bytes take memory of their own. */
export const SMALL = 256 * 1024;

export interface ObjectPlace {
  store: Store;
  name: string;
}

/** What the copies of one run share. */
export interface CopyMeans {
  memory?: PieceMemory;
  /** The platform's own, where it has one. */
  startMd5?: StartMd5;
}

export interface CopyObjectOptions extends CopyMeans {
  /** What is known of the source, as from a listing. */
  info?: ObjectInfo;
  /** Only where there is no such object yet. */
  onlyNew?: boolean;
  /** Instead of the source's own. */
  cacheControl?: string;
  /** Pieces of the object that are read at once, and written at once where its store takes several. */
  width?: number;
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
  if (source === null) throw absentError(`${from.store.root}/${from.name}`);
  const copied = yield* from.store.copy(from.name, to.name, { bucket: to.store.bucket, source, onlyNew });
  const summed = from.store.place === 'file' || (hasSum(source) && hasSum(copied));
  return { info: copied, source, compared: summed ? 'sum' : 'size' };
}

function* stream(from: ObjectPlace, to: ObjectPlace, options: CopyObjectOptions): Work<CopiedObject> {
  const { info: known, memory = new PieceMemory(), width = 1 } = options;
  const slots: Uint8Array[] = [];
  /** Memory for piece `n` of a round; rounds alternate between two sets. */
  const slot = (n: number, size: number): Uint8Array => {
    if (!slots[n] || slots[n].length < size) slots[n] = memory.take(Math.max(size, PIECE));
    return slots[n];
  };
  try {
    const what = `${from.store.root}/${from.name}`;
    const size = known?.size ?? PIECE;
    const opened = yield* openSource(from, known, size > SMALL ? slot(0, PIECE) : undefined);
    if (opened === null) throw absentError(what);
    if (known?.version && opened.info.version !== known.version) throw changedError(what);
    if (opened.first.length === opened.info.size) return yield* writeWhole(opened, from, to, options);
    return yield* writePieces(opened, from, to, options, (round, n, bytes) =>
      slot((round % 2) * width + n, bytes),
    );
  } finally {
    for (const piece of slots) if (piece) memory.give(piece);
  }
}

interface OpenedSource {
  info: ObjectInfo;
  first: Uint8Array;
}

const headersOf = (info: ObjectInfo, { cacheControl, onlyNew = false }: CopyObjectOptions) => ({
  contentType: info.contentType || 'application/octet-stream',
  contentEncoding: info.contentEncoding,
  cacheControl: cacheControl ?? info.cacheControl,
  onlyNew,
});

function* writeWhole(
  { info, first }: OpenedSource,
  from: ObjectPlace,
  to: ObjectPlace,
  options: CopyObjectOptions,
): Work<CopiedObject> {
  const sum = new SourceSum(info, from, false, options.startMd5);
  sum.add(first);
  // Of what a disk holds no sum is known, and of an object in S3 often the MD5 alone.
  const isSame = (there: ObjectInfo) => {
    const md5 = (options.startMd5 ?? startMd5)();
    md5.update(first);
    return isSameObject({ ...info, crc32c: crc32c(first), md5: toBase64(md5.digest()) }, there);
  };
  const copied = yield* orSame(to, isSame, to.store.write(to.name, first, headersOf(info, options)));
  options.moved?.(first.length);
  return sum.result(copied);
}

function* writePieces(
  { info, first }: OpenedSource,
  from: ObjectPlace,
  to: ObjectPlace,
  options: CopyObjectOptions,
  slot: (round: number, n: number, bytes: number) => Uint8Array,
): Work<CopiedObject> {
  const { size } = info;
  const { width = 1, moved = () => {} } = options;
  const upload = yield* to.store.upload(to.name, {
    ...headersOf(info, options),
    size,
    crc32c: wholeCrc(info),
  });
  const sum = new SourceSum(info, from, upload.tellsCrc, options.startMd5);
  function* read(round: number, n: number, start: number): Work<Uint8Array> {
    const end = Math.min(size, start + upload.piece);
    const into = slot(round, n, end - start);
    const bytes = yield* from.store.read(from.name, { start, end }, info.version, into);
    if (bytes === null || bytes.length !== end - start) throw changedError(`${from.store.root}/${from.name}`);
    return bytes;
  }
  return yield* orAbort(upload, function* () {
    for (let held = [first], at = first.length, round = 1; ; round++) {
      // The sum is compared before the last piece makes the object appear.
      for (const bytes of held) sum.add(bytes);
      const starts = Array.from({ length: width }, (_none, n) => at + n * upload.piece).filter(
        (start) => start < size,
      );
      const [, next] = yield* allOf<[null, Uint8Array[]]>([
        write(upload, held),
        all(starts.map((start, n) => read(round, n, start))),
      ]);
      for (const bytes of held) moved(bytes.length);
      if (next.length === 0) break;
      held = next;
      for (const bytes of held) at += bytes.length;
    }
    const isSame = (there: ObjectInfo) => isSameObject({ ...info, crc32c: sum.crc32c() }, there);
    return sum.result(yield* orSame(to, isSame, upload.finish()));
  });
}

function* write(upload: Upload, pieces: readonly Uint8Array[]): Work<null> {
  for (let n = 0; n < pieces.length; n += upload.atOnce) {
    yield* all(pieces.slice(n, n + upload.atOnce).map((bytes) => upload.write(bytes)));
  }
  return null;
}

/** What is there already may be what this very copy wrote, whose reply was lost. */
function* orSame(
  { store, name }: ObjectPlace,
  isSame: (there: ObjectInfo) => boolean,
  write: Work<ObjectInfo>,
): Work<ObjectInfo> {
  try {
    return yield* write;
  } catch (error) {
    const there = error instanceof PresentError ? yield* store.stat(name) : null;
    if (there !== null && isSame(there)) return there;
    throw error;
  }
}

/** By a sum and what is said of them, not by size alone. */
const isSameObject = (read: ObjectInfo, there: ObjectInfo): boolean =>
  sameBytes(read, there) === true && sameHeaders(read, there);

/** A listing of S3 knows neither type nor encoding: they come with the first bytes. */
function* openSource(
  { store, name }: ObjectPlace,
  known: ObjectInfo | undefined,
  into: Uint8Array | undefined,
): Work<OpenedSource | null> {
  if (known === undefined) return yield* store.open(name, PIECE, into);
  if (known.contentType === '') return yield* store.open(name, Math.min(known.size, PIECE), into);
  if (known.size === 0) return { info: known, first: new Uint8Array(0) };
  const range = known.size > PIECE ? { start: 0, end: PIECE } : undefined;
  const first = yield* store.read(name, range, known.version, into);
  if (first === null) return null;
  if (first.length !== Math.min(known.size, PIECE)) throw changedError(`${store.root}/${name}`);
  return { info: known, first };
}

/** Of the whole object: objects that came in parts may have a sum of their parts' sums instead. */
const wholeCrc = ({ crc32c }: ObjectInfo): string => (/^[A-Za-z0-9+/]{6}==$/.test(crc32c) ? crc32c : '');

const hasSum = (info: ObjectInfo): boolean => wholeCrc(info) !== '' || info.md5 !== '';

/** The sum of what is read, compared with what the source's store says when the last byte is in. */
class SourceSum {
  private readonly crc: Crc32c | null;
  private readonly md5: RunningMd5 | null;
  private read = 0;

  /** `target`: the sum is compared with that of the copy too. */
  constructor(
    private readonly info: ObjectInfo,
    private readonly from: ObjectPlace,
    target: boolean,
    start: StartMd5 = startMd5,
  ) {
    const hasCrc = wholeCrc(info) !== '';
    this.crc = hasCrc || target ? new Crc32c() : null;
    this.md5 = !hasCrc && info.md5 !== '' ? start() : null;
  }

  add(bytes: Uint8Array): void {
    this.crc?.update(bytes);
    this.md5?.update(bytes);
    this.read += bytes.length;
    const { info, from } = this;
    const what = `${from.store.root}/${from.name}`;
    if (this.read > info.size) throw changedError(what);
    if (this.read < info.size) return;
    const crc = wholeCrc(info);
    const same = this.md5 ? toBase64(this.md5.digest()) === info.md5 : crc === '' || crc === this.crc32c();
    if (!same) throw new TtError('DOWN', `${what} arrived damaged: its sum is another. Try again`);
  }

  /** '' where it was not formed. */
  crc32c(): string {
    return this.crc?.digest() ?? '';
  }

  result(copied: ObjectInfo): CopiedObject {
    const [crc, read] = [wholeCrc(copied), this.crc32c()];
    if (copied.size !== this.info.size || (crc !== '' && read !== '' && crc !== read)) {
      throw notWhole(copied.name);
    }
    // What is read from a disk is the source itself.
    const summed = this.from.store.place === 'file' || hasSum(this.info);
    return { info: copied, source: this.info, compared: summed ? 'sum' : 'size' };
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
