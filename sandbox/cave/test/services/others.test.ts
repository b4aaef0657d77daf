/** L2 cache, state server, annotation and schema services. */
import { inflateSync } from 'node:zlib';
import { ask, field, fresh, good, header, jsonOf, ORIGIN, textOf } from '../ask';

describe('L2 cache', () => {
  const sandbox = fresh();
  const L = '/l2cache/api/v1';
  const path = `${L}/table/wclee_fly_cns_001/attributes`;
  const level2 = sandbox.truth.level2(sandbox.truth.sampleCurrent(1)[0]!);
  const ask2 = (ids: string[], args = '') =>
    good(sandbox, `${path}${args}`, { body: `{"l2_ids":[${ids.join(',')}]}` });

  test('all attributes, floats as floats, inside the chunk', () => {
    const reply = ask(sandbox, path, { body: `{"l2_ids":[${level2[0]}]}` });
    const entry = field(jsonOf(reply), level2[0]!) as Record<string, unknown>;
    expect(entry).toMatchObject({ rep_coord_nm: expect.any(Array), size_nm3: expect.any(Number) });
    expect(textOf(reply)).toMatch(/"rep_coord_nm":\[\d+\.\d+,\d+\.\d+,\d+\.\d+\]/);
    const { grid } = sandbox.truth.graph();
    const at = entry.rep_coord_nm as [number, number, number];
    expect(grid.chunkAt(at)).toBe(grid.decode(BigInt(level2[0]!)).chunk);
  });

  test('missing ids, wrong layers: an empty object; names that do not exist: 500', () => {
    const root = sandbox.truth.sampleCurrent(1)[0]!;
    const absent = String(BigInt(level2[0]!) + 1_000_000n);
    const answer = ask2([level2[1]!, level2[0]!, absent, root], '?attribute_names=size_nm3, max_dt_nm');
    expect(field(answer, absent)).toEqual({});
    expect(field(answer, root)).toEqual({});
    expect(Object.keys(field(answer, level2[0]!) as object).sort()).toEqual(['max_dt_nm', 'size_nm3']);
    sandbox.setFaults({ l2OldPython: true });
    const wrong = ask(sandbox, `${path}?attribute_names=nope`, { body: '{"l2_ids":[]}' });
    sandbox.setFaults({});
    expect([wrong.status, field(jsonOf(wrong), 'message')]).toEqual([500, "'nope'"]);
  });

  test.each(['0', '12345', String(200n << 56n)])('id %s has no possible layer: 500', (node) => {
    expect(ask(sandbox, path, { body: `{"l2_ids":[${level2[0]},${node}]}` }).status).toBe(500);
  });

  test('coordinates are whole voxels of the graph', () => {
    const { resolution } = sandbox.truth.graph().grid.facts;
    const entries = Object.values(ask2(level2, '?attribute_names=rep_coord_nm') as object);
    const parts = entries.flatMap((entry) => (entry as { rep_coord_nm: number[] }).rep_coord_nm);
    expect(parts.length).toBe(level2.length * 3);
    expect(parts.every((nm, i) => nm % resolution[i % 3]! === 0)).toBe(true);
  });

  test('int64_as_str turns sizes into text', () => {
    const [entry] = Object.values(ask2([level2[0]!], '?attribute_names=size_nm3&int64_as_str=1') as object);
    expect(typeof (entry as { size_nm3: unknown }).size_nm3).toBe('string');
  });

  test('nodes without data, on request', () => {
    sandbox.setFaults({ missingL2: 0.5 });
    const empty = Object.values(ask2(level2, '?attribute_names=size_nm3') as object).filter(
      (entry) => Object.keys(entry as object).length === 0,
    );
    sandbox.setFaults({});
    expect(empty.length).toBeGreaterThan(level2.length * 0.2);
    expect(empty.length).toBeLessThan(level2.length * 0.8);
  });

  test('which tables have a cache', () => {
    const mapping = good(sandbox, `${L}/table_mapping`, { token: null }) as object;
    expect(Object.keys(mapping)).toContain('wclee_fly_cns_001');
    expect(Object.keys(mapping)).not.toContain('mouse_dorsal_spine');
    const none = () => ask(sandbox, `${L}/table/mouse_dorsal_spine/attributes`, { body: '{"l2_ids":[]}' });
    // Python 3.10 and later: a page that tells nothing. Before: words.
    expect([none().status, header(none(), 'content-type')]).toEqual([500, ['text/html; charset=utf-8']]);
    sandbox.setFaults({ l2OldPython: true });
    expect(field(jsonOf(none()), 'message')).toBe('Dataset mouse_dorsal_spine does not have an L2 Cache.');
    sandbox.setFaults({});
  });
});

