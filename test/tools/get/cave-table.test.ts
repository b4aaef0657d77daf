/** TT_TABLE on the sandbox: every filter against the same rows filtered here, limits, live, counts, what is cut. */
import { newestVersion, tableQuery } from '../../../src/cave/tables/materialize';
import { TtError } from '../../../src/core/errors';
import { type Json, parseJson } from '../../../src/core/json';
import type { Cell } from '../../../src/core/table';
import { readArgs } from '../../../src/tools/declaration/args';
import type { OutputCell } from '../../../src/tools/declaration/declare';
import { caveStackTables } from '../../../src/tools/get/cave-stack-tables';
import { caveTable } from '../../../src/tools/get/cave-table';
import { caveTableInfo } from '../../../src/tools/get/cave-table-info';
import { errorOf, memory, testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const ctx = b.ctx();
const stack = b.stack();
const version = b.run(newestVersion(stack, memory(), b.now() / 1000)).version;

interface Ask {
  table: string;
  filters?: Cell | Cell[][];
  columns?: Cell | Cell[][];
  limit?: number;
  as_of?: string;
}

function ask({ table, filters, columns, limit, as_of }: Ask): OutputCell[][] {
  return b.run(caveTable.answer(readArgs(caveTable, [table, filters, columns, limit, as_of]), ctx));
}

/** The other way: JSON rows of the whole table. */
const rowsOf = (table: string) =>
  parseJson(b.driver.send([tableQuery(stack, { table, instant: { version } })])[0]!.text()) as {
    [column: string]: Json;
  }[];
const cells = rowsOf('cell_info');
const byId = (rows: { [column: string]: Json }[]) => [...rows].sort((x, y) => Number(x.id) - Number(y.id));
const column = (rows: OutputCell[][], name: string) => {
  const at = rows[0]!.indexOf(name);
  if (at < 0) throw new Error(`no column ${name} in ${rows[0]!.join()}`);
  return rows.slice(1).map((row) => row[at]);
};

test('a whole table: every value as the JSON answer has it', () => {
  const rows = ask({ table: 'cell_info', limit: 40_000 });
  const expected = byId(cells);
  expect(rows).toHaveLength(expected.length + 1);
  expect(rows[0]).toEqual(Object.keys(expected[0]!));
  rows.slice(1).forEach((row, i) => {
    const shown = row.map((value) => (value instanceof Date ? value.getTime() : value));
    const plain = Object.entries(expected[i]!).map(([key, value]) =>
      /(^|_)id$/.test(key) && key !== 'user_id' && value !== null ? String(value) : value,
    );
    expect(shown).toEqual(plain);
  });
});

const some = cells[5]!;
const roots = cells.slice(0, 8).map((row) => String(row.pt_root_id));
const [x, y, z] = [1, 1, 1].map((_, i) => Number(some[`pt_position_${'xyz'[i]}`]));
const box = [x! - 9000, y! - 9000, z! - 900, x! + 9000, y! + 9000, z! + 900];

test.each<[string, (row: { [column: string]: Json }) => boolean]>([
  [`tag = ${some.tag}`, (row) => row.tag === some.tag],
  [`tag in ${some.tag}, motor`, (row) => row.tag === some.tag || row.tag === 'motor'],
  ['tag2 != cell type', (row) => row.tag2 !== 'cell type'],
  ['tag not in motor, sensory', (row) => row.tag !== 'motor' && row.tag !== 'sensory'],
  ['tag ~ ^(GNG|SAD)1', (row) => /^(GNG|SAD)1/.test(String(row.tag))],
  ['user_id > 977', (row) => Number(row.user_id) > 977],
  ['user_id >= 977; user_id < 5017', (row) => Number(row.user_id) >= 977 && Number(row.user_id) < 5017],
  ['user_id > 100; user_id > 977', (row) => Number(row.user_id) > 977],
  ['id <= 12', (row) => Number(row.id) <= 12],
  [`pt_root_id in ${roots.join(', ')}`, (row) => roots.includes(String(row.pt_root_id))],
  ['pt_root_id != 0; id < 50', (row) => String(row.pt_root_id) !== '0' && Number(row.id) < 50],
  [
    'valid = TRUE; tag2 = cell type; tag ~ 1..$',
    (row) => row.tag2 === 'cell type' && /1..$/.test(String(row.tag)),
  ],
  [
    `pt_position box ${box.slice(0, 3).join(', ')} to ${box.slice(3).join(', ')}`,
    (row) =>
      ['x', 'y', 'z'].every((axis, i) => {
        const at = Number(row[`pt_position_${axis}`]);
        return at >= box[i]! && at <= box[i + 3]!;
      }),
  ],
])('%s', (filters, keeps) => {
  const expected = byId(cells.filter(keeps)).map((row) => String(row.id));
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.length).toBeLessThan(cells.length + 1);
  const rows = ask({ table: 'cell_info', filters, limit: 30_000 });
  expect(column(rows, 'id')).toEqual(expected);
  expect(ask({ table: 'cell_info', filters, columns: 'count' })).toEqual([[expected.length]]);
});

