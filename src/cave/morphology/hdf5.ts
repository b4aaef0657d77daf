/**
 * Reads HDF5 files in h5py's default form: superblock 0, groups as symbol tables, numeric datasets that are contiguous
 * or in chunks (deflated, shuffled), texts of fixed or variable length. Any other form throws. Format: "HDF5 File
 * Format Specification 2.0", sections II.A, III.A to III.E and IV.
 */
import { TtError } from '../../core/errors';
import { inflate, MOST_RATIO } from '../../core/gzip';
import { utf8 } from '../../core/utf8';

export interface Numbers {
  dims: number[];
  /** Values in row order. 64-bit integers beyond 2^53 are rounded: do not read ids with it. */
  values: Float64Array;
}

/** Limit of one dataset's decompressed bytes. */
const MOST_BYTES = 200e6;
const MOST_MESSAGES = 1000;
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

const DATASPACE = 0x1;
const DATATYPE = 0x3;
const LAYOUT = 0x8;
const FILTERS = 0xb;
const CONTINUATION = 0x10;
const SYMBOLS = 0x11;

/** Classes of a datatype. */
const INTEGER = 0;
const FLOAT = 1;
const TEXT = 3;
const VARIABLE = 9;

const unreadable = (): TtError => new TtError('INPUT', 'an HDF5 file is damaged or of an unknown form');

interface Place {
  at: number;
  size: number;
}

type Messages = Map<number, Place>;

