/** Cuts the supervoxels of one level-2 node in two. */
import type { Family } from './family';
import type { GridPoint } from './grid';
import { Fragment, type GraphNode, SupervoxelRun } from './nodes';
import { offsetOf } from './piece-shape';

/** Two lists of cells; the first has `count` supervoxels. A cell at the border is cut in two. */
export function divideCells(
  family: Family,
  fragment: Fragment,
  count: number,
): [SupervoxelRun[], SupervoxelRun[]] {
  let remaining = count;
  for (const cell of fragment.cells.slice()) {
    if (remaining > 0 && remaining < cell.count) cutCell(family, cell, remaining, fragment);
    remaining -= Math.min(remaining, cell.count);
  }
  let size = 0;
  const first: SupervoxelRun[] = [];
  const second: SupervoxelRun[] = [];
  for (const cell of fragment.cells) {
    (size < count ? first : second).push(cell);
    size += cell.count;
  }
  return [first, second];
}

/** A point inside the cells: the point of the whole piece, if its first supervoxel is among them. */
export function pointOf(family: Family, cells: SupervoxelRun[]): GridPoint {
  const { grid } = family.graph;
  for (const cell of cells) {
    const index = family.anchors.findIndex(
      (anchor) =>
        anchor.chunk === cell.chunk && cell.first >= anchor.first && cell.first < anchor.first + anchor.span,
    );
    const anchor = family.anchors[index];
    if (anchor === undefined) continue;
    const place = family.places[index]!;
    if (cells.some((part) => part.first === family.heads[index])) return place;
    const middle = cell.first - anchor.first + Math.floor(cell.count / 2);
    const offset = offsetOf(middle, anchor.span);
    const at = place.map((nm, k) => nm + offset[k]! * grid.facts.resolution[k]!) as unknown as GridPoint;
    return grid.chunkAt(at) === cell.chunk ? at : place;
  }
  const { parent } = cells[0]!;
  return parent instanceof Fragment ? parent.rep : [0, 0, 0];
}

function cutCell(family: Family, cell: SupervoxelRun, count: number, holder: Fragment): void {
  const rest = new SupervoxelRun(cell.chunk, cell.first + count, cell.count - count, cell.piece);
  rest.parent = cell.parent;
  rest.since = cell.since;
  rest.past = cell.past?.slice() ?? null;
  cell.count = count;
  family.addCell(rest);
  const holders = new Set<GraphNode>([holder, ...(cell.past ?? []).map((entry) => entry.node)]);
  for (const node of holders) {
    if (!(node instanceof Fragment)) continue;
    const at = node.cells.indexOf(cell);
    if (at >= 0 && node.cells[at + 1] !== rest) node.cells.splice(at + 1, 0, rest);
  }
}
