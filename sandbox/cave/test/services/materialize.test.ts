/** Materialize: versions, frozen and live queries, and the errors that all come as 500. */
import { tableFromIPC } from 'apache-arrow';
import { ask, field, fresh, good, header, jsonOf, NOW, textOf } from '../ask';

const sandbox = fresh();
const { truth } = sandbox;
const M = '/materialize/api/v3/datastack/brain_and_nerve_cord';
const [, middle, newest] = truth.versions;
const JSON_ARGS = 'return_pyarrow=false&direct_sql_pandas=true';
const PROOFREAD = '720575941609391725';
const LARGE = '720575941703820762';

type Row = Record<string, unknown>;
const post = (path: string, body: unknown, args = JSON_ARGS) =>
  ask(sandbox, `${M}${path}?${args}`, { body: typeof body === 'string' ? body : JSON.stringify(body) });
const table = (name: string, body: unknown, args = JSON_ARGS, version = newest!.version) =>
  post(`/version/${version}/table/${name}/query`, body, args);
const rows = (reply: ReturnType<typeof ask>): Row[] => {
  if (reply.status !== 200) throw new Error(textOf(reply));
  return jsonOf(reply) as unknown as Row[];
};
const live = (body: Row, args = JSON_ARGS) =>
  post('/query', JSON.stringify({ timestamp: new Date(NOW).toISOString(), ...body }), args);
/** A body with ids as bare digits, which JSON.stringify cannot write. */
const bare = (text: string): string => text.replace(/"(\d{15,})"/g, '$1');
const message = (reply: ReturnType<typeof ask>) => String(field(jsonOf(reply), 'message'));

