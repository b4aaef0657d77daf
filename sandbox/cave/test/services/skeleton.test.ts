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
  compartment?: number[];
  meta: Record<string, unknown>;
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
  const exists = jsonOf(post('/precomputed/skeleton/exists', { root_ids: ids })) as Record<string, boolean>;
  return {
    sandbox,
    post,
    ids,
    missing: ids.filter((id) => exists[id] === false),
    there: ids.filter((id) => exists[id] === true),
    wait: (ms: number) => {
      now += ms;
    },
  };
}

test('handshake', () => {
  const { sandbox } = setup();
  expect(good(sandbox, '/skeletoncache/api/version')).toBe('0.23.11');
  expect(good(sandbox, '/skeletoncache/api/versions')).toEqual([-1, 0, 1, 2, 3, 4]);
  expect(field(good(sandbox, `${K}/precomputed/skeleton/1/info`), 'vertex_attributes')).toEqual([]);
  sandbox.setFaults({ skeletonServer: '0.22.50' });
  expect(good(sandbox, '/skeletoncache/api/version')).toBe('0.22.50');
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
  expect(lines[0]).toMatch(/^0 [123] [\d.]+ [\d.]+ [\d.]+ ([\d.]+|nan|inf) -1$/);
  lines.forEach((line, row) => {
    expect(Number(line.split(' ')[6])).toBeLessThan(row);
  });
});

test('the root is any vertex: soma by its code where it is not vertex 0, by the meta data where there is one', () => {
  const { sandbox } = setup();
  const flatOf = (id: string, stack = 'brain_and_nerve_cord', version = 4): Flat => {
    const path = `/skeletoncache/api/v1/${stack}/precomputed/skeleton/${version}/${id}/flatdict`;
    return parseJson(gunzipSync(ask(sandbox, path).body).toString()) as unknown as Flat;
  };
  const publishedSkeleton = flatOf('720575941519923628');
  expect([publishedSkeleton.root, publishedSkeleton.vertices.length]).toEqual([75, 99]);
  expect(publishedSkeleton.compartment!.flatMap((code, i) => (code === 1 ? [i] : []))).toEqual([75]);
  expect(publishedSkeleton.meta).toMatchObject({ soma_pt_x: null, soma_pt_y: null, soma_pt_z: null });
  const flats = sandbox.truth.sampleCurrent(60).map((id) => flatOf(id));
  const atZero = flats.filter(({ root }) => root === 0);
  expect(atZero.length).toBeGreaterThan(0);
  for (const { compartment } of atZero) expect(compartment).not.toContain(1);
  const flywire = 'flywire_fafb_production';
  const somata = sandbox.truth.sampleCurrent(20, flywire).map((id) => flatOf(id, flywire));
  const knownSomata = somata.filter(({ meta }) => meta.soma_pt_x !== null);
  expect(knownSomata.length).toBeGreaterThan(0);
  for (const { meta, vertices, root } of knownSomata) {
    const soma = [meta.soma_pt_x, meta.soma_pt_y, meta.soma_pt_z] as number[];
    const far = (vertex: number[]) => Math.hypot(...vertex.map((n, k) => n - soma[k]!));
    expect(Math.min(...vertices.map(far))).toBe(far(vertices[root]!));
  }
  // No synapse table, no compartments.
  const retina = 'stroeh_mouse_retina';
  expect(flatOf(sandbox.truth.sampleCurrent(1, retina)[0]!, retina)).not.toHaveProperty('compartment');
  const radii = flats.flatMap(({ radius }) => radius as (number | null)[]);
  expect(radii.filter((r) => r === null).length).toBeGreaterThan(0);
  expect(radii.some((r) => r !== null && !Number.isInteger(r))).toBe(true);
});

test('existence: a bare boolean for one id, a map for several', () => {
  const { post, there, missing } = setup();
  const exists = (root_ids: string[]) => jsonOf(post('/precomputed/skeleton/exists', { root_ids }));
  expect(exists([there[0]!])).toBe(true);
  expect(exists([missing[0]!])).toBe(false);
  expect(exists([there[0]!, missing[0]!])).toEqual({ [there[0]!]: true, [missing[0]!]: false });
  expect(exists([there[0]!, there[0]!])).toEqual({ [there[0]!]: true });
});

