/** Formats of owned columns come from what the jobs declare, and from nothing else. */
import { formatOfColumn } from '../../../../src/addon/sheet/cells/column-formats';
import { toolsOn } from '../../../../src/tools/registry';

test.each([
  ['current_id', '@'],
  ['anchor_supervoxel', '@'],
  ['share', '@'],
  ['swamp_points', '@'],
  ['volume_um3', '#,##0.000'],
  ['cable_length', '#,##0'],
  ['total_syn', '#,##0'],
  ['mesh_crossings', '#,##0'],
  ['proofread', ''],
  ['working_link', ''],
  ['a column of somebody’s own', ''],
  ['constructor', ''],
])('%s: %p', (header, format) => {
  expect(formatOfColumn(header)).toBe(format);
});

test('every column that a job can write is known: ids and texts stay text', () => {
  for (const { outputs } of toolsOn('columnJob')) {
    for (const { name, format } of outputs) {
      expect([name, formatOfColumn(name) === '@']).toEqual([name, format === 'id' || format === 'text']);
    }
  }
});