describe('versions and tables', () => {
  test('handshake and versions', () => {
    expect(good(sandbox, '/materialize/api/versions')).toEqual([2, 3]);
    expect(good(sandbox, '/materialize/version')).toBe('5.26.4');
    const versions = good(sandbox, `${M}/versions`) as number[];
    expect(versions.length).toBeGreaterThanOrEqual(2);
    const record = good(sandbox, `${M}/version/${newest!.version}`) as Row;
    expect(record).toMatchObject({
      version: newest!.version,
      valid: true,
      status: 'AVAILABLE',
      is_merged: true,
    });
    expect(record.time_stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
    expect(Date.parse(`${String(record.time_stamp).slice(0, 23)}Z`)).toBe(newest!.time);
  });

  test('what is not there answers 404 with a string or null', () => {
    const version = ask(sandbox, `${M}/version/9999`);
    expect([version.status, jsonOf(version)]).toEqual([404, 'No version found']);
    const tables = ask(sandbox, '/materialize/api/v2/datastack/brain_and_nerve_cord/version/9999/tables');
    expect([tables.status, jsonOf(tables)]).toEqual([404, null]);
    // Other routes look for the version's record without a check.
    for (const path of ['table/cell_info/metadata', 'views/neuron_tag_counts/metadata']) {
      expect(ask(sandbox, `${M}/version/9999/${path}`).status).toBe(500);
    }
    expect(ask(sandbox, `${M}/version/${newest!.version}/views/nope/metadata`).status).toBe(500);
    expect(ask(sandbox, `${M}/version/${newest!.version}/table/nope/metadata`).status).toBe(404);
  });

  test('the published record of cell_info', () => {
    expect(good(sandbox, `${M}/version/${newest!.version}/table/cell_info/metadata`)).toMatchObject({
      aligned_volume: 'brain_and_nerve_cord',
      created: '2023-10-30T00:00:01.188701',
      id: 18382,
      last_modified: '2026-06-09T02:34:36.131912',
      pcg_table_name: 'wclee_fly_cns_001',
      reference_table: null,
      schema: 'bound_double_tag_user',
      schema_type: 'bound_double_tag_user',
      user_id: '4741',
      valid: true,
    });
  });

  test('a datastack without tables', () => {
    const path = `/materialize/api/v3/datastack/mrgd/version/${newest!.version}/tables`;
    expect(good(sandbox, path)).toEqual([]);
  });
});

describe('one table', () => {
  test('counts of the published neurons, and rows that agree', () => {
    for (const [column, id, n] of [
      ['pre_pt_root_id', PROOFREAD, 291],
      ['post_pt_root_id', PROOFREAD, 45],
      ['pre_pt_root_id', LARGE, 7469],
      ['post_pt_root_id', LARGE, 1662],
    ] as const) {
      const body = bare(JSON.stringify({ filter_in_dict: { synapses_v2: { [column]: [id] } } }));
      expect(rows(table('synapses_v2', body, `${JSON_ARGS}&count=true`))).toEqual([{ count: n }]);
      const select = bare(
        JSON.stringify({
          filter_equal_dict: { synapses_v2: { [column]: id } },
          select_columns: ['id', column],
        }),
      );
      const found = rows(table('synapses_v2', select));
      expect(found.length).toBe(n);
      expect(new Set(found.map((row) => row[column]))).toEqual(new Set([id]));
      expect(new Set(found.map((row) => row.id)).size).toBe(n);
    }
  });

  test('ids as strings filter as well; row ids are what other services know', () => {
    const found = rows(
      table('synapses_v2', { filter_in_dict: { synapses_v2: { pre_pt_root_id: [PROOFREAD] } } }),
    );
    for (const row of found.slice(0, 20)) {
      expect(truth.rootOfSupervoxel(String(row.pre_pt_supervoxel_id))).toBe(PROOFREAD);
      expect(truth.rootOfSupervoxel(String(row.post_pt_supervoxel_id))).toBe(row.post_pt_root_id);
    }
    expect(Object.keys(found[0]!)).toEqual(expect.arrayContaining(['ctr_pt_position_x', 'size', 'valid']));
    for (const name of ['deleted', 'created', 'superceded_id']) expect(name in found[0]!).toBe(false);
  });

  test('roots are those of the version', () => {
    const [old, now] = [middle!, newest!].map(({ version }) =>
      rows(table('cell_info', { limit: 200 }, JSON_ARGS, version)),
    );
    const changedRows = old!.filter((row, i) => row.pt_root_id !== now![i]!.pt_root_id);
    expect(changedRows.length).toBeGreaterThan(0);
    for (const row of old!.slice(0, 60)) {
      expect(truth.rootOfSupervoxel(String(row.pt_supervoxel_id), undefined, middle!.time)).toBe(
        row.pt_root_id,
      );
    }
  });

  test('a root column brings its supervoxel along; a single plain column fails', () => {
    const [row] = rows(table('cell_info', { select_columns: ['pt_root_id'], limit: 1 }));
    expect(Object.keys(row!)).toEqual(['pt_supervoxel_id', 'pt_root_id']);
    const alone = table('cell_info', { select_columns: ['tag'], limit: 1 });
    expect([alone.status, message(alone)]).toEqual([500, "'BigInteger' object has no attribute 'tag'"]);
    const unknown = table('cell_info', { select_columns: ['id', 'nope'] });
    expect(message(unknown)).toBe('nope not in model or models for cell_info');
  });

  test('comparisons, regex and boxes', () => {
    const ids = (filter: Row): number[] =>
      rows(table('cell_info', { ...filter, limit: 100_000 })).map((row) => row.id as number);
    const cell = (column: string, value: unknown) => ({ cell_info: { [column]: value } });
    expect(ids({ filter_greater_dict: cell('id', 3), filter_less_equal_dict: cell('id', 6) })).toEqual([
      4, 5, 6,
    ]);
    const taggedRows = rows(table('cell_info', { filter_regex_dict: cell('tag', '^asc'), limit: 5 }));
    expect(taggedRows.map((row) => row.tag)).toEqual(Array(5).fill('ascending'));
    expect(table('cell_info', { filter_regex_dict: cell('user_id', '1') }).status).toBe(500);
    const [first] = rows(table('cell_info', { limit: 1 }));
    const at = ['x', 'y', 'z'].map((axis) => first![`pt_position_${axis}`] as number);
    const box = [at.map((n) => n - 1), at.map((n) => n + 1)];
    const near = { filter_spatial_dict: cell('pt_position', box), filter_less_dict: cell('id', 40) };
    expect(ids(near)).toEqual([first!.id]);
    expect(table('cell_info', { filter_spatial_dict: cell('pt_position', [at, at]) }).status).toBe(500);
  });

  test('exclusion does nothing, and its other spelling is an unknown field', () => {
    const all = rows(table('cell_info', { limit: 5 }));
    const same = rows(table('cell_info', { limit: 5, filter_notin_dict: { cell_info: { id: [1, 2, 3] } } }));
    expect(same).toEqual(all);
    const reply = table('cell_info', { filter_out_dict: { cell_info: { id: [1] } } });
    expect([reply.status, field(jsonOf(reply), 'schema_errors')]).toEqual([
      500,
      { filter_out_dict: ['Unknown field.'] },
    ]);
  });

  test('limits, offsets, and the one sign of a short answer', () => {
    const reply = table('cell_info', { limit: 3, offset: 2 });
    expect(rows(reply).map((row) => row.id)).toEqual([3, 4, 5]);
    expect(header(reply, 'warning')).toEqual(['201 - "Limited query to 3 rows']);
    sandbox.setFaults({ rowCap: 10 });
    const capped = table('cell_info', { limit: 40 });
    sandbox.setFaults({});
    expect(rows(capped).length).toBe(10);
    expect(header(capped, 'warning')).toEqual(['201 - "Limited query to 10 rows']);
  });

  test('three resolution lines, Python text for names, whole-number positions when rescaled', () => {
    const reply = table('cell_info', { limit: 1, desired_resolution: [8, 8, 45] });
    expect(header(reply, 'dataframe_resolution')).toEqual(['8.0', '8.0', '45.0']);
    expect(header(table('cell_info', { limit: 1 }), 'dataframe_resolution')).toEqual(['4.0', '4.0', '45.0']);
    expect(header(reply, 'column_names')[0]).toMatch(/^\{'cell_info': \{'id': 'id', /);
    const [half] = rows(reply);
    const [whole] = rows(table('cell_info', { limit: 1 }));
    expect(half!.pt_position_x).toBe(Math.trunc((whole!.pt_position_x as number) / 2));
  });

  test('without direct_sql_pandas ids lose digits, and a warning says so', () => {
    const reply = table('cell_info', { limit: 2 }, 'return_pyarrow=false');
    expect(textOf(reply)).toMatch(/"pt_root_id":\d+\.0/);
    expect(header(reply, 'warning').some((text) => text.includes('direct_sql_pandas'))).toBe(true);
  });

  test('errors keep their code in the message only', () => {
    const unknown = table('nope', {});
    expect([unknown.status, message(unknown)]).toEqual([
      500,
      `404 Not Found: Analysis table 'nope' not found for version ${newest!.version} in datastack brain_and_nerve_cord`,
    ]);
    expect(message(table('cell_info', {}, JSON_ARGS, 9999))).toBe(
      '404 Not Found: version 9999 not found in brain_and_nerve_cord',
    );
    const argument = table('cell_info', {}, `${JSON_ARGS}&count=maybe`);
    expect(message(argument)).toBe('Input payload validation failed');
    const old = ask(
      sandbox,
      `/materialize/api/v2/datastack/brain_and_nerve_cord/version/${newest!.version}/table/cell_info/query`,
      { body: '{}' },
    );
    expect(old.status).toBe(500);
  });
});

describe('Arrow', () => {
  test('one batch, signed ids, UTC nanoseconds, the same rows as JSON', () => {
    const args = 'return_pyarrow=true&arrow_format=true&direct_sql_pandas=true&ipc_compress=false';
    const reply = table('backbone_proofread', { limit: 25 }, args, middle!.version);
    expect(header(reply, 'content-type')).toEqual(['data.arrow']);
    expect([...reply.body.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect([...reply.body.subarray(-8)]).toEqual([255, 255, 255, 255, 0, 0, 0, 0]);
    const arrow = tableFromIPC(reply.body);
    expect(arrow.batches.length).toBe(1);
    const types = Object.fromEntries(arrow.schema.fields.map(({ name, type }) => [name, String(type)]));
    expect(types).toMatchObject({
      id: 'Int64',
      created: 'Timestamp<NANOSECOND, UTC>',
      pt_root_id: 'Int64',
      valid_id: 'Int64',
      pt_position_x: 'Int32',
      proofread: 'Bool',
    });
    const plain = rows(table('backbone_proofread', { limit: 25 }, JSON_ARGS, middle!.version));
    const column = (name: string): unknown[] => [...arrow.getChild(name)!];
    expect(column('pt_root_id').map(String)).toEqual(plain.map((row) => row.pt_root_id));
    expect(column('proofread')).toEqual(plain.map((row) => row.proofread));
    const data = arrow.getChild('created')!.data[0]!.values as BigInt64Array;
    expect([...data].map((ns) => Number(ns / 1_000_000n))).toEqual(plain.map((row) => row.created));
  });

  test('an empty answer keeps its columns; text without values has no type', () => {
    const body = { filter_in_dict: { cell_info: { pt_root_id: ['1'] } } };
    const arrow = tableFromIPC(table('cell_info', body, 'return_pyarrow=true&direct_sql_pandas=true').body);
    expect(arrow.numRows).toBe(0);
    const types = Object.fromEntries(arrow.schema.fields.map(({ name, type }) => [name, String(type)]));
    expect(types).toMatchObject({ pt_root_id: 'Int64', tag: 'Null' });
  });
});

describe('joins', () => {
  test('rows of both tables, suffixes for names that both have', () => {
    const reply = post(`/version/${newest!.version}/query`, {
      tables: [
        ['cell_ids', 'target_id'],
        ['cell_info', 'id'],
      ],
      suffix_map: { cell_ids: '', cell_info: '_ref' },
      limit: 12,
    });
    const found = rows(reply);
    expect(found.length).toBe(12);
    for (const row of found) expect(row.target_id).toBe(row.id_ref);
    expect(Object.keys(found[0]!)).toEqual(
      expect.arrayContaining(['id', 'tag', 'tag_ref', 'pt_root_id', 'pt_position_x']),
    );
  });

  test('a selection by table, and a column that is not there', () => {
    const tables = [
      ['cell_ids', 'target_id'],
      ['cell_info', 'id'],
    ];
    const found = rows(
      post(`/version/${newest!.version}/query`, {
        tables,
        limit: 2,
        select_column_map: { cell_ids: ['target_id'], cell_info: ['pt_root_id', 'tag'] },
      }),
    );
    expect(Object.keys(found[0]!).sort()).toEqual(['pt_root_id', 'tag', 'target_id']);
    const wrong = post(`/version/${newest!.version}/query`, {
      tables,
      select_column_map: { cell_ids: ['x'] },
    });
    expect(message(wrong)).toBe('400 Bad Request: column x not found in cell_ids');
  });
});

describe('live', () => {
  const current = truth.sampleCurrent(30).find((id) => truth.synapses(id)!.out > 0)!;
  const stale = truth.sampleStale(1)[0]!;
  const body = (ids: string[], more: Row = {}): Row => ({
    table: 'synapses_v2',
    filter_in_dict: { synapses_v2: { pre_pt_root_id: ids, ...more } },
  });
  const bareLive = (query: Row, args = JSON_ARGS) =>
    post('/query', bare(JSON.stringify({ timestamp: new Date(NOW).toISOString(), ...query })), args);

  test('rows of now, also for a root that an edit has just made', () => {
    expect(rows(bareLive(body([current]))).length).toBe(truth.synapses(current)!.out);
    const before = truth.synapses(current, undefined, NOW - 1)!.out;
    const { after } = sandbox.edit({ kind: 'split', root: current, share: 0.5 });
    const counts = after.map((id) => rows(bareLive(body([id]))).length);
    expect(counts[0]! + counts[1]!).toBe(before);
  });

  test('ids as strings match nothing, without a word', () => {
    const other = truth.sampleCurrent(60).find((id) => truth.isLatest(id) && truth.synapses(id)!.out > 0)!;
    expect(rows(bareLive(body([other]))).length).toBeGreaterThan(0);
    expect(rows(live(body([other])))).toEqual([]);
  });

  test('stale roots are refused, or dropped with a warning, or all refused', () => {
    expect(message(bareLive(body([stale, PROOFREAD])))).toMatch(
      /^400 Bad Request: Some root_ids passed are not valid/,
    );
    const tolerantArgs = `${JSON_ARGS}&allow_invalid_root_ids=true`;
    const reply = bareLive(body([stale, PROOFREAD]), tolerantArgs);
    expect(rows(reply).length).toBe(291);
    expect(header(reply, 'warning')[0]).toContain(stale);
    expect(message(bareLive(body([stale]), tolerantArgs))).toMatch(
      /^ALL root id filters passed \(\[[0-9]{18}\]\) +were invalid/,
    );
  });

  test('a list filter beside the root filter is emptied while invalid roots are allowed', () => {
    const query = {
      table: 'backbone_proofread',
      filter_in_dict: { backbone_proofread: { pt_root_id: [PROOFREAD], user_id: [0] } },
    };
    const user = rows(
      bareLive({ ...query, filter_in_dict: { backbone_proofread: { pt_root_id: [PROOFREAD] } } }),
    )[0]!.user_id;
    const request = {
      table: 'backbone_proofread',
      filter_in_dict: { backbone_proofread: { pt_root_id: [PROOFREAD], user_id: [user] } },
    };
    expect(rows(bareLive(request)).length).toBe(1);
    expect(rows(bareLive(request, `${JSON_ARGS}&allow_invalid_root_ids=true`))).toEqual([]);
  });

  test('count has no effect', () => {
    expect(rows(bareLive(body([PROOFREAD]), `${JSON_ARGS}&count=true`)).length).toBe(291);
  });

  test('proofread: true for the published neuron, false rows exist too', () => {
    const query = {
      table: 'backbone_proofread',
      filter_in_dict: { backbone_proofread: { pt_root_id: [PROOFREAD] } },
    };
    expect(rows(bareLive(query)).map((row) => row.proofread)).toEqual([true]);
    const all = rows(table('backbone_proofread', { limit: 2000, select_columns: ['id', 'proofread'] }));
    expect(all.some((row) => row.proofread === false)).toBe(true);
  });

  test('table and timestamp are required', () => {
    const reply = post('/query', {});
    expect(field(jsonOf(reply), 'schema_errors')).toEqual({
      table: ['Missing data for required field.'],
      timestamp: ['Missing data for required field.'],
    });
  });
});

test('strings of a column', () => {
  const values = good(sandbox, `${M}/table/cell_info/unique_string_values`) as Record<string, string[]>;
  expect(values.tag2).toEqual(['cell type', 'super class']);
  expect(values.tag).toContain('descending');
});
