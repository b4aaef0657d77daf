/**
 * Builds the layers above level 2. A node exists only where components meet: a node with a single child skips that
 * layer, as in the real graph, and a node whose children are unchanged keeps its id.
 */
import { chunkX, chunkY, chunkZ, liftChunk } from './grid';
import { Branch, type Fragment, type GraphNode } from './nodes';

const { clz32, max, min } = Math;

/** Lowest layer whose chunk holds both. */
function meetingLayer(a: number, b: number, top: number): number {
  const apart = (chunkX(a) ^ chunkX(b)) | (chunkY(a) ^ chunkY(b)) | (chunkZ(a) ^ chunkZ(b));
  return min(top, max(3, 2 + (32 - clz32(apart))));
}

function sameChildren(node: GraphNode | null, layer: number, children: GraphNode[]): node is Branch {
  if (!(node instanceof Branch) || node.layer !== layer || node.children.length !== children.length)
    return false;
  return children.every((child, i) => node.children[i] === child);
}

/** Number of the current assembly; marks the fragments that belong to it. */
let lists = 0;

/**
 * Children of the root over `fragments` (one connected object, in leaf order). `make` creates a node with its number.
 */
export function assemble(
  fragments: Fragment[],
  top: number,
  time: number,
  make: (layer: number, chunk: number, children: GraphNode[]) => Branch,
): GraphNode[] {
  lists += 1;
  for (let i = 0; i < fragments.length; i++) {
    fragments[i]!.slot = i;
    fragments[i]!.list = lists;
  }
  /** Flat pairs of linked fragments, by the layer where they meet. */
  const meetings: number[][] = Array.from({ length: top + 1 }, () => []);
  for (let i = 0; i < fragments.length; i++) {
    const fragment = fragments[i]!;
    for (const other of fragment.links) {
      if (other.list === lists && other.slot > i) {
        meetings[meetingLayer(fragment.chunk, other.chunk, top)]!.push(i, other.slot);
      }
    }
  }

  const leader = fragments.map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at]!]!;
      at = leader[at]!;
    }
    return at;
  };
  const node: GraphNode[] = fragments.slice();
  for (let layer = 3; layer < top; layer++) {
    const groups = new Map<number, number[]>();
    const pairs = meetings[layer]!;
    for (let k = 0; k < pairs.length; k += 2) {
      const a = find(pairs[k]!);
      const b = find(pairs[k + 1]!);
      if (a === b) continue;
      const low = min(a, b);
      const high = max(a, b);
      leader[high] = low;
      const members = groups.get(low) ?? [low];
      const others = groups.get(high);
      if (others === undefined) members.push(high);
      else {
        for (const other of others) members.push(other);
        groups.delete(high);
      }
      groups.set(low, members);
    }
    for (const [low, members] of groups) {
      const children = members.sort((a, b) => a - b).map((i) => node[i]!);
      const known = children[0]!.parent;
      if (sameChildren(known, layer, children)) {
        node[low] = known;
        continue;
      }
      const created = make(layer, liftChunk(fragments[low]!.chunk, layer), children);
      for (const child of children) child.hang(created, time);
      node[low] = created;
    }
  }
  // Components that are still separate below the root layer become children of the root.
  return node.filter((_, i) => find(i) === i);
}