test('filters and columns from ranges of cells', () => {
  const filters: Cell[][] = [
    ['pt_root_id', 'in', roots[0]!],
    ['', '', roots[1]!],
    ['tag2', '=', 'super class'],
  ];
  const rows = ask({ table: 'cell_info', filters, columns: [['tag'], ['pt_root_id'], ['pt_position_z']] });
  expect(rows[0]).toEqual(['tag', 'pt_root_id', 'pt_position_z']);
  const expected = byId(
    cells.filter((row) => roots.slice(0, 2).includes(String(row.pt_root_id)) && row.tag2 === 'super class'),
  );
  expect(rows.slice(1)).toEqual(expected.map((row) => [row.tag, String(row.pt_root_id), row.pt_position_z]));
});

test.each(['tag', 'id', 'pt_root_id', 'pt_position'])('%s alone, which the service cannot select', (name) => {
  const rows = ask({ table: 'cell_info', columns: name, limit: 3 });
  expect(rows).toHaveLength(4);
  expect(rows[0]).toEqual(name === 'pt_position' ? ['x', 'y', 'z'].map((axis) => `${name}_${axis}`) : [name]);
});

test('a table that refers to another brings its columns', () => {
  const rows = ask({ table: 'cell_ids', filters: 'tag_ref = motor' });
  expect(rows[0]).toEqual(
    expect.arrayContaining(['id', 'target_id', 'tag', 'tag_ref', 'pt_root_id', 'pt_position_x']),
  );
  const target = new Map(cells.map((row) => [String(row.id), row]));
  const expected = rowsOf('cell_ids').filter((row) => target.get(String(row.target_id))!.tag === 'motor');
  expect(column(rows, 'id')).toEqual(byId(expected).map((row) => String(row.id)));
  expect(column(rows, 'pt_root_id')).toEqual(
    byId(expected).map((row) => String(target.get(String(row.target_id))!.pt_root_id)),
  );
  expect(ask({ table: 'cell_ids', filters: 'tag_ref = motor', columns: 'count' })).toEqual([
    [expected.length],
  ]);
});

test('a limit is kept silently; without one a long table ends in SHORT with the whole number', () => {
  const limited = ask({ table: 'synapses_v2', limit: 25, columns: 'id, pre_pt_root_id' });
  expect(limited).toHaveLength(26);
  expect(limited.flat().some((value) => value instanceof TtError)).toBe(false);
  const rows = ask({ table: 'synapses_v2' });
  const last = rows[rows.length - 1]!;
  const [[total]] = ask({ table: 'synapses_v2', columns: 'count' }) as [[number]];
  expect(last[0]).toMatchObject({ code: 'SHORT' });
  expect((last[0] as TtError).message).toContain(`of ${total.toLocaleString('en-US')} rows`);
  expect(rows.length - 2).toBe(Math.floor(100_000 / rows[0]!.length));
});

test('the server’s own cap is said', () => {
  b.sandbox.setFaults({ rowCap: 30 });
  try {
    const rows = ask({ table: 'cell_info' });
    expect(rows).toHaveLength(32);
    expect(rows[31]![0]).toMatchObject({ code: 'SHORT' });
    const here = ask({ table: 'cell_info', filters: 'tag != motor' });
    expect((here[here.length - 1]![0] as TtError).message).toMatch(/among 30 that the server looked at/);
    expect(
      errorOf(() => ask({ table: 'cell_info', filters: 'tag != motor', columns: 'count' })),
    ).toMatchObject({
      code: 'SHORT',
    });
  } finally {
    b.sandbox.setFaults({});
  }
});

