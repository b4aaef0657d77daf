/** The annotation engine's tables. */
import { liveTableInfo, tableNames } from '../../../src/cave/tables/annotation';
import { errorOf } from '../../support/sandbox-driver';
import { json, play, STACK, TABLE_RECORD } from '../support';

const BASE = 'https://local.test/annotation/api/v2/aligned_volume/minnie65_phase3/table';

test('names', () => {
  const { value, sent } = play(tableNames(STACK), () => json(['synapses', 'nuclei']));
  expect([value, sent[0]!.url]).toEqual([['synapses', 'nuclei'], BASE]);
  expect(errorOf(() => play(tableNames(STACK), () => json({})))).toMatchObject({ code: 'DOWN' });
});

test('without an aligned volume there are none', () => {
  const stack = { ...STACK, record: { ...STACK.record, aligned_volume: null } };
  const error = errorOf(() => play(tableNames(stack), () => json([])));
  expect(error).toMatchObject({ code: 'NONE', message: expect.stringContaining('no aligned volume') });
});

test('a description arrives as 201', () => {
  const { id: _id, created: _created, table_name: _name, ...record } = TABLE_RECORD;
  const segmentation = { id: 1, table_name: 'a b__t', created: '2020-11-04T12:44:43.123456' };
  const body = JSON.stringify({ ...record, ...segmentation });
  const { value, sent } = play(liveTableInfo(STACK, 'a b'), () => ({ status: 201, body }));
  // Id and creation are those of the segmentation table, and not given.
  expect([value, sent[0]!.url]).toEqual([{ ...record, table_name: 'a b' }, `${BASE}/a%20b`]);
  for (const key of ['description', 'schema_type', 'voxel_resolution_z']) {
    const renamed = body.replace(`"${key}"`, `"x_${key}"`);
    expect(errorOf(() => play(liveTableInfo(STACK, 'a b'), () => ({ body: renamed })))).toMatchObject({
      code: 'DOWN',
    });
  }
  expect(errorOf(() => play(liveTableInfo(STACK, 'x'), () => json([])))).toMatchObject({ code: 'DOWN' });
});
