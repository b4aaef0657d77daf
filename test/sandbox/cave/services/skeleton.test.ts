/** The skeleton service: what is cached, the encodings of each route, generation, and its failures. */
import { gunzipSync } from 'node:zlib';
import { parseJson } from '../../../../src/core/json';
import { ask, field, fresh, good, header, jsonOf, NOW, textOf } from '../ask';

const K = '/skeletoncache/api/v1/brain_and_nerve_cord';
const JSON_TYPE = { 'content-type': 'application/json' };
const PUBLISHED = '720575941490813872';
const LENGTH = 1712022.370770976;

interface Flat {
  vertices: number[][];
  edges: [number, number][];
  radius: number[];
  lvl2_ids: string[];
  mesh_to_skel_map: number[];
  root: number;
}

function lengthOf({ vertices, edges }: Flat): number {
  return edges.reduce((sum, [a, b]) => {
    const [p, q] = [vertices[a]!, vertices[b]!];
    return sum + Math.sqrt(p.reduce((s, v, k) => s + (v - q[k]!) ** 2, 0));
  }, 0);
}

function setup() {
  let now = NOW;
  const sandbox = fresh({ now: () => now });
  const post = (path: string, body: unknown) =>
    ask(sandbox, `${K}${path}`, { body: JSON.stringify(body), headers: JSON_TYPE });
  const ids = sandbox.truth.sampleCurrent(40);
  const held = jsonOf(post('/precomputed/skeleton/exists', { root_ids: ids })) as Record<string, boolean>;
  return {
    sandbox,
    post,
    ids,
    missing: ids.filter((id) => held[id] === false),
    there: ids.filter((id) => held[id] === true),
    wait: (ms: number) => {
      now += ms;
    },
  };
}

test('handshake', () => {
  const { sandbox } = setup();
  expect(good(sandbox, '/skeletoncache/api/version')).toBe('0.23.11');
  expect(good(sandbox, '/skeletoncache/api/versions')).toEqual([-1, 0, 1, 2, 3, 4]);
  expect(field(good(sandbox, `${K}/precomputed/skeleton/1/info`), 'vertex_attributes')).toHaveLength(1);
});

