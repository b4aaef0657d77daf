/** Tools that answer tables: configurations, official records, supervoxels, datastacks. */
import { errorOf, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf, tableOf } from '../support';

let cave: TestEnvironment;
beforeAll(() => {
  cave = testEnvironment();
});

describe('TT_CONFIG', () => {
  test('a published one answers without a request', () => {
    cave.forget();
    const banc = { datastack: 'brain_and_nerve_cord' };
    expect(tableOf(cave, 'TT_CONFIG', ['resolution'], banc)).toEqual([['4, 4, 45']]);
    expect(tableOf(cave, 'TT_CONFIG', ['synapse_table_name'], banc)).toEqual([['synapses_v2']]);
    const rows = tableOf(cave, 'TT_CONFIG', [], banc);
    expect(rows).toContainEqual(['dataset_display_name', 'BANC']);
    expect(rows.length).toBeGreaterThan(35);
    expect(cave.sent).toHaveLength(0);
  });
  test('a key that there is not is answered with those that there are', () => {
    expect(errorOf(() => tableOf(cave, 'TT_CONFIG', ['resolutio']))).toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/^key: there is no "resolutio". There are .*resolution/),
    });
  });
  test('a dotted family of keys', () => {
    const rows = tableOf(cave, 'TT_CONFIG', ['extra']);
    expect(rows).toEqual([['extra.manc_seg_source_url', expect.stringContaining('precomputed://')]]);
  });
  test('a datastack that CAVE does not have', () => {
    expect(errorOf(() => tableOf(cave, 'TT_CONFIG', [], { datastack: 'nope' }))).toMatchObject({
      code: 'NONE',
    });
  });
  test('seven names', () => {
    expect(tableOf(cave, 'TT_CONFIGS', [])).toHaveLength(7);
    expect(tableOf(cave, 'TT_CONFIGS', [])).toContainEqual(['brain_and_nerve_cord']);
  });
});

test('TT_STACKS and TT_STACK_INFO', () => {
  expect(tableOf(cave, 'TT_STACKS', [])).toEqual(cave.sandbox.datastacks.map((name) => [name]));
  expect(tableOf(cave, 'TT_STACK_INFO', ['synapse_table'])).toEqual([['synapses_v2']]);
  expect(tableOf(cave, 'TT_STACK_INFO', ['aligned_volume'])).toContainEqual([
    'aligned_volume.name',
    'brain_and_nerve_cord',
  ]);
  expect(errorOf(() => tableOf(cave, 'TT_STACK_INFO', [], { token: 'nobody' }))).toMatchObject({
    code: 'TOKEN',
  });
});

describe('TT_SUPERVOXELS', () => {
  test('all of a segment’s, as text', () => {
    const { truth } = cave.sandbox;
    const [id] = truth.sampleCurrent(1) as [string];
    const cells = tableOf(cave, 'TT_SUPERVOXELS', [id]).flat() as string[];
    expect([...cells].sort()).toEqual([...truth.supervoxels(id)].sort());
    expect(rowsOf(cave, 'TT_SUPERVOXEL_COUNT', [id, '720575999999999999', '42'])).toEqual([
      [truth.supervoxelCount(id)],
      ['UNKNOWN: no such segment in brain_and_nerve_cord'],
      ['ID: 42 is not a segment id of brain_and_nerve_cord'],
    ]);
  });
  test('of no segment, or an unknown one, is an error', () => {
    expect(errorOf(() => tableOf(cave, 'TT_SUPERVOXELS', ['42']))).toMatchObject({ code: 'ID' });
    expect(errorOf(() => tableOf(cave, 'TT_SUPERVOXELS', ['720575999999999999']))).toMatchObject({
      code: 'UNKNOWN',
    });
  });
});

test('TT_ID_FROM_SUPERVOXEL: known, unknown, and not a supervoxel', () => {
  const { truth } = cave.sandbox;
  const [id] = truth.sampleCurrent(1) as [string];
  const supervoxel = truth.supervoxels(id)[0]!;
  const unknown = '76426092181000001';
  const rows = rowsOf(cave, 'TT_ID_FROM_SUPERVOXEL', [supervoxel, unknown, id]);
  const none = ['UNKNOWN: no such supervoxel in brain_and_nerve_cord'];
  expect(rows).toEqual([[id], none, [`ID: ${id} is a segment, not a supervoxel`]]);
  // A batch in which none has a parent comes back unchanged.
  expect(rowsOf(cave, 'TT_ID_FROM_SUPERVOXEL', [unknown])).toEqual([none]);
});