export class Hdf5 {
  private readonly view: DataView;
  private readonly root: number;
  private visits = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isKnown = bytes.length > 96 && SIGNATURE.every((byte, i) => bytes[i] === byte);
    // Superblock version 0 at the start of the file, with offsets and lengths of 8 bytes.
    if (!isKnown || bytes[8] !== 0 || bytes[13] !== 8 || bytes[14] !== 8 || this.word(24) !== 0) {
      throw unreadable();
    }
    this.root = this.word(64);
  }

  /** A 64-bit address or length. A double is exact for all file sizes. */
  private word(at: number): number {
    return this.view.getUint32(at + 4, true) * 2 ** 32 + this.view.getUint32(at, true);
  }

  private slice({ at, size }: Place): Uint8Array {
    if (at + size > this.bytes.length) throw unreadable();
    return this.bytes.subarray(at, at + size);
  }

  /**
   * Checks the signature with which every tree node and every heap begins. Each may be visited once: a damaged file
   * could make the walk endless.
   */
  private mark(at: number, letters: string): void {
    if (++this.visits > this.bytes.length) throw unreadable();
    for (let i = 0; i < 4; i++) if (this.bytes[at + i] !== letters.charCodeAt(i)) throw unreadable();
  }

  /** Offset of the header of the object at a path such as "vertex_properties/radius"; null if there is none. */
  private find(path: string): number | null {
    let at: number | null = this.root;
    for (const name of path.split('/')) {
      if (at === null) return null;
      const group = this.messages(at).get(SYMBOLS);
      at = group === undefined ? null : this.member(this.word(group.at), this.word(group.at + 8), name, 64);
    }
    return at;
  }

  has(path: string): boolean {
    return this.find(path) !== null;
  }

  /** Finds a member in a group's B-tree: its leaves are symbol nodes, and the names are in the group's heap. */
  private member(tree: number, heap: number, name: string, below: number): number | null {
    this.mark(tree, 'TREE');
    this.mark(heap, 'HEAP');
    const level = this.bytes[tree + 5]!;
    if (level >= below) throw unreadable();
    const names = this.word(heap + 24);
    for (let i = 0; i < this.view.getUint16(tree + 6, true); i++) {
      const child = this.word(tree + 32 + 16 * i);
      const found = level > 0 ? this.member(child, heap, name, level) : this.symbol(child, names, name);
      if (found !== null) return found;
    }
    return null;
  }

  private symbol(at: number, names: number, name: string): number | null {
    this.mark(at, 'SNOD');
    for (let i = 0; i < this.view.getUint16(at + 6, true); i++) {
      const entry = at + 8 + 40 * i;
      const start = names + this.word(entry);
      const text = String.fromCharCode(...this.slice({ at: start, size: name.length + 1 }));
      if (text === `${name}\0`) return this.word(entry + 8);
    }
    return null;
  }

  /** The messages of an object header of version 1, by type. */
  private messages(at: number): Messages {
    if (this.bytes[at] !== 1) throw unreadable();
    const found: Messages = new Map();
    const blocks: Place[] = [{ at: at + 16, size: this.view.getUint32(at + 8, true) }];
    let count = 0;
    for (let block = blocks.shift(); block; block = blocks.shift()) {
      const end = block.at + block.size;
      for (let next = block.at; next + 8 <= end; count++) {
        if (count > MOST_MESSAGES) throw unreadable();
        const [type, size] = [this.view.getUint16(next, true), this.view.getUint16(next + 2, true)];
        const body = { at: next + 8, size };
        if (type === CONTINUATION) blocks.push({ at: this.word(body.at), size: this.word(body.at + 8) });
        else if (!found.has(type)) found.set(type, body);
        next = body.at + size;
      }
    }
    return found;
  }

  numbers(path: string): Numbers {
    const { dims, type, data } = this.dataset(path);
    const kind = this.bytes[type]! & 15;
    const size = this.view.getUint32(type + 4, true);
    const bits = this.bytes[type + 1]!;
    // Only little-endian numbers are supported.
    if ((kind !== INTEGER && kind !== FLOAT) || bits & 1) throw unreadable();
    const read = readerOf(kind, size, (bits & 8) !== 0);
    const values = new Float64Array(data.length / size);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let i = 0; i < values.length; i++) values[i] = read(view, i * size);
    return { dims, values };
  }

  text(path: string): string {
    const { type, data } = this.dataset(path);
    const kind = this.bytes[type]! & 15;
    if (kind === TEXT) return utf8(data).replace(/\0+$/, '');
    if (kind !== VARIABLE || data.length !== 16) throw unreadable();
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const heap = view.getUint32(8, true) * 2 ** 32 + view.getUint32(4, true);
    return utf8(this.global(heap, view.getUint32(12, true)).subarray(0, view.getUint32(0, true)));
  }

  /** Reads an object of a global heap. */
  private global(heap: number, index: number): Uint8Array {
    this.mark(heap, 'GCOL');
    const end = heap + this.word(heap + 8);
    for (let at = heap + 16; at + 16 <= end; ) {
      const size = this.word(at + 8);
      const found = this.view.getUint16(at, true);
      if (found === index) return this.slice({ at: at + 16, size });
      if (found === 0) break;
      at += 16 + 8 * Math.ceil(size / 8);
    }
    throw unreadable();
  }

  private dataset(path: string): { dims: number[]; type: number; data: Uint8Array } {
    const at = this.find(path);
    const messages = at === null ? null : this.messages(at);
    const [space, type, layout] = [DATASPACE, DATATYPE, LAYOUT].map((kind) => messages?.get(kind)?.at);
    if (space === undefined || type === undefined || layout === undefined) throw unreadable();
    if (this.bytes[space] !== 1 || this.bytes[layout] !== 3) throw unreadable();
    const dims = Array.from({ length: this.bytes[space + 1]! }, (_none, i) => this.word(space + 8 + 8 * i));
    const size = dims.reduce((product, n) => product * n, this.view.getUint32(type + 4, true));
    if (!(size <= MOST_BYTES)) throw new TtError('BIG', 'an HDF5 file unpacks to more than 200 MB');
    if (size > MOST_RATIO * this.bytes.length) throw unreadable();
    const kind = this.bytes[layout + 1];
    if (size === 0) return { dims, type, data: new Uint8Array(0) };
    if (kind === 1) return { dims, type, data: this.slice({ at: this.word(layout + 2), size }).slice() };
    if (kind !== 2) throw unreadable();
    return { dims, type, data: this.chunks(layout, dims, size, messages!.get(FILTERS)) };
  }

  private chunks(layout: number, dims: readonly number[], size: number, filters?: Place): Uint8Array {
    const rank = dims.length;
    const edges = Array.from({ length: rank + 1 }, (_none, i) =>
      this.view.getUint32(layout + 11 + 4 * i, true),
    );
    const unit = edges[rank]!;
    const chunkBytes = edges.reduce((product, n) => product * n, 1);
    if (
      this.bytes[layout + 2] !== rank + 1 ||
      rank < 1 ||
      rank > 2 ||
      !(chunkBytes > 0 && chunkBytes <= MOST_BYTES)
    ) {
      throw unreadable();
    }
    const codes = filters === undefined ? [] : this.filters(filters);
    const data = new Uint8Array(size);
    const [rows, columns] = [dims[0]!, dims[1] ?? 1];
    const [high, wide] = [edges[0]!, rank === 2 ? edges[1]! : 1];
    if (rows * columns * unit !== size) throw unreadable();
    // A missing chunk would read as zeros, so each chunk must be present exactly once.
    const remaining = new Set<string>();
    for (let row = 0; row < rows; row += high) {
      for (let column = 0; column < columns; column += wide) remaining.add(`${row},${column}`);
    }
    this.eachChunk(this.word(layout + 3), rank, 64, (place, start) => {
      const chunk = codes.reduceRight(
        (bytes, code) => applyFilter(bytes, code, chunkBytes, unit),
        this.slice(place),
      );
      if (chunk.length !== chunkBytes) throw unreadable();
      const [row, column] = [start[0]!, start[1] ?? 0];
      if (!remaining.delete(`${row},${column}`)) throw unreadable();
      const across = Math.min(wide, columns - column) * unit;
      for (let r = 0; r < high && row + r < rows; r++) {
        const from = r * wide * unit;
        data.set(chunk.subarray(from, from + across), ((row + r) * columns + column) * unit);
      }
    });
    if (remaining.size > 0) throw unreadable();
    return data;
  }

  /** Walks the B-tree of a dataset's chunks. */
  private eachChunk(
    tree: number,
    rank: number,
    below: number,
    take: (place: Place, start: number[]) => void,
  ): void {
    this.mark(tree, 'TREE');
    const level = this.bytes[tree + 5]!;
    if (this.bytes[tree + 4] !== 1 || level >= below) throw unreadable();
    const key = 8 + 8 * (rank + 1);
    for (let i = 0; i < this.view.getUint16(tree + 6, true); i++) {
      const at = tree + 24 + i * (key + 8);
      const child = this.word(at + key);
      // A set bit means that a filter was not applied to this chunk.
      if (this.view.getUint32(at + 4, true) !== 0) throw unreadable();
      const start = Array.from({ length: rank }, (_none, axis) => this.word(at + 8 + 8 * axis));
      if (level > 0) this.eachChunk(child, rank, level, take);
      else take({ at: child, size: this.view.getUint32(at, true) }, start);
    }
  }

  private filters({ at }: Place): number[] {
    if (this.bytes[at] !== 1) throw unreadable();
    const codes: number[] = [];
    let next = at + 8;
    for (let i = 0; i < this.bytes[at + 1]!; i++) {
      codes.push(this.view.getUint16(next, true));
      const [name, values] = [this.view.getUint16(next + 2, true), this.view.getUint16(next + 6, true)];
      next += 8 + 8 * Math.ceil(name / 8) + 4 * (values + (values % 2));
    }
    return codes;
  }
}

const DEFLATE = 1;
const SHUFFLE = 2;

function applyFilter(bytes: Uint8Array, code: number, size: number, unit: number): Uint8Array {
  if (code === DEFLATE) return inflate(bytes, size, 'an HDF5 file');
  if (code !== SHUFFLE) throw unreadable();
  const count = bytes.length / unit;
  return bytes.map((_byte, i) => bytes[(i % unit) * count + Math.floor(i / unit)]!);
}

function readerOf(kind: number, size: number, signed: boolean): (view: DataView, at: number) => number {
  if (kind === FLOAT && size === 8) return (view, at) => view.getFloat64(at, true);
  if (kind === FLOAT && size === 4) return (view, at) => view.getFloat32(at, true);
  if (kind !== INTEGER) throw unreadable();
  if (size === 1) return (view, at) => (signed ? view.getInt8(at) : view.getUint8(at));
  if (size === 4) return (view, at) => (signed ? view.getInt32(at, true) : view.getUint32(at, true));
  if (size !== 8) throw unreadable();
  return (view, at) => {
    const high = signed ? view.getInt32(at + 4, true) : view.getUint32(at + 4, true);
    return high * 2 ** 32 + view.getUint32(at, true);
  };
}
