/** SWC: a skeleton as text with rows "id type x y z radius parent". */
import { TtError } from '../../core/errors';
import { GrowableFloat64, GrowableUint32 } from '../numeric/growable-arrays';
import type { Tree } from '../skeletons/tree';
import { orderTree } from '../skeletons/tree-order';
import { textBytes } from './plain-bytes';
import { Scanner } from './scanner';

const COMMENT = '#';
/** Words that programs write for an unknown radius. */
const NO_RADIUS = /^(?:na|n\/a|none|null|-?nan|-?inf(?:inity)?|-)$/i;

/** A row's id: a number if a double holds it exactly, else its digits. */
type RowId = number | string;

/**
 * Vertices in the order of the rows, and one edge per row with a parent (child first). Several roots, gaps between ids,
 * ids of any length, and parents after their children are accepted. A parent below 0 makes a root; so does 0 if no row
 * has that id. Text after the seventh number is ignored. Unknown radii are -1.
 * @throws INPUT if a row cannot be read, an id repeats, a parent is missing, or rows form a cycle
 */
export function readSwc(text: string | Uint8Array): Tree {
  const scan = new Scanner(textBytes(text, 'the SWC'), 'the SWC', { comment: COMMENT });
  const vertices = new GrowableFloat64();
  const radius = new GrowableFloat64();
  const types = new GrowableUint32();
  const parents: RowId[] = [];
  const lines = new GrowableUint32();
  const rows = new Map<RowId, number>();
  for (; seekRow(scan); scan.nextLine()) {
    const id = readId(scan, 'the id');
    if (rows.has(id)) throw scan.wrong(`the id ${id} has stood before`);
    rows.set(id, rows.size);
    const type = readId(scan, 'the type');
    if (typeof type !== 'number' || type < 0 || type > 255) {
      throw scan.wrong(`the type is ${type}, not a number from 0 to 255`);
    }
    types.push(type);
    for (const axis of ['x', 'y', 'z']) vertices.push(scan.number(axis));
    radius.push(readRadius(scan));
    const parent = readId(scan, 'the parent');
    if (parent === id) throw scan.wrong(`the row ${id} is its own parent`);
    parents.push(parent);
    lines.push(scan.line);
  }
  if (rows.size === 0)
    throw new TtError('INPUT', 'the file holds no row of an SWC ("id type x y z radius parent")');
  const tree: Tree = {
    vertices: vertices.array(),
    edges: edgesOf(parents, lines.array(), rows),
    radius: radius.array(),
    types: Uint8Array.from(types.array()),
  };
  const { loops } = orderTree(tree);
  if (loops > 0)
    throw new TtError('INPUT', `${loops} of the parents in the SWC go round in a ring: it is no tree`);
  return tree;
}

/** Moves to the next line that is not only a comment. */
function seekRow(scan: Scanner): boolean {
  while (scan.lineEnds()) {
    if (scan.done) return false;
    scan.nextLine();
  }
  return true;
}

/** An integer, also in the form 12.0 or beyond 2^53. */
function readId(scan: Scanner, role: string): RowId {
  const at = scan.at;
  const word = scan.word();
  const digits = /^([+-]?)0*(\d+)(?:\.0*)?$/.exec(word);
  if (digits) {
    // biome-ignore lint/plugin: digits that were checked
    const value = Number(`${digits[1]}${digits[2]}`);
    return Number.isSafeInteger(value) ? value : `${digits[1]!.replace('+', '')}${digits[2]}`;
  }
  scan.at = at;
  const value = scan.number(role);
  if (Number.isSafeInteger(value)) return value;
  throw scan.wrong(`${role} is ${value}, not a whole number`);
}

function readRadius(scan: Scanner): number {
  if (scan.lineEnds()) throw scan.wrong('the radius is missing');
  const at = scan.at;
  if (NO_RADIUS.test(scan.word())) return -1;
  scan.at = at;
  return scan.number('the radius');
}

const isRoot = (parent: RowId): boolean => (typeof parent === 'number' ? parent < 0 : parent.startsWith('-'));

function edgesOf(
  parents: readonly RowId[],
  lines: Uint32Array,
  rows: ReadonlyMap<RowId, number>,
): Uint32Array {
  const edges = new GrowableUint32();
  for (const [row, parent] of parents.entries()) {
    const at = rows.get(parent);
    if (at === undefined) {
      if (isRoot(parent) || parent === 0) continue;
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
  /** Lines for people, written at the start of the file after a #. */
  comments?: readonly string[];
  decimals?: number;
}

/**
 * Rows are numbered from 1, parents before children, with parent -1 at roots; coordinates and radii as in the tree (-1
 * for an unknown radius). SWC has no loops: edges that close one are left out, and a comment states their number.
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
