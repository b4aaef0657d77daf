/** Parts of replies: what services of other versions leave out or add is read; what was damaged on its way is not. */
import { readStackRecord } from '../../../src/cave/client/info';
import { ReplyParts } from '../../../src/cave/client/reply-parts';
import { changeLogs } from '../../../src/cave/graph/changelog';
import { operationDetails } from '../../../src/cave/graph/operations';
import { readHex } from '../../../src/cave/morphology/skeleton-formats';
import { versions } from '../../../src/cave/tables/materialize';
import { readTableRecord, readViewRecord } from '../../../src/cave/tables/table-record';
import type { Id } from '../../../src/core/ids';
import { errorOf } from '../../support/sandbox-driver';
import { FLAT, FLAT_ID, hex } from '../skeleton-support';
import { ASKED, json, play, RECORD, reply, STACK, TABLE_RECORD } from '../support';

const parts = new ReplyParts(ASKED);
const DAMAGED = { code: 'DOWN' };

const without = (object: object, ...keys: string[]): object =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

test('a key that is there under a damaged name is not a key that is left out', () => {
  const read = (value: object) => parts.fields(value as never, ['a'], ['soma_table', 'id']);
  for (const whole of [
    { a: 1, soma_table: 2, id: 3 },
    { a: 1 },
    { a: 1, soma_table: 2, newer: 4 },
    { a: 1, ideas: 5, soma: 6 },
  ])
    expect(read(whole)).toEqual(whole);
  for (const damaged of [
    {},
    { A: 1 },
    { a: 1, SOMA_TABLE: 2 },
    { a: 1, soma_table_x: 2 },
    { a: 1, id_x: 3 },
    { a: 1, ID: 3 },
  ])
    expect(errorOf(() => read(damaged))).toMatchObject(DAMAGED);
});

test('user ids come as texts and as numbers', () => {
  expect([parts.textOrCount('42'), parts.textOrCount(42)]).toEqual(['42', '42']);
  for (const wrong of [null, -1, 1.5, true, undefined])
    expect(errorOf(() => parts.textOrCount(wrong))).toMatchObject(DAMAGED);
});

describe('real services leave out', () => {
  test('of a datastack: what has no table or source there, and may add more', () => {
    const rest = ['skeleton_source', 'soma_table', 'viewer_site', 'description', 'proofreading_review_table'];
    const record = { ...without(RECORD, ...rest), base_link_id: 7, viewer_layer_name: 'x' };
    const read = readStackRecord(reply(json(record)), 'minnie65_public');
    for (const key of rest) expect(read).toHaveProperty(key, null);
    expect(read.synapse_table).toBe('synapses_pni_2');
    const volume = readStackRecord(
      reply(json({ ...RECORD, aligned_volume: { name: 'minnie65_phase3', display_name: 'x' } })),
      'minnie65_public',
    );
    expect(volume.aligned_volume).toMatchObject({ name: 'minnie65_phase3' });
    for (const needed of ['synapse_table', 'local_server', 'viewer_resolution_x'])
      expect(errorOf(() => readStackRecord(reply(json(without(RECORD, needed))), 'x'))).toMatchObject(
        DAMAGED,
      );
  });

  test('of a table: what is shown alone', () => {
    const read = (record: object) => readTableRecord(reply(json(record)), ASKED);
    const shown = ['description', 'notice_text', 'last_modified', 'read_permission', 'schema_type', 'valid'];
    expect(
      read({ ...without(TABLE_RECORD, ...shown), pcg_table_name: 'x', last_updated: null }),
    ).toMatchObject({
      id: 10231,
    });
    // Without it the columns of the other table would be missing without a word.
    expect(errorOf(() => read(without(TABLE_RECORD, 'reference_table')))).toMatchObject(DAMAGED);
    expect(errorOf(() => read({ ...without(TABLE_RECORD, 'valid'), valid_x: true }))).toMatchObject(DAMAGED);
    const view = {
      id: 3,
      datastack_name: 'x',
      voxel_resolution_x: 4,
      voxel_resolution_y: 4,
      voxel_resolution_z: 40,
    };
    expect(readViewRecord(reply(json(view)), ASKED)).toMatchObject(view);
  });

  test('of a version: when it expires', () => {
    const version = { version: 3, time_stamp: '2025-06-06T10:10:00.5', valid: true, status: 'AVAILABLE' };
    for (const expires of [{}, { expires_on: null }])
      expect(play(versions(STACK), () => json([{ ...version, ...expires }])).value).toMatchObject([
        { version: 3 },
      ]);
  });

  test('of an edit: points, where it is old; its user as a number', () => {
    const edit = {
      user: 42,
      roots: ['864691135000000001'],
      added_edges: [['88393382627986340', '88322876444801990']],
      affinities: null,
    };
    const { value } = play(operationDetails(STACK, ['7']), () => json({ 7: edit }));
    expect(value.get('7')).toMatchObject({ merge: true, points: null, user: '42' });
    const damaged = [
      without(edit, 'added_edges'),
      { ...edit, source_coords: [[1, 2, 3]] },
      { ...edit, source_coords_x: [[1, 2, 3]], sink_coords_x: [[1, 2, 3]] },
    ];
    for (const one of damaged)
      expect(errorOf(() => play(operationDetails(STACK, ['7']), () => json({ 7: one })))).toMatchObject(
        DAMAGED,
      );
  });

  test('of a log: names', () => {
    const log = {
      operation_id: { 0: 5 },
      timestamp: { 0: 1600000000123 },
      user_id: { 0: '42' },
      before_root_ids: { 0: ['864691135000000001'] },
      after_root_ids: { 0: ['864691135000000002'] },
      is_merge: { 0: false },
      in_neuron: { 0: true },
    };
    const id = '864691135000000002' as Id;
    const { value } = play(changeLogs(STACK, [id]), (request) =>
      /username/.test(request.url) ? json([{ id: 42, name: 'Ada' }]) : json(log),
    );
    expect(value.get(id)).toMatchObject([{ user: '42', userName: 'Ada' }]);
  });

  test('of a skeleton: how it was made, radii and compartments', () => {
    const {
      meta: _meta,
      radius: _radius,
      compartment: _codes,
      ...rest
    } = JSON.parse(FLAT.replace('NaN', 'null'));
    expect(readHex(hex(JSON.stringify({ ...rest, newer: 1 })), FLAT_ID)).toMatchObject({
      soma: null,
      radius: [0, 0, 0],
    });
    expect(readHex(hex(JSON.stringify({ ...rest, meta_x: {} })), FLAT_ID)).toBe('content');
  });
});
