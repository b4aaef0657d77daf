/**
 * Writes HDF5 in the library's default form: superblock 0, groups as symbol tables, datasets chunked and deflated,
 * texts in global heaps. h5py can read it. It covers the part of the format that a skeleton needs.
 */
import { deflateSync } from 'node:zlib';

export type Hdf5Dataset =
  | {
      numbers: Float64Array | BigInt64Array | BigUint64Array;
      /** For a table; absent for a list. */
      columns?: number;
      scalar?: true;
    }
  /** A text of variable length. */
  | { text: string }
  /** A text with its own fixed length. */
  | { fixed: string };

export type Group = { readonly [name: string]: Hdf5Dataset | Group };

const NOWHERE = 0xffffffffffffffffn;
const LEAF_K = 4;
const GROUP_K = 16;
const CHUNK_K = 32;
const EMPTY_CHUNK = 1024;

const padSize = (size: number): number => Math.ceil(size / 8) * 8;
const u16 = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const u64 = (...values: (number | bigint)[]): Buffer =>
  Buffer.from(BigUint64Array.from(values, BigInt).buffer);
const bytes = (...values: number[]): Buffer => Buffer.from(values);
const isGroup = (node: Hdf5Dataset | Group): node is Group =>
  !('numbers' in node || 'text' in node || 'fixed' in node);

class File {
  private readonly parts: Buffer[] = [];
  size = 96;

  /** Appends bytes, aligned to eight, and returns their offset. */
  put(...parts: Buffer[]): number {
    const part = Buffer.concat(parts);
    const at = this.size;
    const whole = Buffer.alloc(padSize(part.length));
    part.copy(whole);
    this.parts.push(whole);
    this.size += whole.length;
    return at;
  }

  whole(superblock: Buffer): Buffer {
    return Buffer.concat([superblock, ...this.parts]);
  }
}

export function hdf5(root: Group): Uint8Array {
  const file = new File();
  const at = group(file, root);
  const superblock = Buffer.concat([
    Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'),
    bytes(0, 0, 0, 0, 0, 8, 8, 0),
    u16(LEAF_K, GROUP_K),
    u32(0),
    u64(0, NOWHERE, file.size, NOWHERE),
    entry(0, at),
  ]);
  return file.whole(superblock);
}

/** Writes an object header of version 1. */
function header(file: File, messages: [type: number, data: Buffer][]): number {
  const parts = messages.map(([type, data]) => {
    const size = padSize(data.length);
    return Buffer.concat([u16(type, size), u32(0), data, Buffer.alloc(size - data.length)]);
  });
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  return file.put(bytes(1, 0), u16(parts.length), u32(1, size, 0), ...parts);
}

const entry = (name: number, at: number): Buffer =>
  Buffer.concat([u64(name, at), u32(0, 0), Buffer.alloc(16)]);

function group(file: File, children: Group): number {
  const names = Object.keys(children).sort();
  if (names.length > 2 * LEAF_K) throw new RangeError('more members than one symbol node holds');
  const places = names.map((name) => {
    const child = children[name]!;
    return isGroup(child) ? group(file, child) : dataset(file, child);
  });
  const offsets: number[] = [];
  let heap = Buffer.alloc(8);
  for (const name of names) {
    offsets.push(heap.length);
    heap = Buffer.concat([heap, Buffer.alloc(padSize(name.length + 1))]);
    heap.write(name, offsets.at(-1)!);
  }
  const heapAt = file.put(Buffer.from('HEAP'), u32(0), u64(heap.length, 1, file.size + 32), heap);
  const entries = names.map((_, i) => entry(offsets[i]!, places[i]!));
  const padding = Buffer.alloc(40 * (2 * LEAF_K - names.length));
  const symbols = file.put(Buffer.from('SNOD'), bytes(1, 0), u16(names.length), ...entries, padding);
  const keys = u64(0, symbols, offsets.at(-1) ?? 0);
  const tree = file.put(node(0, names.length > 0 ? 1 : 0, keys, 24 + 8 * (4 * GROUP_K + 1)));
  return header(file, [[0x11, u64(tree, heapAt)]]);
}

