/**
 * Shard files of meshes: eight per chunk, each with one minishard per eight families. A family's meshes have a fixed
 * range in the file, so that they can be created without the others. Bytes between the ranges are never read.
 */

import { LOCAL_NUMBERS } from '../graph/family';
import type { GraphNode } from '../graph/nodes';
import type { Sparse } from '../stores/sparse';

const MINISHARD_BITS = 10;
/** One digit in the file's name: the number is hexadecimal, but readers accept only decimal digits. */
const SHARD_BITS = 3;

export const SHARDING = {
  '@type': 'neuroglancer_uint64_sharded_v1',
  // The bits that number the nodes of a family.
  preshift_bits: Math.log2(LOCAL_NUMBERS),
  hash: 'identity',
  minishard_bits: MINISHARD_BITS,
  shard_bits: SHARD_BITS,
  minishard_index_encoding: 'raw',
  data_encoding: 'raw',
};

const SLOTS = 2 ** MINISHARD_BITS;
/** Bytes of the index at the start of a file, and of each family's range after it. */
const HEAD = 16 * SLOTS;
const PLACE = 2 ** 22;

export const familyOf = (node: GraphNode): number => Math.floor(node.seg / LOCAL_NUMBERS);
export const familySlot = (family: number): { shard: number; slot: number } => ({
  shard: Math.floor(family / SLOTS),
  slot: family % SLOTS,
});
export const familyAt = (shard: number, slot: number): number => shard * SLOTS + slot;

export interface Block {
  /** The minishard's index, followed by its meshes. */
  bytes: Uint8Array;
  /** Position of each node's mesh in the file. */
  places: Map<string, { offset: number; size: number }>;
}

const ENTRY = 24;

/** Ids, offsets and sizes; ids and offsets are stored as differences. Offsets count from the end of the head. */
export function packBlock(entries: [id: bigint, bytes: Uint8Array][], slot: number): Block {
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const index = ENTRY * entries.length;
  const out = Buffer.alloc(entries.reduce((sum, [, bytes]) => sum + bytes.length, index));
  if (out.length > PLACE) throw new RangeError('the meshes of one family in one chunk are too large');
  const places: Block['places'] = new Map();
  let at = index;
  let before = 0n;
  entries.forEach(([id, bytes], i) => {
    out.set(bytes, at);
    places.set(String(id), { offset: HEAD + slot * PLACE + at, size: bytes.length });
    out.writeBigUInt64LE(id - before, 8 * i);
    // Meshes follow each other without gaps.
    out.writeBigUInt64LE(i === 0 ? BigInt(slot * PLACE + at) : 0n, 8 * (entries.length + i));
    out.writeBigUInt64LE(BigInt(bytes.length), 8 * (2 * entries.length + i));
    before = id;
    at += bytes.length;
  });
  return { bytes: new Uint8Array(out), places };
}

/** `filled` lists the used slots with their numbers of meshes; `block` creates the content of one. */
export function shardFile(
  slots: () => [slot: number, count: number][],
  block: (slot: number) => Block | null,
): Sparse {
  const head = (): Uint8Array => {
    const out = Buffer.alloc(HEAD);
    for (const [slot, count] of slots()) {
      if (count === 0) continue;
      out.writeBigUInt64LE(BigInt(slot * PLACE), 16 * slot);
      out.writeBigUInt64LE(BigInt(slot * PLACE + ENTRY * count), 16 * slot + 8);
    }
    return out;
  };
  return {
    size: HEAD + SLOTS * PLACE,
    read(first, last) {
      const out = new Uint8Array(last - first + 1);
      const lay = (bytes: Uint8Array, at: number): void => {
        const from = Math.max(0, first - at);
        const to = Math.min(bytes.length, last + 1 - at);
        if (from < to) out.set(bytes.subarray(from, to), at + from - first);
      };
      if (first < HEAD) lay(head(), 0);
      const slotAt = (byte: number): number => Math.floor((byte - HEAD) / PLACE);
      for (let slot = Math.max(0, slotAt(first)); slot <= slotAt(last); slot++) {
        const found = block(slot);
        if (found !== null) lay(found.bytes, HEAD + slot * PLACE);
      }
      return out;
    },
  };
}
