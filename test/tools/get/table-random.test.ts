/** TT_TABLE against the tables themselves: random filters, columns, limits, versions and times; every row, by brute force. */

import { between, pick, type Rng, rng } from '@tracer-tools/cave/rng';
import { TtError } from '../../../src/core/errors';
import { readArgs } from '../../../src/tools/declaration/args';
import type { OutputCell } from '../../../src/tools/declaration/declare';
import { caveTable } from '../../../src/tools/get/cave-table';
import { casesOf } from '../../../workbench/long';
import { NOW, testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const ctx = b.ctx();
const { truth } = b.sandbox;
const [, middle, newest] = truth.versions;

type Cells = Record<string, unknown>;
const TAGS = 'neuron_tags';
const isBound = (name: string) => /_(root|supervoxel)_id$/.test(name);

interface Row {
  lookedUp: boolean;
  cells: Cells;
}

/** Where a question is asked, and the rows that there are then. */
interface At {
  as_of: string;
  live: boolean;
  rows: (table: string) => Row[];
}

/** Reads the rows of each table once: nothing changes while these tests run. */
function once(read: (table: string) => Row[]): (table: string) => Row[] {
  const known = new Map<string, Row[]>();
  return (table) => {
    if (!known.has(table)) known.set(table, read(table));
    return known.get(table)!;
  };
}
const VERSIONS: At[] = [middle!, newest!].map(({ version, time, merged }) => ({
  as_of: String(version),
  live: false,
  rows: once((table) => truth.tableRows(table, time, time).filter((row) => !merged || row.lookedUp)),
}));
const liveAt = (time: number): At => ({
  as_of: time === NOW ? 'live' : new Date(time).toISOString(),
  live: true,
  rows: once((table) => truth.tableRows(table, time)),
});
const LIVE = [NOW, newest!.time + 10 * 3_600_000, newest!.time + 1000].map(liveAt);

interface Test {
  text: string;
  column: string;
  keeps: (value: unknown) => boolean;
}

const COMPARED: Record<string, (order: number) => boolean> = {
  '>': (order) => order > 0,
  '<': (order) => order < 0,
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
};

function order(a: unknown, c: unknown): number {
  if (typeof a === 'number') return a - Number(c);
  const [x, y] = [String(a), String(c)];
  if (!/^[0-9]+$/.test(x) || !/^[0-9]+$/.test(y)) return x < y ? -1 : x > y ? 1 : 0;
  return BigInt(x) < BigInt(y) ? -1 : BigInt(x) > BigInt(y) ? 1 : 0;
}

/** PostgreSQL’s spelling and JavaScript’s of the same expression. */
const PATTERNS: [string, RegExp][] = [
  ['^see', /^see/],
  ['\\yb7', /(?<![\w])b7/],
  ['(?i)BOUND', /bound/i],
  ['[[:digit:]]$', /[0-9]$/],
  ['a.b|prü', /a.b|prü/s],
];

function randomTest(random: Rng, rows: Cells[], columns: string[]): Test {
  const column = pick(random, columns);
  const some = () => pick(random, rows)[column];
  if (column.endsWith('position')) {
    const at = (some() ?? [9000, 9000, 900]) as number[];
    const half = [between(random, 500, 40_000), between(random, 500, 40_000), between(random, 50, 2000)];
    const [low, high] = [-1, 1].map((sign) => at.map((x, i) => x + sign * half[i]!)) as [number[], number[]];
    return {
      column,
      text: `${column} box ${low.join(', ')} to ${high.join(', ')}`,
      keeps: (value) => Array.isArray(value) && value.every((x, i) => x >= low[i]! && x <= high[i]!),
    };
  }
  const value = some();
  if (column === 'note' && random() < 0.5) {
    const [text, pattern] = pick(random, PATTERNS);
    return { column, text: `note ~ ${text}`, keeps: (v) => typeof v === 'string' && pattern.test(v) };
  }
  const show = (v: unknown) => (typeof v === 'string' ? `"${v}"` : String(v));
  const ordered = ['number', 'string'].includes(typeof value) && column !== 'checked';
  if (ordered && random() < 0.4) {
    const sign = pick(random, Object.keys(COMPARED));
    return {
      column,
      text: `${column} ${sign} ${show(value)}`,
      keeps: (v) => v !== null && COMPARED[sign]!(order(v, value)),
    };
  }
  const values = [value, some(), some()].slice(0, between(random, 1, 3)).filter((v) => v !== null);
  if (values.length === 0) return { column: 'valid', text: 'valid = TRUE', keeps: () => true };
  const isListed = (v: unknown) => v !== null && values.some((one) => order(v, one) === 0);
  const list = values.map(show).join(', ');
  return random() < 0.75
    ? { column, text: `${column} in ${list}`, keeps: isListed }
    : { column, text: `${column} not in ${list}`, keeps: (v) => !isListed(v) };
}

/** A cell as TT_TABLE shows it. */
function shownCell(name: string, value: unknown): unknown {
  if (isBound(name) && (value === '0' || value === '1')) return value === '1' ? 'PENDING' : 'NONE';
  return value;
}

const plainCell = (value: OutputCell): unknown => (value instanceof TtError ? value.code : value);

function shownRow(columns: string[], cells: Cells): unknown[] {
  return columns.flatMap((name) =>
    name.endsWith('position')
      ? ((cells[name] ?? [null, null, null]) as unknown[])
      : [shownCell(name, cells[name] ?? null)],
  );
}

const COLUMNS: Record<string, string[]> = {
  [TAGS]: [
    'id',
    'valid',
    'tag',
    'note',
    'score',
    'user_id',
    'checked',
    'pt_position',
    'pt_root_id',
    'pt_supervoxel_id',
  ],
  backbone_proofread: ['id', 'valid_id', 'proofread', 'user_id', 'pt_root_id', 'pt_position'],
};

function check(seed: number, places: At[], cap?: number): void {
  const random = rng(seed);
  const at = pick(random, places);
  const table = random() < 0.8 ? TAGS : 'backbone_proofread';
  const all = at.rows(table);
  const known = COLUMNS[table]!;
  const filters = Array.from({ length: between(random, 0, 3) }, () =>
    randomTest(
      random,
      all.map((row) => row.cells),
      known,
    ),
  );
  const columns = known.filter(() => random() < 0.5);
  if (columns.length === 0) columns.push(pick(random, known));
  // Rows that are not looked up are left out of a live answer that holds segment ids, and that is said.
  const used = [
    ...columns,
    ...filters.filter(({ text }) => !/ (~|box) /.test(text)).map(({ column }) => column),
  ];
  const bound = at.live && used.some(isBound);
  const left = all
    .filter((row) => row.lookedUp || !bound)
    .filter((row) => filters.every((filter) => filter.keeps(row.cells[filter.column] ?? null)));
  const question = [table, filters.map(({ text }) => text).join('; '), columns.join(', '), 30_000, at.as_of];
  b.sandbox.setFaults(cap === undefined ? {} : { rowCap: cap });
  let rows: OutputCell[][];
  try {
    rows = b.run(caveTable.answer(readArgs(caveTable, question), ctx));
  } catch (error) {
    throw new Error(`${question.join(' | ')}: ${String(error)}`);
  } finally {
    b.sandbox.setFaults({});
  }
  const found = rows.slice(1).filter(([cell]) => !(cell instanceof TtError && isNote(cell)));
  const expected = left
    .map((row) => ({ id: String(row.cells.id), row: shownRow(columns, row.cells) }))
    .sort((x, y) => order(x.id, y.id))
    .map(({ row }) => row);
  const short = rows.flat().some((value) => value instanceof TtError && value.code === 'SHORT');
  if (short) {
    expect(cap).toBeDefined();
    expect(at.live).toBe(false);
    return;
  }
  const context = question.join(' | ');
  expect([context, found.map((row) => row.map(plainCell))]).toEqual([context, expected]);
}

/** A line below the rows. */
const isNote = (error: TtError): boolean => /left out|not current/.test(error.message);

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

const COUNT = casesOf(30, 80);

test(`${COUNT} questions of versions (seeds from 1000)`, () => {
  for (const seed of seeds(1000, COUNT)) check(seed, VERSIONS);
});

test(`${COUNT} live questions (seeds from 2000)`, () => {
  for (const seed of seeds(2000, COUNT)) check(seed, LIVE);
});

test.each([
  [60, casesOf(2, 5)],
  [100, casesOf(3, 8)],
  [300, casesOf(16, 40)],
])(
  'under a cap of %d %d questions (seeds from 3000): live answers whole, others whole or SHORT',
  (cap, count) => {
    for (const seed of seeds(3000, count)) check(seed, [...VERSIONS, ...LIVE], cap);
  },
);
