/** Which row and column is which between two looks. */
import { align } from '../../../../src/addon/sheet/look/align';
import { PackedCells } from '../../../../src/addon/sheet/look/cells';
import type { Grid } from '../../../../src/addon/sheet/look/grid';
import type { Cell } from '../../../../src/core/table';
import { random } from '../../../../workbench/random';
import { fakeHost } from '../../../support/fake-host';

const gridOf = (values: Cell[][]): Grid => {
  const width = Math.max(...values.map((row) => row.length));
  const full = values.map((row) => Array.from({ length: width }, (_x, c) => row[c] ?? ''));
  return {
    tab: fakeHost().tab,
    values: PackedCells.of(full),
    formulas: PackedCells.of(full.map((row) => row.map(() => ''))),
  };
};
const by = { written: new Set([2]), headerRow: 0, put: new Set<string>() };
const TOP = ['id', 'notes', 'ours', 'right'];
const rows = [0, 1, 2, 3].map((i) => [`id ${i}`, `note ${i}`, `old ${i}`, i]);

test('nothing moved, rows appended below, our cells written', () => {
  const written = rows.map(([id, note, , right]) => [id!, note!, 'new', right!]);
  const found = align(gridOf([TOP, ...rows]), gridOf([TOP, ...written, ['id 9', '', '', '']]), by);
  expect(found).toEqual({ rows: [0, 1, 2, 3, 4, null], columns: [0, 1, 2, 3], same: true });
});

test.each<[string, Cell[][], (number | null)[]]>([
  ['sorted', [TOP, rows[3]!, rows[1]!, rows[0]!, rows[2]!], [0, 4, 2, 1, 3]],
  ['a row above', [[], TOP, ...rows], [null, 0, 1, 2, 3, 4]],
  ['one deleted', [TOP, rows[0]!, rows[2]!, rows[3]!], [0, 1, 3, 4]],
  [
    'an id edited and moved',
    [TOP, rows[3]!, ['other', 'note 0', 'old 0', 0], rows[1]!, rows[2]!],
    [0, 4, 1, 2, 3],
  ],
])('rows: %s', (_what, after, expected) => {
  expect(align(gridOf([TOP, ...rows]), gridOf(after), by).rows).toEqual(expected);
});

const through = (order: (number | null)[]) => (row: Cell[]) => order.map((c) => (c === null ? '' : row[c]!));
test.each<[string, (number | null)[]]>([
  ['inserted at the left', [null, 0, 1, 2, 3]],
  ['inserted beside ours', [0, 1, null, 2, 3]],
  ['deleted', [0, 2, 3]],
  ['ours moved', [2, 0, 1, 3]],
  ['moved and inserted', [3, 0, null, 1, 2]],
])('columns: %s', (_what, order) => {
  const after = [TOP, ...rows].map(through(order));
  expect(align(gridOf([TOP, ...rows]), gridOf(after), by).columns).toEqual(order);
});

test('a column of formulas has moved if its header has, though only new headers were written', () => {
  const before = gridOf([
    ['id', 'calc', '', ''],
    ['1', 'one', '', ''],
  ]);
  const moved = gridOf([
    ['id', '', 'new', 'last'],
    ['1', '', 'one', ''],
  ]);
  for (const [grid, row] of [
    [before, ['', '=A2', '', '']],
    [moved, ['', '', '=A2', '']],
  ] as const)
    grid.formulas = PackedCells.of([['', '', '', ''], [...row]]);
  const put = new Set(['new', 'last']);
  const found = align(before, moved, { written: new Set([2, 3]), headerRow: 0, put });
  expect(found.same).toBe(false);
  expect(found.columns.slice(0, 3)).toEqual([0, null, 1]);
});

test('a renamed header is the same column; a column without a header is known by what it holds', () => {
  const renamed = [['id', 'notes', 'latest', 'right'], ...rows];
  expect(align(gridOf([TOP, ...rows]), gridOf(renamed), by).columns).toEqual([0, 1, 2, 3]);
  const bare = [['id', '', 'ours', 'right'], ...rows];
  const after = bare.map(through([1, 0, null, 2, 3]));
  expect(align(gridOf(bare), gridOf(after), by).columns).toEqual([1, 0, null, 2, 3]);
});

describe('a written column without its header', () => {
  const columnsOf = (cells: Cell[], header = '') =>
    align(
      gridOf([TOP, ...rows]),
      gridOf([
        ['id', 'notes', header, 'right'],
        ...rows.map(([id, note, , right], r) => [id!, note!, cells[r]!, right!]),
      ]),
      { ...by, put: new Set(['new', '']), filled: (column) => (column === 2 ? 2 : -1) },
    ).columns;

  test('was cut out if it holds no more than the write put there', () => {
    expect(columnsOf(['new', 'new', '', ''])).toEqual([0, 1, null, 3]);
    expect(columnsOf(['', '', '', ''])).toEqual([0, 1, null, 3]);
  });

  test('has lost its header alone if it holds more', () => {
    expect(columnsOf(['new', 'new', 'old 2', ''])).toEqual([0, 1, 2, 3]);
  });

  test('is there under another header', () => {
    expect(columnsOf(['new', 'new', '', ''], 'renamed')).toEqual([0, 1, 2, 3]);
  });
});

test('rows are told apart also where the write hit a foreign column', () => {
  const after = [TOP, ...rows]
    .map(through([0, null, 1, 2, 3]))
    .map((row, r) => (r === 0 ? row : [...row.slice(0, 2), 'new', ...row.slice(3)]));
  const found = align(gridOf([TOP, ...rows]), gridOf(after), { ...by, put: new Set(['new']) });
  expect([found.rows, found.columns]).toEqual([
    [0, 1, 2, 3, 4],
    [0, null, 1, 2, 3],
  ]);
});

test('seeds 1–100: any order of rows with a column inserted is found', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const next = random(seed);
    const count = 2 + Math.floor(next() * 10);
    const all = Array.from({ length: count }, (_x, i) => [
      `id ${i % 3}`,
      `note ${i}`,
      next() < 0.5 ? 1 : '',
      i,
    ]);
    const order = all
      .map((_row, i) => ({ i, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ i }) => i);
    const at = Math.floor(next() * 5);
    const after = [TOP, ...order.map((i) => all[i]!)].map((row) => [
      ...row.slice(0, at),
      '',
      ...row.slice(at),
    ]);
    const found = align(gridOf([TOP, ...all]), gridOf(after), by);
    expect({ seed, rows: found.rows }).toEqual({ seed, rows: [0, ...order.map((i) => i + 1)] });
  }
});
