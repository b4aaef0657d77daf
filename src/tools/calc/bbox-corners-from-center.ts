/** calc_bbox_corners_from_center: the two corners of a box around a point. */
import { TtError } from '../../core/errors';
import { type Row, settlePoints, settleRows, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import { NO_CACHE, tableTool } from '../declaration/declare';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { eachRow, pairRows } from './rows';

/** Half of an odd size is truncated on both sides, so the box is one voxel smaller along that axis. */
export function corners(center: Vec3, dims: Vec3): [Vec3, Vec3] {
  const half = dims.map((size) => Math.trunc(size / 2));
  const corner = (turn: number) => center.map((x, k) => x + turn * half[k]!) as Vec3;
  return [corner(-1), corner(1)];
}

/** Three sizes, or one for all axes. */
function readDims(row: Row<number[]>, where: string): Row<Vec3> {
  if (!Array.isArray(row)) return row;
  const dims = row.length === 1 ? [row[0]!, row[0]!, row[0]!] : row;
  if (dims.length !== 3) return new TtError('INPUT', `${where}: three sizes, or one, not ${dims.length}`);
  if (dims.some((size) => size < 0)) {
    return new TtError('INPUT', `${where}: a size is not below 0, as in ${dims.join(', ')}`);
  }
  return dims as Vec3;
}

export const bboxTool = tableTool({
  name: 'calc_bbox_corners_from_center',
  formula: 'TT_BBOX',
  family: 'calc',
  summary: 'Gives the lowest and the highest corner of a box around a point.',
  details:
    'Sizes are full widths in voxels. Half of an odd size is cut toward zero on both sides, so 7 gives a box 6 ' +
    'wide. Several centers give one row of six each.',
  params: [
    { name: 'center', kind: 'points', description: 'the middle of the box, or one a row' },
    { name: 'dims', kind: 'points', description: 'widths along x, y and z, or one for all' },
  ],
  returns: 'two rows of three cells: lowest corner, highest corner; for several centers one row of six each',
  example: { formula: '=TT_BBOX("1, 2, 3", "10, 7, 4")', shows: '-4 | -1 | 1 and below 6 | 5 | 5' },
  surfaces: EVERYWHERE,
  outputs: axes('', ['1', '2']),
  cacheSeconds: NO_CACHE,
  *answer(args) {
    const sizes = settleRows(args.dims as Cell[][], 'dims', null);
    const dims = sizes.map((row, i) => readDims(row, sizes.length > 1 ? `dims, row ${i + 1}` : 'dims'));
    const centers = settlePoints(args.center as Cell[][], 'center');
    const pairs = pairRows(centers, dims, ['center', 'dims']);
    const only = pairs[0];
    if (pairs.length === 1 && Array.isArray(only)) return corners(...only);
    return eachRow(pairs, (pair) => corners(...pair).flat());
  },
});
