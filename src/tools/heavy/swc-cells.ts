/**
 * Reads a skeleton from an argument: rows of an SWC file in cells, one line per cell, or the whole text in one cell.
 */
import { shownCell } from '../../core/cells/foreign';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { readSwc } from '../../geometry/formats/swc';
import type { Tree } from '../../geometry/skeletons/tree';

/** `what` names the argument. Coordinates stay in the unit of the file. */
export const treeOfCells = (rows: readonly Cell[][], what: string): Tree =>
  readSwc(rows.map((row) => row.map((cell) => wordOf(cell, what)).join(' ')).join('\n'));

function wordOf(cell: Cell, what: string): string {
  if (cell === null || typeof cell === 'string') return cell ?? '';
  if (typeof cell === 'number') return cell.toString();
  throw new TtError('INPUT', `${what}: ${shownCell(cell)} is no number of an SWC`);
}

/** True if the rows are those of an SWC file: it has seven numbers per row, two points have six. */
export function areSwcRows(rows: readonly (readonly Cell[])[]): boolean {
  for (const row of rows) {
    const lines = row.length === 1 && typeof row[0] === 'string' ? row[0].split('\n') : [row.join(' ')];
    const first = lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#'));
    if (first !== undefined) return /^[0-9]+\s+-?[0-9]+(?:\s+\S+){5}/.test(first) && !/[,;]/.test(first);
  }
  return false;
}

/** Both ends of each edge: six numbers per edge, from the child to its parent. */
export function edgesOfTree({ vertices, edges }: Tree): Float64Array {
  const ends = new Float64Array(edges.length * 3);
  edges.forEach((vertex, i) => {
    ends.set(vertices.subarray(3 * vertex, 3 * vertex + 3), 3 * i);
  });
  return ends;
}
