/**
 * The walk from nodes down to a layer, as PyChunkedGraph does it: all nodes of a request step by step together, with
 * one owner for each node of a step. A node that two requested roots share in the same step is listed under one of them
 * only, the last. Two roots share nodes only where one descends from the other.
 */
import { Branch, Fragment, type GraphNode, SupervoxelRun } from './nodes';

/**
 * Nodes of a layer in breadth order; supervoxels as the level-2 nodes that hold them, in the order of the published
 * examples.
 */
export type Leaves = { nodes: GraphNode[] } | { supervoxelsOf: Fragment[] } | { itself: true };

/** Whether a child is in the requested box; null for no box. */
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
