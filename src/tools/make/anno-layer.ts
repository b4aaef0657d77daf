/** make_anno_layer: an annotation layer from points in the sheet, as text for TT_LINK. */

import { shownCell } from '../../core/cells/foreign';
import { cellError, idsInCell, readCell } from '../../core/cells/id-cell';
import { readTextCell } from '../../core/cells/text-cell';
import { TtError } from '../../core/errors';
import { isBlankCell, type Row, settleRows, settleShapes, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import { writeDocument } from '../../neuroglancer/document';
import { type Annotation, makeAnnotationLayer, type Shape } from '../../neuroglancer/make-annotations';
import { SEGMENTATION_LAYER } from '../../neuroglancer/scene';
import { CACHE_FOREVER, DATASTACK, type ToolContext, tableTool } from '../declaration/declare';
import { text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { configFor } from '../views/config-for';

const KINDS = ['point', 'line', 'bbox', 'sphere', 'ellipsoid', 'polyline', 'mixed'] as const;
type Kind = (typeof KINDS)[number];

export const annoLayer = tableTool({
  name: 'make_anno_layer',
  formula: 'TT_ANNO_LAYER',
  family: 'make',
  summary: 'Makes an annotation layer from points, as text for TT_LINK.',
  details:
    'A row is one annotation, in viewer voxels. point: x, y, z. line and bbox: two points. sphere: centre and radius, ' +
    'counted in voxels along x and round in nm. ellipsoid: centre and radii along x, y, z. polyline: a point a row, a ' +
    'blank row ends one, its description and ids stand in its first row. mixed: the kind in the first cell, its ' +
    'numbers after it. Linked ids are text, several in a cell with commas; each annotation gets one flat list.',
  params: [
    { name: 'points', kind: 'points', description: 'a range with one annotation a row' },
    { name: 'kind', kind: 'choice', description: 'what a row is', choices: KINDS },
    { name: 'name', kind: 'text', description: 'the layer’s name' },
    {
      name: 'descriptions',
      kind: 'range',
      description: 'a column of texts beside the points',
      optional: true,
    },
    {
      name: 'linked_ids',
      kind: 'range',
      description: 'a column of segment ids beside the points',
      optional: true,
    },
    {
      name: 'linked_layer',
      kind: 'text',
      description: 'the segmentation layer that linked ids belong to; TT_LINK’s own without it',
      optional: true,
      defaultValue: '',
    },
    DATASTACK,
  ],
  returns: 'one cell of JSON text',
  example: { formula: '=TT_ANNO_LAYER(A2:C9, "point", "boutons")', shows: '{"type":"annotation" and so on' },
  surfaces: EVERYWHERE,
  outputs: [text('layer')],
  cacheSeconds: CACHE_FOREVER,
  *answer(args, ctx) {
    const rows = args.points as Cell[][];
    const kind = args.kind as Kind;
    const isSphere = (cells: Cell[]) => wordIn(cells) === 'sphere';
    const rounds = kind === 'sphere' || (kind === 'mixed' && rows.some(isSphere));
    const stretch = rounds ? yield* stretchOf(ctx) : [1, 1, 1];
    const shapes = kind === 'polyline' ? polylines(rows) : shapesOf(rows, kind, stretch);
    const descriptions = beside(args.descriptions, rows.length, 'descriptions');
    const linkedCells = beside(args.linked_ids, rows.length, 'linked_ids');
    const annotations: Annotation[] = shapes.map(({ shape, row }) => ({
      shape,
      description: descriptionIn(descriptions[row], row),
      linked: idsIn(linkedCells[row] ?? null, row),
    }));
    if (annotations.length === 0) throw new TtError('INPUT', 'points: there is no annotation in this range');
    const layer = makeAnnotationLayer({
      name: String(args.name),
      annotations,
      ...(linkedCells.length > 0 ? { linkedLayer: String(args.linked_layer || SEGMENTATION_LAYER) } : {}),
    });
    return [[writeDocument(layer)]];
  },
});

const wordIn = (cells: readonly Cell[]): string => shownCell(cells[0]).toLowerCase();

function descriptionIn(cell: Cell | undefined, row: number): string {
  const text = isBlankCell(cell) ? '' : readTextCell(cell);
  if (typeof text === 'string') return text;
  throw new TtError('INPUT', `descriptions, row ${row + 1}: ${text.reason}`);
}

interface Placed {
  shape: Shape;
  /** Row of the range, from 0: it also holds the description and the ids. */
  row: number;
}

/** For each axis, the number of voxels that are as long as one voxel along x. */
function* stretchOf(ctx: ToolContext): Work<number[]> {
  const config = yield* configFor(ctx);
  const nm = config.resolution;
  if (!nm) {
    throw new TtError('NONE', `${ctx.datastack} has no resolution on record: spheres cannot be drawn round`);
  }
  return nm.map((size) => nm[0]! / size);
}

function shapesOf(
  rows: readonly Cell[][],
  kind: Exclude<Kind, 'polyline'>,
  stretch: readonly number[],
): Placed[] {
  if (kind !== 'mixed') return placeRows(settle(rows, kind, stretch));
  return rows.flatMap((cells, row) => {
    if (cells.every(isBlankCell)) return [];
    const word = wordIn(cells) as Kind;
    if (!KINDS.includes(word) || word === 'mixed') {
      const kinds = KINDS.filter((one) => one !== 'mixed').join(', ');
      throw new TtError(
        'INPUT',
        `points, row ${row + 1}: "${shownCell(cells[0])}" is no kind. Kinds: ${kinds}`,
      );
    }
    const rest = [cells.slice(1)];
    try {
      const shape = word === 'polyline' ? inOneRow(rest) : placeRows(settle(rest, word, stretch))[0]?.shape;
      if (!shape) throw new TtError('INPUT', 'points: no numbers follow the kind');
      return [{ shape, row }];
    } catch (error) {
      if (!(error instanceof TtError)) throw error;
      throw new TtError(error.code, error.message.replace(/^points/, `points, row ${row + 1}`));
    }
  });
}

function placeRows(rows: Row<Shape>[]): Placed[] {
  return rows.flatMap((shape, row) => {
    if (shape instanceof TtError) throw shape;
    return shape ? [{ shape, row }] : [];
  });
}

function settle(
  rows: readonly Cell[][],
  kind: Exclude<Kind, 'polyline' | 'mixed'>,
  stretch: readonly number[],
): Row<Shape>[] {
  if (kind === 'point') {
    return settleRows(rows, 'points', 3).map((row) => result(row, (point) => ({ kind: 'point', point })));
  }
  if (kind === 'sphere') {
    return settleRows(rows, 'points', null).map((row, i) => {
      if (Array.isArray(row) && row.length !== 4) {
        return new TtError(
          'INPUT',
          `points, row ${i + 1}: ${row.length} numbers; a sphere is x, y, z and a radius`,
        );
      }
      return result(row, ([x, y, z, radius]) => ({
        kind: 'ellipsoid',
        center: [x!, y!, z!],
        radii: stretch.map((factor) => Math.abs(radius!) * factor),
      }));
    });
  }
  return pairs(rows).map((row) =>
    result(row, ([a, b]) =>
      kind === 'ellipsoid' ? { kind, center: a!, radii: b!.map(Math.abs) } : { kind, pointA: a!, pointB: b! },
    ),
  );
}

/** Two points per row. A range of two rows with one point each is two wrong rows here, not one pair. */
const pairs = (rows: readonly Cell[][]): Row<Vec3[]>[] =>
  rows.length === 1
    ? settleShapes(rows, 'points', 2)
    : rows.map((row, i) => {
        const found = row.every(isBlankCell) ? [null] : settleShapes([row], `points, row ${i + 1}`, 2);
        return found[0] ?? null;
      });

function result<T>(row: Row<T>, make: (value: T) => Shape): Row<Shape> {
  if (row === null || row instanceof TtError) return row as TtError | null;
  return make(row as T);
}

function polylines(rows: readonly Cell[][]): Placed[] {
  const lines: { points: number[][]; row: number }[] = [];
  let open = false;
  settleRows(rows, 'points', 3).forEach((point, row) => {
    if (point instanceof TtError) throw point;
    if (point && !open) lines.push({ points: [], row });
    if (point) lines[lines.length - 1]!.points.push(point);
    open = point !== null;
  });
  const short = lines.find((line) => line.points.length < 2);
  if (short) throw new TtError('INPUT', `points, row ${short.row + 1}: a polyline has two points or more`);
  return lines.map(({ points, row }) => ({ shape: { kind: 'polyline', points }, row }));
}

function inOneRow(rows: readonly Cell[][]): Shape {
  const [row] = settleRows(rows, 'points', null);
  if (row instanceof TtError) throw row;
  const numbers = row ?? [];
  if (numbers.length < 6 || numbers.length % 3 !== 0) {
    throw new TtError('INPUT', `points: ${numbers.length} numbers; a polyline has two points or more`);
  }
  const points: number[][] = [];
  for (let at = 0; at < numbers.length; at += 3) points.push(numbers.slice(at, at + 3));
  return { kind: 'polyline', points };
}

/** A column beside the points: its first cell in each row. */
function beside(value: unknown, rows: number, name: string): Cell[] {
  if (!Array.isArray(value)) return [];
  const column =
    (value as Cell[][]).length === 1 ? (value as Cell[][])[0]! : (value as Cell[][]).map((row) => row[0]!);
  if (column.length > rows && column.slice(rows).some((cell) => !isBlankCell(cell))) {
    throw new TtError('INPUT', `${name}: ${column.length} cells for ${rows} rows of points`);
  }
  return column;
}

function idsIn(cell: Cell, row: number): string[] {
  const read = readCell(cell);
  const ids = idsInCell(read);
  const error = ids.length === 0 ? cellError(read) : null;
  if (error) throw new TtError(error.code, `linked_ids, row ${row + 1}: ${error.message}`);
  return ids;
}
