/** The bulk look-up of owners, with the service's answers for zero, unknown and stale ids. */
import type { ChunkedGraph } from './graph';
import type { GraphNode, SupervoxelRun } from './nodes';

type Part = SupervoxelRun | GraphNode;

const layerOf = (part: Part): number => ('layer' in part ? part.layer : 1);

/**
 * The owner of each id at `time`. Ids at `stopLayer` or above are returned unchanged, known or not; 0 stays 0. An id
 * without a parent becomes 0, unless none of the remaining ids of that step has a parent: then they are returned
 * unchanged.
 */
export function climb(
  graph: ChunkedGraph,
  ids: BigUint64Array,
  time: number,
  stopLayer: number,
): BigUint64Array {
  const out = new BigUint64Array(ids.length);
  const words = new Uint32Array(ids.buffer, ids.byteOffset, ids.length * 2);
  /** For each climbing id, the index of its distinct node or unknown id. */
  const slots = new Int32Array(ids.length).fill(-1);
  const parts: (Part | null)[] = [];
  const stays: bigint[] = [];
  const slotOfPart = new Map<Part, number>();
  let last: SupervoxelRun | null = null;
  let lastSlot = -1;
  for (let i = 0; i < ids.length; i++) {
    const high = words[2 * i + 1]!;
    const layer = high >>> 24;
    if (layer >= stopLayer || (high === 0 && words[2 * i] === 0)) {
      out[i] = ids[i]!;
      continue;
    }
    let part: Part | undefined;
    if (layer === 1 && graph.grid.bits(1) === 10) {
      const low = words[2 * i]!;
      const chunk = (high & 0xffffff) * 64 + (low >>> 26);
      const seg = low & 0x3ffffff;
      if (last !== null && last.chunk === chunk && seg >= last.first && seg < last.first + last.count) {
        slots[i] = lastSlot;
        continue;
      }
      part = graph.cell(chunk, seg);
    } else {
      part = graph.find(String(ids[i]));
    }
    const slot = part === undefined ? undefined : slotOfPart.get(part);
    if (slot !== undefined) slots[i] = slot;
    else {
      slots[i] = parts.length;
      if (part !== undefined) slotOfPart.set(part, parts.length);
      parts.push(part ?? null);
      stays.push(ids[i]!);
    }
    if (part !== undefined && !('layer' in part)) {
      last = part;
      lastSlot = slots[i]!;
    }
  }
  const ends = climbParts(graph, parts, stays, time, stopLayer);
  for (let i = 0; i < ids.length; i++) {
    const slot = slots[i]!;
    if (slot < 0) continue;
    const end = ends[slot]!;
    out[i] = end === 'itself' ? ids[i]! : end;
  }
  return out;
}

function climbParts(
  graph: ChunkedGraph,
  parts: (Part | null)[],
  ids: bigint[],
  time: number,
  stopLayer: number,
): (bigint | 'itself')[] {
  const at = parts.slice();
  const results = new Map<number, bigint | 'itself'>();
  for (;;) {
    const open = at.map((_, i) => i).filter((i) => !results.has(i));
    if (open.length === 0) break;
    const above = open.map((i) => at[i]?.parentAt(time) ?? null);
    if (above.every((node) => node === null)) {
      for (const i of open) {
        const part = at[i];
        const isUnmoved = part === null || part === parts[i];
        results.set(i, isUnmoved || part === undefined ? 'itself' : nodeId(graph, part, ids[i]!));
      }
      break;
    }
    open.forEach((i, k) => {
      const node = above[k];
      if (node === null || node === undefined) results.set(i, 0n);
      else {
        at[i] = node;
        if (layerOf(node) >= stopLayer) results.set(i, BigInt(graph.idOf(node)));
      }
    });
  }
  return parts.map((_, i) => results.get(i)!);
}

function nodeId(graph: ChunkedGraph, part: Part, fallback: bigint): bigint {
  return 'layer' in part ? BigInt(graph.idOf(part)) : fallback;
}
