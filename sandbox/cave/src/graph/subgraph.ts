/**
 * The walk from nodes down to a layer, as in PyChunkedGraph: all nodes of a request advance step by step together, and
 * each node of a step has one owner. A node that two requested roots share in the same step is listed only under the
 * last of them. Two roots share nodes only if one descends from the other.
 */
import { Branch, Fragment, type GraphNode, SupervoxelRun } from './nodes';

/**
 * Nodes of a layer in breadth-first order. Supervoxels are given by the level-2 nodes that contain them, in the order
 * of the published examples.
 */
export type Leaves = { nodes: GraphNode[] } | { supervoxelsOf: Fragment[] } | { itself: true };

/** True if a child is in the requested box; null without a box. */
export type ChunkFilter = ((chunk: number, layer?: number) => boolean) | null;

export function leavesBelow(
  request: readonly (GraphNode | SupervoxelRun | undefined)[],
  layer: number,
  box: ChunkFilter,
): Leaves[] {
  const found: Leaves[] = request.map((node) => {
    if (node instanceof SupervoxelRun) return layer === 1 ? { itself: true } : { nodes: [] };
    if (node !== undefined && node.layer === layer) return { nodes: [node] };
    return layer === 1 ? { supervoxelsOf: [] } : { nodes: [] };
  });
  let frontier = new Map<GraphNode, number>();
  request.forEach((node, i) => {
    if (node !== undefined && !(node instanceof SupervoxelRun)) frontier.set(node, i);
  });
  while (frontier.size > 0) {
    const next = new Map<GraphNode, number>();
    for (const [node, owner] of frontier) {
      const list = found[owner]!;
      if (node instanceof Fragment) {
        if ('supervoxelsOf' in list) list.supervoxelsOf.push(node);
        continue;
      }
      if (!(node instanceof Branch)) continue;
      for (const child of node.children) {
        if (box !== null && !box(child.chunk, child.layer)) continue;
        if (child.layer === layer && 'nodes' in list) list.nodes.push(child);
        if (child.layer > layer) next.set(child, owner);
      }
    }
    frontier = next;
  }
  for (const list of found) {
    if ('supervoxelsOf' in list) list.supervoxelsOf.sort((a, b) => a.order - b.order);
  }
  return found;
}