test('errors of the bulk routes say nothing; a list that is none, duplicates beyond the limit', () => {
  const { sandbox, post, there } = setup();
  const messageOf = (path: string, root_ids: unknown) => {
    const reply = post(path, { root_ids });
    return [reply.status, jsonOf(reply)];
  };
  const internal = [500, { message: 'Internal Server Error' }];
  for (const path of ['5/flatdict', '4/arrays', '4/precomputed', '4/swc']) {
    expect(messageOf(`/bulk/get_cached_skeletons/${path}`, [there[0]])).toEqual(internal);
  }
  expect(messageOf('/bulk/get_cached_skeletons/4/flatdict', there[0])).toEqual(internal);
  const twice = new Array(501).fill(there[0]);
  expect(messageOf('/bulk/get_cached_skeletons/4/flatdict', twice)[0]).toBe(400);
  const bad = ask(sandbox, `${K}/bulk/gen_skeletons`, { body: '{', headers: JSON_TYPE });
  expect(bad.status).toBe(400);
  const [, json] = messageOf('/bulk/get_cached_skeletons/4/json', [there[0]]);
  const hex = (json as Record<string, string>)[there[0]!]!;
  expect(parseJson(gunzipSync(Buffer.from(hex, 'hex')).toString())).toHaveProperty('vertex_properties');
});

test('each id costs time on the bulk routes; two workers; the gateway gives up, the worker does not', () => {
  const { sandbox, post, there, wait } = setup();
  sandbox.setFaults({ skeletonCostMs: 300 });
  const call = (n: number) => {
    const { status, delayMs } = post('/bulk/get_cached_skeletons/4/flatdict', {
      root_ids: there.slice(0, n),
    });
    return [status, delayMs];
  };
  expect([call(10), call(10), call(10)]).toEqual([
    [200, 3000],
    [200, 3000],
    [200, 6000],
  ]);
  wait(60_000);
  sandbox.setFaults({ skeletonCostMs: 10_000, skeletonWorkers: 1 });
  expect([call(7), call(1)]).toEqual([
    [504, 60_000],
    [504, 60_000],
  ]);
});

test('a rate on the bulk routes, without Retry-After; files that break a call', () => {
  const { sandbox, post, there, wait } = setup();
  const call = (ids: string[]) => post('/bulk/get_cached_skeletons/4/flatdict', { root_ids: ids });
  sandbox.setFaults({ skeletonRate: 2 });
  const [, , third] = [call(there), call(there), call(there)];
  expect([third!.status, jsonOf(third!), header(third!, 'retry-after')]).toEqual([
    429,
    { message: '2 per 1 minute' },
    [],
  ]);
  wait(61_000);
  expect(call(there).status).toBe(200);
  sandbox.setFaults({ brokenSkeletons: [there[1]!] });
  expect([call(there.slice(0, 2)).status, call(there.slice(2)).status]).toEqual([500, 200]);
});

test('servers before 0.22.51 have no route of cached skeletons, before 0.23.9 none of the token', () => {
  const { sandbox, post, there } = setup();
  const statuses = (skeletonServer: string) => {
    sandbox.setFaults({ skeletonServer });
    return [
      post('/bulk/get_cached_skeletons/4/flatdict', { root_ids: [there[0]] }).status,
      post('/bulk/get_skeleton_token/4', {}).status,
    ];
  };
  expect(statuses('0.22.50')).toEqual([404, 404]);
  expect(statuses('0.22.51')).toEqual([200, 404]);
  expect(statuses('0.23.9')).toEqual([200, 200]);
});

test('the bucket: a gzip file of HDF5 for what is there, 404 for the rest, nothing without the token', () => {
  const { sandbox, post, there, missing } = setup();
  const { token, bucket, path_template, expiry } = jsonOf(post('/bulk/get_skeleton_token/4', {})) as Record<
    string,
    string
  >;
  expect(expiry).toBe(new Date(NOW + 3_600_000).toISOString().replace('Z', ''));
  const read = (id: string, headers: Record<string, string>) => {
    const object = encodeURIComponent(path_template!.replace('{rid}', id));
    const path = `/download/storage/v1/b/${bucket}/o/${object}?alt=media`;
    return sandbox.network('https://storage.googleapis.com/')!({
      method: 'GET',
      path,
      headers,
      body: new Uint8Array(0),
    });
  };
  const authorized = { authorization: `Bearer ${token}` };
  const { body } = read(there[0]!, authorized);
  expect(gunzipSync(body).subarray(0, 8).toString('latin1')).toBe('\x89HDF\r\n\x1a\n');
  expect(read(missing[0]!, authorized).status).toBe(404);
  expect(read(there[0]!, {}).status).toBe(401);
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

test('generation that is lost is acknowledged each time, and never there', () => {
  const { sandbox, post, missing, wait } = setup();
  sandbox.setFaults({ loseSkeletons: true });
  for (let turn = 0; turn < 3; turn++) {
    expect(jsonOf(post('/bulk/gen_skeletons', { root_ids: [missing[0]] }))).toBe(60);
    wait(600_000);
  }
  expect(jsonOf(post('/precomputed/skeleton/exists', { root_ids: [missing[0]] }))).toBe(false);
  const single = ask(sandbox, `${K}/precomputed/skeleton/4/${missing[0]}/swc`);
  expect([single.status, single.delayMs]).toEqual([504, 600_000]);
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
  const refusedId = list.split('\n')[1]!.split(',')[1]!;
  expect(error(refusedId)[1]).toContain('refusal list');
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
