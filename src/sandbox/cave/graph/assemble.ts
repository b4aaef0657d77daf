/**
 * Builds the layers above level 2. A node stands only where components meet: a chain without company skips the
 * layers between, as in the real graph, and a node whose children are unchanged keeps its id.
 */
import { chunkX, chunkY, chunkZ, liftChunk } from './grid';
import { Branch, type Fragment, type GraphNode } from './nodes';

/** Lowest layer whose chunk holds both. */
function meetingLayer(a: number, b: number, top: number): number {
  const apart = (chunkX(a) ^ chunkX(b)) | (chunkY(a) ^ chunkY(b)) | (chunkZ(a) ^ chunkZ(b));
  return Math.min(top, Math.max(3, 2 + (32 - Math.clz32(apart))));
}

function sameChildren(node: GraphNode | null, layer: number, children: GraphNode[]): node is Branch {
  if (!(node instanceof Branch) || node.layer !== layer || node.children.length !== children.length)
    return false;
  return children.every((child, i) => node.children[i] === child);
}

/**
 * Children of the root over `fragments` (one connected object, in leaf order). `make` gives a new node its number.
 */
export function assemble(
  fragments: Fragment[],
  top: number,
  time: number,
  make: (layer: number, chunk: number, children: GraphNode[]) => Branch,
): GraphNode[] {
  const place = new Map<GraphNode, number>();
  fragments.forEach((fragment, i) => {
    place.set(fragment, i);
  });
  const meetings: [number, number][][] = Array.from({ length: top + 1 }, () => []);
  fragments.forEach((fragment, i) => {
    for (const other of fragment.links) {
      const j = place.get(other);
      if (j !== undefined && j > i) meetings[meetingLayer(fragment.chunk, other.chunk, top)]!.push([i, j]);
    }
  });

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
    for (const [i, j] of meetings[layer]!) {
      const [a, b] = [find(i), find(j)];
      if (a === b) continue;
      const [low, high] = a < b ? [a, b] : [b, a];
      leader[high] = low;
      const members = groups.get(low) ?? [low];
      members.push(...(groups.get(high) ?? [high]));
      groups.delete(high);
      groups.set(low, members);
    }
    for (const [low, members] of groups) {
      const children = members.sort((a, b) => a - b).map((i) => node[i]!);
      const known = children[0]!.parent;
      if (sameChildren(known, layer, children)) {
        node[low] = known;
        continue;
      }
      const made = make(layer, liftChunk(fragments[low]!.chunk, layer), children);
      for (const child of children) child.hang(made, time);
      node[low] = made;
    }
  }
  // What is still apart below the root layer hangs from the root.
  return node.filter((_, i) => find(i) === i);
}
