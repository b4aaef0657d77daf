/**
 * Copies one object from any store to any other, byte for byte with its type, encoding and cache control. Memory is
 * limited.
 */
import { fromBase64, toBase64 } from '../../core/base64';
import { CHECKSUMS, type Checksums } from '../../core/checksums';
import { crc32c, type RunningCrc32c } from '../../core/crc32c';
import { TtError } from '../../core/errors';
import type { RunningMd5 } from '../../core/md5';
import { all, allOf, type Work } from '../../http/work';
import { absentError, changedError, notWhole, PresentError } from '../store/failures';
import type { ObjectInfo, Store, Upload } from '../store/store';
import { orAbort } from '../store/upload-bytes';
import { PieceMemory } from './piece-memory';

/** Bytes of an object in memory at once. Twice as many are needed: one piece is written while the next is read. */
export const PIECE = 5 * 1024 * 1024;
/** Objects up to this size get memory of their own. */
export const SMALL = 256 * 1024;

export interface ObjectPlace {
  store: Store;
  name: string;
}

/** The resources that all copies of a run share. */
export interface CopyMeans {
  memory?: PieceMemory;
  /** The platform's checksums, if it has faster ones. */
  checksums?: Checksums;
}

export interface CopyObjectOptions extends CopyMeans {
  /** The source's metadata, if it is known, such as from a listing. */
  info?: ObjectInfo;
  /** Write only if there is no such object yet. */
  onlyNew?: boolean;
  /** Replaces the source's cache control. */
  cacheControl?: string;
  /** Number of pieces that are read at once, and written at once if the target store supports it. */
  width?: number;
  /** Called with the number of bytes transferred. */
  moved?: (bytes: number) => void;
}

export interface CopiedObject {
  info: ObjectInfo;
  /** The metadata of the version that was copied. */
  source: ObjectInfo;
  /** How the copy was compared with its source: by a checksum, or only by size if there is no checksum. */
  compared: 'sum' | 'size';
}

/**
 * Stores with the same place copy inside the store, without sending the bytes through this shell, unless the headers
 * change.
 */
export function copyObject(
  from: ObjectPlace,
  to: ObjectPlace,
  options: CopyObjectOptions = {},
): Work<CopiedObject> {
  const inside = from.store.place !== '' && from.store.place === to.store.place;
  return inside && options.cacheControl === undefined
    ? copyInside(from, to, options)
    : stream(from, to, options);
}

function* copyInside(
  from: ObjectPlace,
  to: ObjectPlace,
  { info, onlyNew = false }: CopyObjectOptions,
): Work<CopiedObject> {
  const source = info ?? (yield* from.store.stat(from.name));
  if (source === null) throw absentError(`${from.store.root}/${from.name}`);
  const copyInfo = yield* from.store.copy(from.name, to.name, { bucket: to.store.bucket, source, onlyNew });
  const summed = from.store.place === 'file' || (hasSum(source) && hasSum(copyInfo));
  return { info: copyInfo, source, compared: summed ? 'sum' : 'size' };
}

