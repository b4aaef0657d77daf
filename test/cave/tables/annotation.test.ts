/** The annotation engine's tables. */
import { liveTableInfo, tableNames } from '../../../src/cave/tables/annotation';
import { errorOf } from '../../support/sandbox-driver';
import { json, play, STACK } from '../support';

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
  const { value, sent } = play(liveTableInfo(STACK, 'a b'), () => ({ status: 201, body: '{"id":1}' }));
  // Its id is that of the segmentation table, and not given.
  expect([value, sent[0]!.url]).toEqual([{ table_name: 'a b' }, `${BASE}/a%20b`]);
  expect(errorOf(() => play(liveTableInfo(STACK, 'x'), () => json([])))).toMatchObject({ code: 'DOWN' });
});