test('flatdict: a gzip file without a content encoding, exact lengths, level-2 ids', () => {
  const { sandbox } = setup();
  const reply = ask(sandbox, `${K}/async/get_skeleton/4/${PUBLISHED}/flatdict`, {
    headers: { 'accept-encoding': 'identity' },
  });
  expect(header(reply, 'content-encoding')).toEqual([]);
  expect([...reply.body.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
  const text = gunzipSync(reply.body).toString();
  expect(text).not.toContain(' ');
  const flat = parseJson(text) as unknown as Flat;
  expect(lengthOf(flat)).toBe(LENGTH);
  expect(flat.edges.length).toBe(flat.vertices.length - 1);
  expect(flat.lvl2_ids).toEqual(sandbox.truth.level2(PUBLISHED));
  expect(flat.mesh_to_skel_map.length).toBe(flat.lvl2_ids.length);
});

test('published skeletons have the published sizes, for the stale and the current segment', () => {
  const { sandbox } = setup();
  for (const [id, vertices] of [
    ['720575941473274509', 274],
    ['720575941441350235', 274],
    ['720575941524660200', 99],
    ['720575941519923628', 99],
    ['720575941565377335', 505],
    ['720575941703820762', 505],
  ] as const) {
    expect(sandbox.truth.cable(id).vertices).toBe(vertices);
  }
  expect(sandbox.truth.cable('720575941441350235').length).toBe(2453811.5);
  expect(sandbox.truth.cable('720575941519923628').length).toBe(587790.9375);
  expect(sandbox.truth.cable('720575941703820762').length).toBe(2826879.75);
});

test('bulk: hex of gzip, but hex of plain text for SWC; the missing are absent', () => {
  const { sandbox, post, there, missing } = setup();
  expect(missing.length).toBeGreaterThan(0);
  const root_ids = [there[0], missing[0]];
  const dicts = jsonOf(post('/bulk/get_cached_skeletons/4/flatdict', { root_ids })) as Record<string, string>;
  expect(Object.keys(dicts)).toEqual([there[0]]);
  const flat = parseJson(gunzipSync(Buffer.from(dicts[there[0]!]!, 'hex')).toString()) as unknown as Flat;
  expect(lengthOf(flat)).toBeCloseTo(sandbox.truth.cable(there[0]!).length, 5);
  const swc = jsonOf(post('/bulk/get_cached_skeletons/4/swccompressed', { root_ids })) as Record<
    string,
    string
  >;
  const lines = Buffer.from(swc[there[0]!]!, 'hex').toString().trim().split('\n');
  expect(lines.length).toBe(flat.vertices.length);
  expect(lines[0]).toMatch(/^0 1 [\d.]+ [\d.]+ [\d.]+ [\d.]+ -1$/);
  lines.forEach((line, row) => {
    expect(Number(line.split(' ')[6])).toBeLessThan(row);
  });
});

test('existence: a bare boolean for one id, a map for several', () => {
  const { post, there, missing } = setup();
  const exists = (root_ids: string[]) => jsonOf(post('/precomputed/skeleton/exists', { root_ids }));
  expect(exists([there[0]!])).toBe(true);
  expect(exists([missing[0]!])).toBe(false);
  expect(exists([there[0]!, missing[0]!])).toEqual({ [there[0]!]: true, [missing[0]!]: false });
});

test('generation: an estimate, and then it is there', () => {
  const { post, missing, there, wait } = setup();
  expect(jsonOf(post('/bulk/gen_skeletons', { root_ids: [there[0]] }))).toBe(0);
  expect(jsonOf(post('/bulk/gen_skeletons', { root_ids: [missing[0], '123'] }))).toBe(60);
  const exists = () => jsonOf(post('/precomputed/skeleton/exists', { root_ids: [missing[0]] }));
  expect(exists()).toBe(false);
  wait(10_000);
  expect(exists()).toBe(true);
});

test('the single route waits for one that must be made', () => {
  const { sandbox, missing } = setup();
  const reply = ask(sandbox, `${K}/precomputed/skeleton/4/${missing[0]}/swc`);
  expect(reply.delayMs).toBeGreaterThan(1000);
  expect(textOf(reply)).toMatch(/^0 /);
});

test('the old bulk route: markers, ten at most', () => {
  const { sandbox, ids, missing } = setup();
  const l2 = sandbox.truth.level2(ids[0]!)[0]!;
  const path = (list: string[]) => `${K}/bulk/get_skeletons/4/flatdict/false/${list.join(',')}`;
  expect(good(sandbox, path([missing[0]!, l2, '720575941499999999']))).toEqual({
    [missing[0]!]: 'async',
    [l2]: 'invalid_layer_rid',
    '720575941499999999': 'invalid_rid',
  });
  expect(Object.keys(good(sandbox, path(ids)) as object).length).toBe(10);
});

test('binary form for the viewer', () => {
  const { sandbox } = setup();
  const { body } = ask(sandbox, `${K}/precomputed/skeleton/4/${PUBLISHED}`);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [nV, nE] = [view.getUint32(0, true), view.getUint32(4, true)];
  expect([nV, nE]).toEqual([221, 220]);
  expect(body.length).toBe(8 + nV * 12 + nE * 8 + nV * 4 + nV);
});

test('refusals', () => {
  const { sandbox, post, ids } = setup();
  const error = (id: string) => {
    const reply = ask(sandbox, `${K}/precomputed/skeleton/4/${id}/flatdict`);
    return [reply.status, field(jsonOf(reply), 'Error')];
  };
  const l2 = sandbox.truth.level2(ids[0]!)[0]!;
  expect(error(l2)[1]).toContain('different level of the PCG');
  expect(error('720575941499999999')).toEqual([
    400,
    "Invalid root id: 720575941499999999 (perhaps it doesn't exist; the error is unclear)",
  ]);
  const many = post('/bulk/get_cached_skeletons/4/flatdict', {
    root_ids: Array.from({ length: 501 }, (_, i) => String(i)),
  });
  expect([many.status, field(jsonOf(many), 'Error')]).toEqual([
    400,
    'Too many root IDs requested: 501. Maximum allowed is 500.',
  ]);
  const list = gunzipSync(ask(sandbox, `${K}/precomputed/skeleton/get_refusal_list`).body).toString();
  const refused = list.split('\n')[1]!.split(',')[1]!;
  expect(error(refused)[1]).toContain('refusal list');
  expect(ask(sandbox, `${K}/precomputed/skeleton/exists`, { body: '{"root_ids":[1]}' }).status).toBe(415);
});

test('damage on request: NaN among the radii, null instead of a body', () => {
  const { sandbox } = setup();
  const path = `${K}/precomputed/skeleton/4/${PUBLISHED}/flatdict`;
  sandbox.setFaults({ nanSkeleton: true });
  expect(gunzipSync(ask(sandbox, path).body).toString()).toContain('"radius":[NaN,');
  sandbox.setFaults({ nullSkeleton: true });
  const reply = ask(sandbox, path);
  expect([reply.status, textOf(reply)]).toEqual([200, 'null']);
});
