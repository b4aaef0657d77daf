/** A datastack whose record has no viewer resolution: only positions need one. */
import type { Datastack } from '../../../src/cave/client/datastack';
import { readArgs } from '../../../src/tools/declaration/args';
import { caveTable } from '../../../src/tools/get/cave-table';
import { planTable } from '../../../src/tools/tables/table-plan';
import { findRows, rowCells } from '../../../src/tools/tables/table-rows';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const stack = cave.stack();
const unset = { viewer_resolution_x: null, viewer_resolution_y: null, viewer_resolution_z: null };
/** No published configuration has this name. */
const bare: Datastack = { ...stack, name: 'nowhere', record: { ...stack.record, ...unset } };

const cells = (columns: string) => {
  const ctx = cave.ctx();
  const plan = cave.run(planTable(stack, readArgs(caveTable, ['cell_info', '', columns, 3]), ctx));
  const found = cave.run(findRows(stack, plan, 3, ctx.cache));
  return rowCells(bare, plan, found);
};

test('ids, texts and booleans are shown', () => {
  expect(cells('id, tag, pt_root_id, valid')).toHaveLength(3);
});

test('positions are refused in words', () => {
  expect(errorOf(() => cells('id, pt_position'))).toMatchObject({
    code: 'NONE',
    message: expect.stringContaining('has no viewer resolution'),
  });
});