describe('state server', () => {
  const sandbox = fresh();
  const S = '/nglstate/api/v1';
  // Odd spacing and a number beyond 2^53: the bytes must come back as they went in.
  const state = '{"b": 720575941473274509,  "a":[1.50]}';
  const link = good(sandbox, `${S}/post`, { body: state }) as string;
  const id = link.split('/').at(-1)!;

  test('the answer is the address of the state', () => {
    expect(link).toBe(`${ORIGIN}${S}/${id}`);
    expect(id).toMatch(/^\d{16}$/);
  });

  test.each([
    ['', false, []],
    ['identity', false, []],
    ['gzip', false, ['deflate']],
    ['deflate', true, []],
    ['gzip, deflate, br', true, ['deflate']],
  ])('accepting "%s"', (accept, isZipped, label) => {
    const reply = ask(sandbox, `${S}/${id}`, { headers: { 'accept-encoding': accept } });
    expect(header(reply, 'content-encoding')).toEqual(label);
    const plain = isZipped ? inflateSync(reply.body).toString() : Buffer.from(reply.body).toString();
    expect(plain).toBe(state);
  });

  test('raw, legacy and properties', () => {
    expect(inflateSync(ask(sandbox, `${S}/raw/${id}`).body).toString()).toBe(state);
    expect(Buffer.from(ask(sandbox, `/nglstate/${id}`).body).toString()).toBe(state);
    const property = good(sandbox, `${S}/property/post`, { body: '{"inline":{}}' }) as string;
    const number = property.split('/').at(-1)!;
    expect(property).toBe(`${ORIGIN}${S}/property/${number}`);
    expect(Buffer.from(ask(sandbox, `${S}/property/${number}/info`).body).toString()).toBe('{"inline":{}}');
    expect(ask(sandbox, `${S}/${number}`).status).toBe(500);
  });

  test('numbers that only Python reads are kept; any token reads any state', () => {
    const odd = '{"a":NaN,"b":[-Infinity,"NaN"]}';
    const [number] = (good(sandbox, `${S}/post`, { body: odd }) as string).split('/').slice(-1);
    const other = sandbox.users.find(({ name }) => name === 'Nora Nobody')!.token;
    expect(textOf(ask(sandbox, `${S}/${number}`, { token: other }))).toBe(odd);
    expect(ask(sandbox, `${S}/post`, { body: '{"a":Nan}' }).status).toBe(500);
  });

  test('every failure is a page with 500', () => {
    for (const reply of [ask(sandbox, `${S}/1`), ask(sandbox, `${S}/post`, { body: '{' })]) {
      expect(reply.status).toBe(500);
      expect(textOf(reply)).toContain('<html>');
    }
  });
});

describe('annotation and schema', () => {
  const sandbox = fresh();
  const A = '/annotation/api/v2/aligned_volume/brain_and_nerve_cord';

  test('tables, counts, single rows', () => {
    expect(good(sandbox, `${A}/table`)).toEqual(
      expect.arrayContaining(['synapses_v2', 'cell_info', 'cell_ids', 'backbone_proofread', 'young_tags']),
    );
    const count = good(sandbox, `${A}/table/cell_info/count`) as number;
    const [row] = good(sandbox, `${A}/table/cell_info/annotations?annotation_ids=${count}`) as Record<
      string,
      unknown
    >[];
    expect(row).toMatchObject({ id: count, tag: expect.any(String), pt_position: expect.any(Array) });
  });

  test('metadata answers 201; the unknown 500', () => {
    const reply = ask(sandbox, `${A}/table/cell_info`);
    expect([reply.status, field(jsonOf(reply), 'schema_type')]).toEqual([201, 'bound_double_tag_user']);
    const unknown = ask(sandbox, `${A}/table/nope`);
    expect([unknown.status, field(jsonOf(unknown), 'message')]).toEqual([
      500,
      "'NoneType' object has no attribute 'get'",
    ]);
    // Of a table with segment ids the record is the segmentation table's.
    expect(jsonOf(reply)).toMatchObject({ id: 18383, table_name: 'cell_info__wclee_fly_cns_001' });
    expect(jsonOf(ask(sandbox, `${A}/table/cell_ids`))).toMatchObject({ table_name: 'cell_ids' });
  });

  test('writing is refused in words', () => {
    const reply = ask(sandbox, `${A}/table/cell_info/annotations`, { body: '{}' });
    expect(field(jsonOf(reply), 'message')).toContain('read only');
  });

  test('every table has its schema', () => {
    const names = good(sandbox, '/schema/api/v2/type', { token: null }) as string[];
    for (const stack of sandbox.datastacks) {
      const path = `/materialize/api/v3/datastack/${stack}/version/902/tables/metadata`;
      for (const table of good(sandbox, path) as { schema: string }[]) expect(names).toContain(table.schema);
    }
    expect(good(sandbox, '/schema/api/v2/type/synapse')).toMatchObject({ $ref: '#/definitions/synapse' });
    expect(ask(sandbox, '/schema/api/v2/type/nope').status).toBe(404);
  });
});