function* stream(from: ObjectPlace, to: ObjectPlace, options: CopyObjectOptions): Work<CopiedObject> {
  const { info: knownInfo, memory = new PieceMemory(), width = 1 } = options;
  const slots: Uint8Array[] = [];
  /** Memory for piece `n` of a round. Rounds alternate between two sets of buffers. */
  const slot = (n: number, size: number): Uint8Array => {
    if (!slots[n] || slots[n].length < size) slots[n] = memory.take(Math.max(size, PIECE));
    return slots[n];
  };
  try {
    const what = `${from.store.root}/${from.name}`;
    const size = knownInfo?.size ?? PIECE;
    const openedSource = yield* openSource(from, knownInfo, size > SMALL ? slot(0, PIECE) : undefined);
    if (openedSource === null) throw absentError(what);
    if (knownInfo?.version && openedSource.info.version !== knownInfo.version) throw changedError(what);
    if (openedSource.first.length === openedSource.info.size)
      return yield* writeWhole(openedSource, from, to, options);
    return yield* writePieces(openedSource, from, to, options, (round, n, bytes) =>
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
  const sum = new SourceSum(info, from, false, options.checksums);
  sum.add(first);
  // A disk has no checksums, and S3 often has only an MD5, so both are computed here.
  const isSame = (there: ObjectInfo) => {
    const md5 = (options.checksums ?? CHECKSUMS).startMd5();
    md5.update(first);
    return isSameObject({ ...info, crc32c: crc32c(first), md5: toBase64(md5.digest()) }, there);
  };
  const copyInfo = yield* orSame(to, isSame, to.store.write(to.name, first, headersOf(info, options)));
  options.moved?.(first.length);
  return sum.result(copyInfo);
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
  const sum = new SourceSum(info, from, upload.tellsCrc, options.checksums);
  function* read(round: number, n: number, start: number): Work<Uint8Array> {
    const end = Math.min(size, start + upload.piece);
    const into = slot(round, n, end - start);
    const bytes = yield* from.store.read(from.name, { start, end }, info.version, into);
    if (bytes === null || bytes.length !== end - start) throw changedError(`${from.store.root}/${from.name}`);
    return bytes;
  }
  return yield* orAbort(upload, function* () {
    for (let pieces = [first], at = first.length, round = 1; ; round++) {
      // The checksum is compared before the last piece makes the object visible.
      for (const bytes of pieces) sum.add(bytes);
      const starts = Array.from({ length: width }, (_none, n) => at + n * upload.piece).filter(
        (start) => start < size,
      );
      const [, next] = yield* allOf<[null, Uint8Array[]]>([
        write(upload, pieces),
        all(starts.map((start, n) => read(round, n, start))),
      ]);
      for (const bytes of pieces) moved(bytes.length);
      if (next.length === 0) break;
      pieces = next;
      for (const bytes of pieces) at += bytes.length;
    }
    const isSame = (there: ObjectInfo) => isSameObject({ ...info, crc32c: sum.digest }, there);
    return sum.result(yield* orSame(to, isSame, upload.finish()));
  });
}

function* write(upload: Upload, pieces: readonly Uint8Array[]): Work<null> {
  for (let n = 0; n < pieces.length; n += upload.atOnce) {
    yield* all(pieces.slice(n, n + upload.atOnce).map((bytes) => upload.write(bytes)));
  }
  return null;
}

/** If the object already exists, this copy may have written it and its reply was lost. */
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

/** Compares checksum and headers, not only the size. */
const isSameObject = (read: ObjectInfo, there: ObjectInfo): boolean =>
  sameBytes(read, there) === true && sameHeaders(read, there);

/** Opens the source. A listing of S3 has neither type nor encoding: they are read with the first bytes. */
function* openSource(
  { store, name }: ObjectPlace,
  knownInfo: ObjectInfo | undefined,
  into: Uint8Array | undefined,
): Work<OpenedSource | null> {
  if (knownInfo === undefined) return yield* store.open(name, PIECE, into);
  if (knownInfo.contentType === '') return yield* store.open(name, Math.min(knownInfo.size, PIECE), into);
  if (knownInfo.size === 0) return { info: knownInfo, first: new Uint8Array(0) };
  const range = knownInfo.size > PIECE ? { start: 0, end: PIECE } : undefined;
  const first = yield* store.read(name, range, knownInfo.version, into);
  if (first === null) return null;
  if (first.length !== Math.min(knownInfo.size, PIECE)) throw changedError(`${store.root}/${name}`);
  return { info: knownInfo, first };
}

/**
 * The CRC of the whole object; '' for an object uploaded in parts, whose value may be a checksum of its parts'
 * checksums.
 */
const wholeCrc = ({ crc32c }: ObjectInfo): string => (/^[A-Za-z0-9+/]{6}==$/.test(crc32c) ? crc32c : '');

const hasSum = (info: ObjectInfo): boolean => wholeCrc(info) !== '' || info.md5 !== '';

/**
 * Computes the checksum of the bytes that are read. After the last byte, compares it with the one that the source's
 * store states.
 */
class SourceSum {
  private readonly crc: RunningCrc32c | null;
  private readonly md5: RunningMd5 | null;
  private read = 0;
  /** The CRC of all bytes; '' until the last byte, or if it is not computed. */
  digest = '';

  /** If `target`, the checksum is also computed for comparison with the copy's. */
  constructor(
    private readonly info: ObjectInfo,
    private readonly from: ObjectPlace,
    target: boolean,
    { startMd5, startCrc32c }: Checksums = CHECKSUMS,
  ) {
    const hasCrc = wholeCrc(info) !== '';
    this.crc = hasCrc || target ? startCrc32c(info.size) : null;
    this.md5 = !hasCrc && info.md5 !== '' ? startMd5() : null;
  }

  add(bytes: Uint8Array): void {
    this.crc?.update(bytes);
    this.md5?.update(bytes);
    this.read += bytes.length;
    const { info, from } = this;
    const what = `${from.store.root}/${from.name}`;
    if (this.read > info.size) throw changedError(what);
    if (this.read < info.size) return;
    if (this.crc) this.digest = this.crc.digest();
    const crc = wholeCrc(info);
    const same = this.md5 ? toBase64(this.md5.digest()) === info.md5 : crc === '' || crc === this.digest;
    if (!same) throw new TtError('DOWN', `${what} arrived damaged: its sum is another. Try again`);
  }

  result(copyInfo: ObjectInfo): CopiedObject {
    const crc = wholeCrc(copyInfo);
    if (copyInfo.size !== this.info.size || (crc !== '' && this.digest !== '' && crc !== this.digest)) {
      throw notWhole(copyInfo.name);
    }
    // Bytes from a disk are the source itself.
    const summed = this.from.store.place === 'file' || hasSum(this.info);
    return { info: copyInfo, source: this.info, compared: summed ? 'sum' : 'size' };
  }
}

/**
 * True if two objects have the same bytes, by a checksum that both have; null if they have none in common and their
 * sizes agree.
 */
export function sameBytes(a: ObjectInfo, b: ObjectInfo): boolean | null {
  if (a.size !== b.size) return false;
  const [crcA, crcB] = [wholeCrc(a), wholeCrc(b)];
  if (crcA !== '' && crcB !== '') return crcA === crcB;
  if (a.md5 !== '' && b.md5 !== '' && fromBase64(a.md5)?.length === 16) return a.md5 === b.md5;
  return a.size === 0 ? true : null;
}

/** Compares headers; those that a listing does not contain count as equal. */
export const sameHeaders = (a: ObjectInfo, b: ObjectInfo): boolean =>
  a.contentType === '' ||
  b.contentType === '' ||
  (a.contentType === b.contentType &&
    a.contentEncoding === b.contentEncoding &&
    a.cacheControl === b.cacheControl);