describe('live', () => {
  const current = b.sandbox.truth.sampleCurrent(3);

  test('root and other filters together, which the service would bend', () => {
    const filters = `pt_root_id in ${current.join(', ')}; tag2 = super class; user_id > 0`;
    const rows = ask({ table: 'cell_info', filters, as_of: 'live' });
    expect(rows.length).toBeGreaterThan(1);
    expect(column(rows, 'pt_root_id').every((id) => current.includes(String(id)))).toBe(true);
    expect(column(rows, 'tag2').every((tag) => tag === 'super class')).toBe(true);
    expect(ask({ table: 'cell_info', filters, as_of: 'live', columns: 'count' })).toEqual([
      [rows.length - 1],
    ]);
  });

  test('outdated ids are named, not dropped in silence', () => {
    const [stale] = b.sandbox.truth.sampleStale(1);
    const some = ask({ table: 'cell_info', filters: `pt_root_id in ${current[0]}, ${stale}`, as_of: 'live' });
    expect(some[some.length - 1]![0]).toMatchObject({ code: 'INPUT' });
    expect((some[some.length - 1]![0] as TtError).message).toContain(`${stale}: not current`);
    const all = ask({ table: 'cell_info', filters: `pt_root_id = ${stale}`, as_of: 'live' });
    expect(all).toHaveLength(2);
    expect((all[1]![0] as TtError).message).toContain(`${stale}: not current`);
  });

  test('a limit counts rows after all filters', () => {
    const rows = ask({ table: 'cell_info', filters: 'tag2 = super class', limit: 4, as_of: 'live' });
    expect(rows).toHaveLength(5);
  });

  test('a time in the past gives the roots of then', () => {
    const [stale] = b.sandbox.truth.sampleStale(1);
    const root = b.sandbox.truth.root(stale!);
    const then = new Date(root.retiredAt - 1000).toISOString();
    const rows = ask({ table: 'cell_info', filters: `pt_root_id = ${stale}`, as_of: then });
    expect(rows.slice(1).every((row) => !(row[0] instanceof TtError))).toBe(true);
  });
});

test.each<[string, Ask, string, RegExp]>([
  ['an unknown table', { table: 'nope' }, 'NONE', /nope/],
  ['a table with odd characters', { table: 'a/b' }, 'INPUT', /not a table/],
  ['an unknown column', { table: 'cell_info', columns: 'tag, tagg' }, 'INPUT', /no column "tagg"/],
  ['an unknown version', { table: 'cell_info', as_of: '99999' }, 'NONE', /99999/],
  ['a time to come', { table: 'cell_info', as_of: '2999-01-01' }, 'INPUT', /not come yet/],
  ['words for a time', { table: 'cell_info', as_of: 'yesterday' }, 'INPUT', /neither/],
  ['a limit of zero', { table: 'cell_info', limit: 0 }, 'INPUT', /above 0/],
  ['a limit too large', { table: 'synapses_v2', limit: 400_000 }, 'BIG', /sidebar/],
])('%s is refused', (_, question, code, words) => {
  const error = errorOf(() => ask(question));
  expect(error).toMatchObject({ code });
  expect((error as Error).message).toMatch(words);
});

test('requests: the shape once, then one for each question', () => {
  const fresh = b.ctx();
  const once = (question: Ask) =>
    b.counted(caveTable.answer(readArgs(caveTable, [question.table, question.filters]), fresh)).counts;
  expect(once({ table: 'cell_info', filters: 'tag = motor' })).toMatchObject({ requests: 6, roundTrips: 5 });
  expect(once({ table: 'cell_info', filters: 'tag = sensory' })).toMatchObject({
    requests: 1,
    roundTrips: 1,
  });
});

test('10,001 ids and more go in as many queries as it takes', () => {
  const many = Array.from({ length: 10_500 }, (_, i): Cell[] => [
    '',
    '',
    i < 8 ? roots[i]! : String(720575941000000000n + BigInt(i)),
  ]);
  many[0] = ['pt_root_id', 'in', roots[0]!];
  const { value, counts } = b.counted(caveTable.answer(readArgs(caveTable, ['cell_info', many, 'id']), ctx));
  // One more asks which of the root ids were current at the version.
  expect(counts.requests).toBe(3);
  const expected = cells.filter((row) => roots.includes(String(row.pt_root_id)));
  expect(value.slice(1, -1).map((row) => row[0])).toEqual(byId(expected).map((row) => String(row.id)));
  // None of the numbers between them is a root.
  expect(String(value.at(-1)![0])).toMatch(/10489 more: not current at version/);
});

test('names and records of tables', () => {
  const names = b.run(caveStackTables.answer({}, ctx)).flat();
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(
    expect.arrayContaining(['backbone_proofread', 'cell_ids', 'cell_info', 'synapses_v2']),
  );
  const info = new Map(
    b.run(caveTableInfo.answer(readArgs(caveTableInfo, ['cell_info']), ctx)) as [string, OutputCell][],
  );
  expect(info.get('id')).toBe(18382);
  expect(info.get('voxel_resolution')).toBe('4, 4, 45');
  expect(errorOf(() => b.run(caveTableInfo.answer(readArgs(caveTableInfo, ['nope']), ctx)))).toMatchObject({
    code: 'NONE',
  });
});
