/** Table queries on the wire: bodies and places of every form, shapes of tables, references and views, warnings. */
import {
  Bool,
  type DataType,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { splitFilters } from '../../../src/cave/tables/local-filter';
import {
  type Comparison,
  type RowFilter,
  type RowQuery,
  readRowReply,
  rowRequest,
} from '../../../src/cave/tables/row-query';
import {
  type ColumnKind,
  type TableColumn,
  type TableShape,
  tableShape,
} from '../../../src/cave/tables/table-shape';
import type { HttpReply, HttpRequest } from '../../../src/http/request';
import type { Work } from '../../../src/http/work';
import { errorOf, memory } from '../../support/sandbox-driver';
import { STACK, TABLE_RECORD } from '../support';

type Spec = [name: string, type: DataType, values: (string | number | boolean | bigint | null)[]];

function arrow(columns: Spec[]): Uint8Array {
  const fields = columns.map(([name, type]) => new Field(name, type, true));
  const children = columns.map(([, type, values]) => vectorFromArray(values, type).data[0]!);
  const length = columns[0]![2].length;
  const writer = new RecordBatchStreamWriter();
  const data = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  writer.write(new RecordBatch(new Schema(fields), data));
  writer.finish();
  return writer.toUint8Array(true);
}

const rows = (columns: Spec[], headers: Record<string, string> = {}): HttpReply => {
  const bytes = arrow(columns);
  return { status: 200, headers, text: () => '', bytes: () => bytes };
};
const text = (status: number, body: string): HttpReply => ({
  status,
  headers: {},
  text: () => body,
  bytes: () => Buffer.from(body),
});

const column = (name: string, kind: ColumnKind, table = 't', own = name): TableColumn => ({
  name,
  kind,
  table,
  column: own,
});
const COLUMNS = [
  column('id', 'id'),
  column('pt_position', 'position'),
  column('pt_root_id', 'id'),
  column('pre_pt_root_id', 'id'),
  column('size', 'float'),
  column('created', 'time'),
  column('tag', 'text'),
];
const SHAPE: TableShape = {
  table: 't',
  view: false,
  reference: null,
  resolution: [4, 4, 40],
  referenceResolution: null,
  columns: COLUMNS,
};
const columnNamed = (name: string) => COLUMNS.find((one) => one.name === name)!;
const filter = (name: string, by: Comparison, ...values: RowFilter['values']): RowFilter => ({
  column: columnNamed(name),
  comparison: by,
  values,
});

function requestFor(ask: Partial<RowQuery>): { path: string; query: URLSearchParams; body: string } {
  const request = rowRequest(STACK, {
    shape: SHAPE,
    instant: { version: 7 },
    filters: [],
    columns: COLUMNS,
    ...ask,
  });
  const url = new URL(request.url);
  return { path: url.pathname, query: url.searchParams, body: String(request.body) };
}

test('every comparison in its own key, ids as bare numbers', () => {
  const filters = [
    filter('pt_root_id', 'in', '864691135122603047', '864691135987654321'),
    filter('size', '>', 1.5),
    filter('size', '<', 9),
    filter('id', '>=', '10'),
    filter('size', '<=', 8),
    filter('tag', '~', '^GNG'),
    filter('pt_position', 'box', 1, 2, 3, 4, 5, 6),
  ];
  const { path, query, body } = requestFor({
    filters,
    columns: [columnNamed('id'), columnNamed('tag')],
    limit: 12,
  });
  expect(path).toBe('/materialize/api/v3/datastack/minnie65_public/version/7/table/t/query');
  expect(Object.fromEntries(query)).toEqual({
    return_pyarrow: 'true',
    arrow_format: 'true',
    ipc_compress: 'false',
    direct_sql_pandas: 'true',
  });
  expect(body).toContain('"filter_in_dict":{"t":{"pt_root_id":[864691135122603047,864691135987654321]}}');
  expect(JSON.parse(body)).toMatchObject({
    filter_greater_dict: { t: { size: 1.5 } },
    filter_less_dict: { t: { size: 9 } },
    filter_greater_equal_dict: { t: { id: 10 } },
    filter_less_equal_dict: { t: { size: 8 } },
    filter_regex_dict: { t: { tag: '^GNG' } },
    filter_spatial_dict: {
      t: {
        pt_position: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    },
    select_columns: ['id', 'tag'],
    limit: 12,
  });
});

test('one column never goes alone', () => {
  expect(JSON.parse(requestFor({ columns: [columnNamed('id')] }).body).select_columns).toHaveLength(2);
  expect(JSON.parse(requestFor({ columns: [columnNamed('tag')] }).body).select_columns).toEqual([
    'tag',
    'id',
  ]);
});

test('live: the moment with its zone, columns by table, ids that fell behind allowed and told', () => {
  const { path, query, body } = requestFor({
    instant: { live: 1_767_225_600.5 },
    columns: [columnNamed('id'), columnNamed('tag')],
  });
  expect(path).toBe('/materialize/api/v3/datastack/minnie65_public/query');
  expect(query.get('allow_invalid_root_ids')).toBe('true');
  expect(JSON.parse(body)).toEqual({
    table: 't',
    timestamp: '2026-01-01T00:00:00.500+00:00',
    select_columns: { t: ['id', 'tag'] },
  });
});

const REFERRING: TableShape = {
  ...SHAPE,
  reference: 'r',
  columns: [...COLUMNS, column('tag_ref', 'text', 'r', 'tag')],
};

test('a reference: the join of a version and of a live query, filters under the table they belong to', () => {
  const columns = [REFERRING.columns[0]!, REFERRING.columns[7]!];
  const filters: RowFilter[] = [{ column: columns[1]!, comparison: 'in', values: ['motor'] }];
  const frozen = requestFor({ shape: REFERRING, columns, filters });
  expect(frozen.path).toBe('/materialize/api/v3/datastack/minnie65_public/version/7/query');
  expect(JSON.parse(frozen.body)).toEqual({
    filter_in_dict: { r: { tag: ['motor'] } },
    tables: [
      ['t', 'target_id'],
      ['r', 'id'],
    ],
    suffix_map: { t: '', r: '_ref' },
    select_column_map: { t: ['id'], r: ['tag'] },
  });
  expect(
    JSON.parse(requestFor({ shape: REFERRING, columns, filters, instant: { live: 5 } }).body),
  ).toMatchObject({
    join_tables: [['t', 'target_id', 'r', 'id']],
    suffixes: { t: '', r: '_ref' },
    select_columns: { t: ['id'], r: ['tag'] },
  });
});

test('a view is asked at its own address; a count takes no columns', () => {
  const view = { ...SHAPE, view: true };
  expect(requestFor({ shape: view }).path).toMatch(/version\/7\/views\/t\/query$/);
  const counted = requestFor({ count: true });
  expect(counted.query.get('count')).toBe('true');
  expect(JSON.parse(counted.body)).toEqual({});
});

describe('what is left to the server', () => {
  const sharedRequests = (filters: RowFilter[], live = false) => {
    const { server, local: here } = splitFilters(filters, live ? { live: 5 } : { version: 7 });
    return {
      server: server.map(({ column: { name }, comparison: by }) => `${name} ${by}`),
      local: here.map((one) => one.comparison),
    };
  };

  test('exclusion is done here, but for root id != 0', () => {
    expect(sharedRequests([filter('tag', 'not in', 'x'), filter('size', '>', 1)])).toEqual({
      server: ['size >'],
      local: ['not in'],
    });
    expect(sharedRequests([filter('pt_root_id', 'not in', '0')])).toEqual({
      server: ['pt_root_id >'],
      local: [],
    });
    expect(sharedRequests([filter('pt_root_id', 'not in', '0', '7')])).toEqual({
      server: [],
      local: ['not in'],
    });
  });

  test('times are compared here', () => {
    expect(sharedRequests([filter('created', '>', 5), filter('size', '>', 1)])).toEqual({
      server: ['size >'],
      local: ['>'],
    });
  });

  test('a second bound of the same kind is done here', () => {
    expect(sharedRequests([filter('size', '>', 1), filter('size', '>', 2), filter('size', '<', 9)])).toEqual({
      server: ['size >', 'size <'],
      local: ['>'],
    });
  });

  test('live, a list of root ids stands alone, and comparisons of root ids stay here', () => {
    const filters = [
      filter('tag', 'in', 'x'),
      filter('pt_root_id', 'in', '1', '2'),
      filter('pre_pt_root_id', 'in', '3'),
    ];
    expect(sharedRequests(filters, true)).toEqual({ server: ['pre_pt_root_id in'], local: ['in', 'in'] });
    expect(sharedRequests([filter('pt_root_id', '>', '0'), filter('tag', 'in', 'x')], true)).toEqual({
      server: ['tag in'],
      local: ['>'],
    });
    expect(sharedRequests([filter('pt_root_id', 'not in', '0')], true)).toEqual({
      server: [],
      local: ['not in'],
    });
  });
});

describe('reading', () => {
  const ask: RowQuery = {
    shape: SHAPE,
    instant: { live: 5 },
    filters: [],
    columns: [columnNamed('pt_root_id'), columnNamed('pt_position'), columnNamed('size')],
  };
  const reply = (headers: Record<string, string>) =>
    rows(
      [
        ['pt_supervoxel_id', new Int64(), [1n, 2n]],
        ['pt_root_id', new Int64(), [864691135122603047n, null]],
        ['size', new Float64(), [0.5, null]],
        ['pt_position_x', new Int32(), [10, null]],
        ['pt_position_y', new Int32(), [20, null]],
        ['pt_position_z', new Int32(), [30, null]],
        ['__index_level_0__', new Int64(), [0n, 1n]],
      ],
      headers,
    );

  test('columns by name, whatever else and in whatever order the server sends', () => {
    const read = readRowReply(reply({ dataframe_resolution: '4.0, 4.0, 40.0' }), STACK, ask);
    expect(read).toEqual({
      rows: [
        ['864691135122603047', [10, 20, 30], 0.5],
        [null, null, null],
      ],
      truncatedAt: null,
      missing: 0,
      invalid: null,
      resolution: [4, 4, 40],
    });
  });

  test('warnings: the cap, ids that are not current, rows not looked up; not the owner’s notice', () => {
    const warning =
      '201 - "Limited query to 2 rows, Table Owner Notice on t: valid, but old, Some root_ids passed are not valid at ' +
      'the query timestamp: [864691135122603047, 864691135122603048], 201 - There are 3 annotations that need supervoxel lookups';
    const read = readRowReply(reply({ warning }), STACK, ask);
    expect(read.truncatedAt).toBe(2);
    expect(read.missing).toBe(3);
    expect(read.invalid).toBe(
      'Some root_ids passed are not valid at the query timestamp: [864691135122603047, 864691135122603048]',
    );
  });

  test('a live answer without rows that comes as an error', () => {
    const none = text(
      500,
      '{"code":500,"message":"400 Bad Request: This query on table t returned no results"}',
    );
    expect(readRowReply(none, STACK, ask).rows).toEqual([]);
    const all = text(
      500,
      '{"message":"ALL root id filters passed ([7 8])     were invalid at timestamp x."}',
    );
    expect(readRowReply(all, STACK, ask)).toMatchObject({
      rows: [],
      invalid: 'ALL root id filters passed ([7 8]',
    });
  });

  test('a cut stream and a missing column are damage, never an empty table', () => {
    const whole = reply({});
    const cut = { ...whole, bytes: () => whole.bytes().slice(0, 200) };
    expect(errorOf(() => readRowReply(cut, STACK, ask))).toMatchObject({ code: 'DOWN' });
    expect(
      errorOf(() => readRowReply(whole, STACK, { ...ask, columns: [columnNamed('tag')] })),
    ).toMatchObject({
      code: 'DOWN',
    });
  });

  test('a rate limit that is wrapped in a 500 is a rate limit', () => {
    const busy = text(500, '{"code":500,"message":"429 Too Many Requests: 300 per 1 minute"}');
    expect(errorOf(() => readRowReply(busy, STACK, ask))).toMatchObject({ code: 'BUSY' });
  });
});

describe('shapes', () => {
  const RECORD = TABLE_RECORD;
  const VIEW = Object.fromEntries(
    Object.entries(RECORD).filter(([key]) => /^(id|description|notice_text|voxel.*)$/.test(key)),
  );
  const OWN: Spec[] = [
    ['id', new Int64(), [1n]],
    ['target_id', new Int64(), [9n]],
    ['tag', new Utf8(), ['a']],
    ['valid', new Bool(), [true]],
  ];

  function drive<T>(
    work: Work<T>,
    serve: (request: HttpRequest) => HttpReply,
  ): { value: T; batches: number } {
    let step = work.next();
    let batches = 0;
    for (; !step.done; batches++) step = work.next(step.value.map(serve));
    return { value: step.value, batches };
  }

  test('a plain table: one round trip, then none', () => {
    const kept = memory();
    const serve = (request: HttpRequest) =>
      request.url.endsWith('/metadata')
        ? text(200, JSON.stringify({ ...RECORD, reference_table: null }))
        : rows(OWN);
    const first = drive(tableShape(STACK, 't', 7, kept), serve);
    expect(first.batches).toBe(1);
    expect(first.value).toEqual({
      table: 't',
      view: false,
      reference: null,
      referenceResolution: null,
      resolution: [4, 4, 40],
      columns: [
        column('id', 'id'),
        column('target_id', 'id'),
        column('tag', 'text'),
        column('valid', 'bool'),
      ],
    });
    expect(drive(tableShape(STACK, 't', 7, kept), serve)).toEqual({ value: first.value, batches: 0 });
    // Another version may be of the other form.
    expect(drive(tableShape(STACK, 't', 8, kept), serve).batches).toBe(1);
  });

  test('a join that leaves a column of the table out: it is not offered', () => {
    const serve = (request: HttpRequest) =>
      request.url.endsWith('/metadata')
        ? text(200, JSON.stringify({ ...RECORD, reference_table: 'r' }))
        : rows(request.url.includes('/table/') ? [...OWN, ['superceded_id', new Int64(), [null]]] : OWN);
    const { value } = drive(tableShape(STACK, 't', 7, memory()), serve);
    expect(value.columns.map((one) => one.name)).toEqual(['id', 'target_id', 'tag', 'valid']);
  });

  test('a table that refers to another: its columns and, with _ref where both have the name, those of the other', () => {
    const joined: Spec[] = [
      ['pt_root_id', new Int64(), [5n]],
      ['tag_ref', new Utf8(), ['b']],
      ...['x', 'y', 'z'].map((axis): Spec => [`pt_position_${axis}`, new Int32(), [1]]),
      ...OWN,
    ];
    const serve = (request: HttpRequest) =>
      request.url.endsWith('/metadata')
        ? text(200, JSON.stringify({ ...RECORD, reference_table: 'r' }))
        : rows(request.url.includes('/table/') ? OWN : joined);
    const { value, batches } = drive(tableShape(STACK, 't', 7, memory()), serve);
    expect(batches).toBe(2);
    expect(value.reference).toBe('r');
    expect(value.columns.slice(4)).toEqual([
      column('pt_root_id', 'id', 'r'),
      column('tag_ref', 'text', 'r', 'tag'),
      column('pt_position', 'position', 'r'),
    ]);
  });

  test('a view: whole numbers that are no ids are numbers', () => {
    const serve = (request: HttpRequest): HttpReply => {
      if (request.url.includes('/table/')) return text(404, '"Table v not found"');
      if (request.url.endsWith('/metadata'))
        return text(200, JSON.stringify({ ...VIEW, live_compatible: true }));
      if (request.url.endsWith('/schema')) {
        return text(200, '{"pt_root_id":{"type":"integer"},"synapse_count":{"type":"integer"}}');
      }
      return rows([
        ['pt_root_id', new Int64(), [864691135122603047n]],
        ['synapse_count', new Int64(), [12n]],
      ]);
    };
    const { value: shape } = drive(tableShape(STACK, 'v', 7, memory()), serve);
    expect(shape).toMatchObject({ view: true, resolution: [4, 4, 40] });
    expect(shape.columns.map((one) => [one.name, one.kind])).toEqual([
      ['pt_root_id', 'id'],
      ['synapse_count', 'int'],
    ]);
    const ask: RowQuery = { shape, instant: { version: 7 }, filters: [], columns: shape.columns };
    const reply = serve({ url: '/views/v/query', method: 'POST', idempotent: true, route: 'v' });
    expect(readRowReply(reply, STACK, ask).rows).toEqual([['864691135122603047', 12]]);
  });

  test('neither table nor view: the table’s own error', () => {
    const serve = () => text(404, '"Table nope not found"');
    expect(errorOf(() => drive(tableShape(STACK, 'nope', 7, memory()), serve))).toMatchObject({
      code: 'NONE',
    });
  });
});
