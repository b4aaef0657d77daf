/**
 * Builds the layers above level 2. A node exists only where components meet: a node with a single child skips that
 * layer, as in the real graph, and a node whose children are unchanged keeps its id.
 */
import { chunkX, chunkY, chunkZ, liftChunk } from './grid';
import { Branch, type Fragment, type GraphNode } from './nodes';

const { clz32, max, min } = Math;

/** The lowest layer at which one chunk contains both. */
function meetingLayer(a: number, b: number, top: number): number {
  const apart = (chunkX(a) ^ chunkX(b)) | (chunkY(a) ^ chunkY(b)) | (chunkZ(a) ^ chunkZ(b));
  return min(top, max(3, 2 + (32 - clz32(apart))));
}

function sameChildren(node: GraphNode | null, layer: number, children: GraphNode[]): node is Branch {
  if (!(node instanceof Branch) || node.layer !== layer || node.children.length !== children.length)
    return false;
  return children.every((child, i) => node.children[i] === child);
}

/** Number of the current assembly, which marks its fragments. */
let lists = 0;

/** Working memory by position in the list. An assembly ends before the next one begins. */
let leader = new Int32Array(0);
/**
 * True if a leader has a group at the current layer. The members of a group form a linked list from the leader to the
 * last.
 */
let hasGroup = new Uint8Array(0);
let after = new Int32Array(0);
let last = new Int32Array(0);

function makeRoom(length: number): void {
  leader = new Int32Array(length);
  hasGroup = new Uint8Array(length);
  after = new Int32Array(length);
  last = new Int32Array(length);
}

function find(i: number): number {
  let at = i;
  while (leader[at] !== at) {
    leader[at] = leader[leader[at]!]!;
    at = leader[at]!;
  }
  return at;
}

const ascending = (a: number, b: number): number => a - b;

/**
 * The children of the root over `fragments` (one connected object, in leaf order). `make` creates a node with its
 * number.
 */
export function assemble(
  fragments: Fragment[],
  top: number,
  time: number,
  make: (layer: number, chunk: number, children: GraphNode[]) => Branch,
): GraphNode[] {
  lists += 1;
  const count = fragments.length;
  if (leader.length < count) makeRoom(2 * count);
  for (let i = 0; i < count; i++) {
    const fragment = fragments[i]!;
    fragment.slot = i;
    fragment.list = lists;
    leader[i] = i;
    hasGroup[i] = 0;
  }
  /** Pairs of linked fragments in flat lists, by the layer at which they meet. */
  const meetings: number[][] = Array.from({ length: top + 1 }, () => []);
  for (let i = 0; i < count; i++) {
    const fragment = fragments[i]!;
    for (const other of fragment.links) {
      if (other.list === lists && other.slot > i) {
        meetings[meetingLayer(fragment.chunk, other.chunk, top)]!.push(i, other.slot);
      }
    }
  }

  const node: GraphNode[] = fragments.slice();
  for (let layer = 3; layer < top; layer++) {
    const pairs = meetings[layer]!;
    /** Leaders of the groups that meet at this layer, in the order of discovery; some are merged into others later. */
    const groups: number[] = [];
    for (let k = 0; k < pairs.length; k += 2) {
      const a = find(pairs[k]!);
      const b = find(pairs[k + 1]!);
      if (a === b) continue;
      const low = min(a, b);
      const high = max(a, b);
      leader[high] = low;
      if (hasGroup[low] === 0) {
        hasGroup[low] = 1;
        groups.push(low);
        last[low] = low;
      }
      after[last[low]!] = high;
      last[low] = hasGroup[high] === 0 ? high : last[high]!;
      hasGroup[high] = 0;
    }
    for (const low of groups) {
      if (hasGroup[low] === 0) continue;
      hasGroup[low] = 0;
      const members = [low];
      for (let at = low; at !== last[low]; ) {
        at = after[at]!;
        members.push(at);
      }
      const children = members.sort(ascending).map((i) => node[i]!);
      const commonParent = children[0]!.parent;
      if (sameChildren(commonParent, layer, children)) {
        node[low] = commonParent;
        continue;
      }
      const newNode = make(layer, liftChunk(fragments[low]!.chunk, layer), children);
      for (const child of children) child.hang(newNode, time);
      node[low] = newNode;
    }
  }
  // Components that are still separate below the root layer become children of the root.
  return node.filter((_, i) => leader[i] === i);
}
