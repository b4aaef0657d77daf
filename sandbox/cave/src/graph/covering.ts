/** The nodes that cover a set of supervoxels. */
import type { ChunkedGraph } from './graph';
import { Fragment, type GraphNode, SupervoxelRun } from './nodes';

/**
 * The smallest set of nodes with exactly the supervoxels of the given nodes: a complete set of siblings is replaced by
 * its parent. Unknown ids are left out.
 */
export function covering(graph: ChunkedGraph, list: string[]): string[] {
  const nodes = new Set<GraphNode>();
  /** The given supervoxels by the level-2 node that contains them now. */
  const supervoxels = new Map<GraphNode, Set<string>>();
  for (const id of list) {
    const found = graph.find(id);
    if (found instanceof SupervoxelRun) {
      const holder = found.parent;
      if (holder) supervoxels.set(holder, (supervoxels.get(holder) ?? new Set()).add(id));
    } else if (found) nodes.add(found);
  }
  const remaining: string[] = [];
  for (const [holder, givenSupervoxels] of supervoxels) {
    if (holder instanceof Fragment && givenSupervoxels.size === holder.size) nodes.add(holder);
    else remaining.push(...givenSupervoxels);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of [...nodes]) {
      const parent = node.parent;
      if (parent === null || !('children' in parent)) continue;
      const siblings = parent.children as GraphNode[];
      if (!siblings.every((sibling) => nodes.has(sibling))) continue;
      for (const sibling of siblings) nodes.delete(sibling);
      nodes.add(parent);
      changed = true;
    }
  }
  const within = (part: GraphNode | SupervoxelRun): boolean => {
    for (let up = part.parent; up !== null; up = up.parent) if (nodes.has(up)) return true;
    return false;
  };
  const outermost = [...nodes].filter((node) => !within(node)).map((node) => graph.idOf(node));
  return [...remaining.filter((id) => !within(graph.find(id)!)), ...outermost];
}