/** A node of a version 1 B-tree, in the size that the library expects. */
function node(kind: number, entries: number, keys: Buffer, size: number): Buffer {
  const whole = Buffer.alloc(size);
  Buffer.concat([Buffer.from('TREE'), bytes(kind, 0), u16(entries), u64(NOWHERE, NOWHERE), keys]).copy(whole);
  return whole;
}

const space = (dims: readonly number[]): Buffer =>
  Buffer.concat([bytes(1, dims.length, 0, 0, 0, 0, 0, 0), u64(...dims)]);

function typeOf(numbers: Float64Array | BigInt64Array | BigUint64Array): Buffer {
  if (numbers instanceof Float64Array) {
    const layout = bytes(52, 11, 0, 52);
    return Buffer.concat([bytes(0x11, 0x20, 63, 0), u32(8), u16(0, 64), layout, u32(1023)]);
  }
  const signBit = numbers instanceof BigInt64Array ? 8 : 0;
  return Buffer.concat([bytes(0x10, signBit, 0, 0), u32(8), u16(0, 64)]);
}

/** The fill value message: allocated early, written when set, no value. */
const FILL = bytes(2, 1, 2, 0);
const contiguous = (at: number, size: number): Buffer => Buffer.concat([bytes(3, 1), u64(at, size)]);
const DEFLATE = Buffer.concat([bytes(1, 1, 0, 0, 0, 0, 0, 0), u16(1, 0, 1, 1), u32(4, 0)]);

function dataset(file: File, content: Hdf5Dataset): number {
  if ('fixed' in content) {
    const data = Buffer.from(content.fixed);
    const type = Buffer.concat([bytes(0x13, 1, 0, 0), u32(data.length)]);
    return plain(file, type, data);
  }
  if ('text' in content) {
    const data = Buffer.from(content.text);
    const size = Math.max(4096, 32 + padSize(data.length) + 16);
    const free = size - 32 - padSize(data.length);
    const heap = Buffer.alloc(size);
    Buffer.concat([
      Buffer.from('GCOL'),
      bytes(1, 0, 0, 0),
      u64(size),
      u16(1, 1),
      u32(0),
      u64(data.length),
    ]).copy(heap);
    data.copy(heap, 32);
    u64(0, free).copy(heap, 32 + padSize(data.length));
    const at = file.put(heap);
    const type = Buffer.concat([bytes(0x19, 1, 1, 0), u32(16), bytes(0x13, 0, 0, 0), u32(1)]);
    return plain(file, type, Buffer.concat([u32(data.length), u64(at), u32(1)]));
  }
  const { numbers, columns, scalar } = content;
  const data = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  if (scalar) return plain(file, typeOf(numbers), data);
  const dims = columns === undefined ? [numbers.length] : [numbers.length / columns, columns];
  return header(file, [
    [0x1, space(dims)],
    [0x3, typeOf(numbers)],
    [0x5, FILL],
    [0xb, DEFLATE],
    [0x8, chunkData(file, data, dims)],
  ]);
}

const plain = (file: File, type: Buffer, data: Buffer): number =>
  header(file, [
    [0x1, space([])],
    [0x3, type],
    [0x5, FILL],
    [0x8, contiguous(file.put(data), data.length)],
  ]);

/** The layout of data in one chunk; an empty dataset has no chunk. */
function chunkData(file: File, data: Buffer, dims: readonly number[]): Buffer {
  const chunk = dims.map((n) => n || EMPTY_CHUNK);
  const zeros = dims.map(() => 0);
  let tree: number | bigint = NOWHERE;
  if (data.length > 0) {
    const packedData = deflateSync(data, { level: 4 });
    const at = file.put(packedData);
    const key = Buffer.concat([u32(packedData.length, 0), u64(...zeros, 0)]);
    const end = Buffer.concat([u32(0, 0), u64(...chunk, 0)]);
    const size = 24 + key.length * (2 * CHUNK_K + 1) + 16 * CHUNK_K;
    tree = file.put(node(1, 1, Buffer.concat([key, u64(at), end]), size));
  }
  return Buffer.concat([bytes(3, 2, dims.length + 1), u64(tree), u32(...chunk, 8)]);
}
