/** SWC: a skeleton as a text of rows "id type x y z radius parent". */
import { TtError } from '../../core/errors';
import { GrowableFloat64, GrowableUint32 } from '../numeric/growable-arrays';
import type { Tree } from '../skeletons/tree';
import { orderTree } from '../skeletons/tree-order';
import { asciiBytes, Scanner } from './scanner';

const COMMENT = 35;
/** Above this, numbers no longer tell every whole number from the next. */
const LARGEST_ID = Number.MAX_SAFE_INTEGER;

/**
 * Vertices in the order of the rows, one edge a row that has a parent (child first). Several roots, gaps between the
 * ids and parents that come after their children are all read; what stands after the seventh number is ignored.
 * @throws INPUT where a row cannot be read, an id stands twice, a parent is missing, or rows go round in a ring
 */
export function readSwc(text: string | Uint8Array): Tree {
  const scan = new Scanner(asciiBytes(text), 'the SWC');
  const vertices = new GrowableFloat64();
  const radius = new GrowableFloat64();
  const types = new GrowableUint32();
  const parents = new GrowableFloat64();
  const lines = new GrowableUint32();
  const rows = new Map<number, number>();
  while (scan.seek()) {
    if (scan.bytes[scan.at] !== COMMENT) {
      const id = whole(scan, 'the id');
      if (rows.has(id)) throw scan.wrong(`the id ${id} has stood before`);
      rows.set(id, rows.size);
      const type = whole(scan, 'the type');
      if (type < 0 || type > 255) throw scan.wrong(`the type is ${type}, not a number from 0 to 255`);
      types.push(type);
      for (const axis of ['x', 'y', 'z']) vertices.push(scan.number(axis));
      radius.push(scan.number('the radius'));
      const parent = whole(scan, 'the parent');
      if (parent === id) throw scan.wrong(`the row ${id} is its own parent`);
      parents.push(parent);
      lines.push(scan.line);
    }
    scan.nextLine();
  }
  if (rows.size === 0)
    throw new TtError('INPUT', 'the file holds no row of an SWC ("id type x y z radius parent")');
  const tree: Tree = {
    vertices: vertices.array(),
    edges: edgesOf(parents.array(), lines.array(), rows),
    radius: radius.array(),
    types: Uint8Array.from(types.array()),
  };
  const { loops } = orderTree(tree);
  if (loops > 0)
    throw new TtError('INPUT', `${loops} of the parents in the SWC go round in a ring: it is no tree`);
  return tree;
}

function whole(scan: Scanner, role: string): number {
  const value = scan.number(role);
  if (Number.isInteger(value) && Math.abs(value) <= LARGEST_ID) return value;
  throw scan.wrong(`${role} is ${value}, not a whole number`);
}

function edgesOf(parents: Float64Array, lines: Uint32Array, rows: ReadonlyMap<number, number>): Uint32Array {
  const edges = new GrowableUint32();
  for (let row = 0; row < parents.length; row++) {
    const parent = parents[row]!;
    if (parent < 0) continue;
    const at = rows.get(parent);
    if (at === undefined) {
      throw new TtError(
        'INPUT',
        `line ${lines[row]} of the SWC: its parent ${parent} is not in the file: it is cut`,
      );
    }
    edges.push(row);
    edges.push(at);
  }
  return edges.array();
}

export interface SwcOptions {
  /** Lines for people, written at the top after a #. */
  comments?: readonly string[];
  decimals?: number;
}

/**
 * Rows numbered from 1, parents before children, -1 at roots; coordinates and radii as the tree has them (-1 where a
 * radius is not known). An SWC holds no loops: edges that close one are left out, and a comment says how many.
 */
export function writeSwc(tree: Tree, { comments = [], decimals = 6 }: SwcOptions = {}): string {
  const { vertices, radius, types } = tree;
  const { order, parents, loops } = orderTree(tree);
  const lines = comments.map((comment) => `# ${comment.replace(/[\r\n]+/g, ' ')}`);
  if (loops > 0) lines.push(`# ${loops} edges that closed a loop are left out`);
  lines.push('# id type x y z radius parent');
  const numbers = new Uint32Array(order.length);
  for (const [at, vertex] of order.entries()) {
    numbers[vertex] = at + 1;
    const [x, y, z] = [0, 1, 2].map((axis) => vertices[vertex * 3 + axis]!.toFixed(decimals));
    const parent = parents[vertex]!;
    lines.push(
      `${at + 1} ${types?.[vertex] ?? 0} ${x} ${y} ${z} ${(radius?.[vertex] ?? -1).toFixed(decimals)} ${parent < 0 ? -1 : numbers[parent]!}`,
    );
  }
  lines.push('');
  return lines.join('\n');
}
