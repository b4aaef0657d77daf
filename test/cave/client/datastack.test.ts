/** Opening a datastack: two requests, remembered; and what has no graph. */

import { openDatastack, readGraphShape, viewerResolution } from '../../../src/cave/client/datastack';
import { ReplyParts } from '../../../src/cave/client/reply-parts';
import type { Json } from '../../../src/core/json';
import type { HttpRequest } from '../../../src/http/request';
import { errorOf, memory } from '../../support/sandbox-driver';
import { describeWith, publishedJson } from '../../support/shared-data';
import { ACCESS, ASKED, GRAPH, json, play, RECORD } from '../support';

const INFO = {
  scales: [{ resolution: [8, 8, 40], voxel_offset: [26385, 30308, 14850] }],
  graph: { n_layers: 12, chunk_size: [256, 256, 512], spatial_bit_masks: GRAPH.bits },
};
const server =
  (record: unknown = RECORD, info: unknown = INFO) =>
  (request: HttpRequest) =>
    json(request.url.includes('/info/api/') ? record : info);

test('two requests, then none for as long as the memory lasts', () => {
  const kept = memory();
  const { value, sent } = play(openDatastack(ACCESS, 'minnie65_public', kept), server());
  expect(sent.map(({ url }) => url)).toEqual([
    'https://global.test/info/api/v2/datastack/full/minnie65_public',
    'https://local.test/segmentation/table/minnie3_v1/info',
  ]);
  expect(value).toMatchObject({
    name: 'minnie65_public',
    localServer: 'https://local.test',
    table: 'minnie3_v1',
  });
  expect(value.graph).toEqual(GRAPH);
  const again = play(openDatastack(ACCESS, 'minnie65_public', kept), server());
  expect([again.sent.length, again.value]).toEqual([0, value]);
  expect(JSON.stringify([...kept.kept])).not.toContain(ACCESS.token);
});

test('what the memory holds is not believed when it is damaged', () => {
  for (const damaged of ['{', '', 'null', '{}', '[]', '{"record":{}}', '"x"']) {
    const kept = memory();
    kept.put('stack:https://global.test:minnie65_public', damaged, 1);
    const { value, sent } = play(openDatastack(ACCESS, 'minnie65_public', kept), server());
    expect([damaged, sent.length, value.table]).toEqual([damaged, 2, 'minnie3_v1']);
  }
});

test('servers do not share what they remember', () => {
  const kept = memory();
  play(openDatastack(ACCESS, 'minnie65_public', kept), server());
  const other = { ...ACCESS, server: 'https://other.test' };
  expect(play(openDatastack(other, 'minnie65_public', kept), server()).sent).toHaveLength(2);
});

test.each(['', 'a b', '../x', 'a/b', 'a?b', 'é', 'x'.repeat(101)])('"%s" is no datastack’s name', (name) => {
  expect(errorOf(() => play(openDatastack(ACCESS, name, memory()), server()))).toMatchObject({
    code: 'INPUT',
  });
});

test.each<[string, object]>([
  ['a precomputed source', { segmentation_source: 'precomputed://gs://bucket/seg' }],
  ['no source', { segmentation_source: null }],
  ['no server', { local_server: null }],
])('%s is no chunked graph', (_words, more) => {
  const work = openDatastack(ACCESS, 'frozen', memory());
  expect(errorOf(() => play(work, server({ ...RECORD, ...more })))).toMatchObject({
    code: 'NONE',
    message: 'frozen has no chunked graph: its segments are never edited',
  });
});

test('a slash at the end of the server’s address does no harm', () => {
  const record = { ...RECORD, local_server: 'https://local.test//' };
  expect(play(openDatastack(ACCESS, 'x', memory()), server(record)).value.localServer).toBe(
    'https://local.test',
  );
});

test('the server’s address is checked in what the memory holds, too', () => {
  const kept = memory();
  const text = JSON.stringify({ record: { ...RECORD, local_server: 'http://elsewhere.test' }, graph: GRAPH });
  kept.put('stack:https://global.test:x', text, 1);
  const error = errorOf(() => play(openDatastack(ACCESS, 'x', kept), server()));
  expect(error).toMatchObject({
    code: 'PERMISSION',
    message: expect.stringContaining('http://elsewhere.test'),
  });
});

test('no user name of an address is repeated', () => {
  const record = { ...RECORD, local_server: 'https://me:secret@elsewhere.test' };
  const error = errorOf(() => play(openDatastack(ACCESS, 'x', memory()), server(record)));
  expect(error).toMatchObject({ code: 'PERMISSION', message: expect.not.stringContaining('secret') });
});

describe('the viewer’s resolution', () => {
  const open = (name: string, more: object = {}) =>
    play(openDatastack(ACCESS, name, memory()), server({ ...RECORD, ...more })).value;
  const unset = { viewer_resolution_x: null, viewer_resolution_y: null, viewer_resolution_z: null };

  test('is the record’s', () => {
    expect(viewerResolution(open('x'))).toEqual([4, 4, 40]);
  });
  test('or the published one', () => {
    expect(viewerResolution(open('brain_and_nerve_cord', unset))).toEqual([4, 4, 45]);
  });
  test('or missed in words, where it is needed', () => {
    const stack = open('x', unset);
    expect(errorOf(() => viewerResolution(stack))).toMatchObject({
      code: 'NONE',
      message: expect.stringContaining('has no viewer resolution'),
    });
  });
  test.each([{ viewer_resolution_z: null }, { viewer_resolution_x: 0 }, { viewer_resolution_y: -4 }])(
    'a part of it alone is a damaged record: %j',
    (more) => {
      expect(errorOf(() => open('x', more))).toMatchObject({ code: 'DOWN' });
    },
  );
});

const PARTS = new ReplyParts(ASKED);

describe('the shape of a graph', () => {
  test.each<[string, object]>([
    ['no graph', { ...INFO, graph: undefined }],
    ['no scales', { ...INFO, scales: [] }],
    ['no masks', { ...INFO, graph: { ...INFO.graph, spatial_bit_masks: null } }],
    ['no layers', { ...INFO, graph: { ...INFO.graph, n_layers: '12' } }],
    ['a chunk of two', { ...INFO, graph: { ...INFO.graph, chunk_size: [1, 2] } }],
    ['no resolution', { ...INFO, scales: [{}] }],
  ])('%s is a damaged answer', (_words, info) => {
    const value = JSON.parse(JSON.stringify(info)) as Json;
    expect(errorOf(() => readGraphShape(value, PARTS))).toMatchObject({ code: 'DOWN' });
  });
  test('no offset is zero', () => {
    const info = { ...INFO, scales: [{ resolution: [8, 8, 40] }] } as unknown as Json;
    expect(readGraphShape(info, PARTS).offset).toEqual([0, 0, 0]);
  });
});

const published = publishedJson('cave/segmentation-info.json');
describeWith(published)('extra: the published info document', () => {
  test('gives the shape that the worked examples use', () => {
    expect(readGraphShape(published!, PARTS)).toEqual(GRAPH);
  });
});
