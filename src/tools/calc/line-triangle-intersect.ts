/** calc_line_triangle_intersect: where a line from one point to another meets a triangle. */
import { TtError } from '../../core/errors';
import { roundedTo } from '../../core/exact';
import { settleShapes, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import { segmentTriangle } from '../../geometry/predicates/segment-triangle';
import { NO_CACHE, type OutputCell, tableTool } from '../declaration/declare';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { eachRow, pairRows } from './rows';

const MOST_DIGITS = 15;

function meeting(line: Vec3[], triangle: Vec3[], digits: number): OutputCell[] {
  const intersection = segmentTriangle(line, triangle);
  if (intersection.kind === 'point')
    return intersection.at.map((coordinate) => roundedTo(coordinate, digits));
  if (intersection.kind === 'none') return ['no hit'];
  if (intersection.kind === 'along') return ['in plane'];
  throw new TtError(
    'INPUT',
    intersection.what === 'line'
      ? 'line: both ends are the same point'
      : 'triangle: its corners lie on one line',
  );
}

export const lineTriangleTool = tableTool({
  name: 'calc_line_triangle_intersect',
  formula: 'TT_LINE_TRIANGLE',
  family: 'calc',
  summary: 'Gives the point where a line between two points meets a triangle.',
  details:
    'The line ends at its two points. The hit is decided exactly, edges and ends included, and rounded last, halves ' +
    'to the even number. A line that lies in the triangle’s plane and touches it says "in plane".',
  params: [
    {
      name: 'line',
      kind: 'points',
      description: 'two points: two rows, six cells, or text; or one line a row',
    },
    {
      name: 'triangle',
      kind: 'points',
      description: 'three points: three rows, nine cells, or text; or one triangle a row',
    },
    {
      name: 'precision',
      kind: 'number',
      description: 'decimals of the answer',
      optional: true,
      defaultValue: 0,
    },
  ],
  returns: 'x, y, z of the hit, or "no hit"',
  example: {
    formula: '=TT_LINE_TRIANGLE("0,0,0; 1,2,3", "2,0,0; 0,3,0; 0,0,4", 3)',
    shows: '0.522 | 1.043 | 1.565',
  },
  surfaces: EVERYWHERE,
  outputs: axes(''),
  cacheSeconds: NO_CACHE,
  *answer(args) {
    const digits = args.precision as number;
    if (!Number.isInteger(digits) || digits < 0 || digits > MOST_DIGITS) {
      throw new TtError('INPUT', `precision: a whole number from 0 to ${MOST_DIGITS}, not ${digits}`);
    }
    const lines = settleShapes(args.line as Cell[][], 'line', 2);
    const triangles = settleShapes(args.triangle as Cell[][], 'triangle', 3);
    return eachRow(pairRows(lines, triangles, ['line', 'triangle']), ([line, triangle]) =>
      meeting(line, triangle, digits),
    );
  },
});
