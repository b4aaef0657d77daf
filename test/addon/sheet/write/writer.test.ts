/** Writing single cells: the right cells, no other cell, few calls, whatever moves during the write. */

import { readGrid } from '../../../../src/addon/sheet/look/grid';
import type { CellWrite } from '../../../../src/addon/sheet/write/cell-write';
import { writeCells } from '../../../../src/addon/sheet/write/writer';
import type { Cell } from '../../../../src/core/table';
import { random } from '../../../../workbench/random';
import type { FakeHost } from '../../../support/fake-host';
import { sheetOf } from '../table-of';

const TOP = ['root_id', 'notes', 'current_id', 'comment', 'share'];

const write = (host: FakeHost, writes: CellWrite[], keys = [0]) =>
  writeCells(host.file, { planned: readGrid(host.tab), headerRow: 0, keys }, writes);

const column = (c: number, values: Cell[]): CellWrite[] =>
  values.map((value, i) => ({ row: i + 1, column: c, value: value! }));

test('an answer never becomes a formula or a number', () => {
  const host = sheetOf(TOP, [['11', 'a', '', '', '']]);
  write(host, [
    { row: 1, column: 2, value: '720575941234567890' },
    { row: 1, column: 4, value: '=HYPERLINK("http://evil.example")' },
  ]);
  expect(host.tab.grid()[1]).toEqual([
    '11',
    'a',
    '720575941234567890',
    '',
    '=HYPERLINK("http://evil.example")',
  ]);
  expect(host.tab.formulaAt(2, 5)).toBe('');
});

test.each([1, 900])('%i rows: one write a column, one flush, and looks before and after', (rows) => {
  const host = sheetOf(
    TOP,
    Array.from({ length: rows }, (_r, i) => [String(i + 1), `n${i}`]),
  );
  const planned = readGrid(host.tab);
  host.counts.clear();
  const values = Array.from({ length: rows }, (_r, i) => String(i));
  writeCells(host.file, { planned, headerRow: 0, keys: [0] }, [...column(2, values), ...column(4, values)]);
  expect(host.counts.of('setValues')).toBeLessThanOrEqual(rows === 1 ? 2 : 2 * rows);
  expect([host.counts.of('flush'), host.counts.of('data'), host.counts.of('dataFormulas')]).toEqual([
    1, 4, 2,
  ]);
});

test('columns side by side are one block', () => {
  const host = sheetOf(
    ['root_id', 'current_id', 'share'],
    Array.from({ length: 900 }, (_r, i) => [String(i + 1)]),
  );
  const values = Array.from({ length: 900 }, (_r, i) => i);
  host.counts.clear();
  write(host, [...column(1, values.map(String)), ...column(2, values)]);
  expect(host.counts.of('setValues')).toBe(1);
});

test('nothing to write: the sheet is looked at, and not touched', () => {
  const host = sheetOf(TOP, [['11']]);
  expect(write(host, []).lost).toEqual([]);
  expect([host.counts.of('setValues'), host.counts.of('flush')]).toEqual([0, 0]);
});

test('a cell that somebody typed into since, and a row whose id was changed, are not written', () => {
  const host = sheetOf(TOP, [
    ['11', 'a', ''],
    ['12', 'b', ''],
  ]);
  const planned = readGrid(host.tab);
  host.tab.put(2, 3, [['typed']]);
  host.tab.put(3, 1, [['13']]);
  const out = writeCells(host.file, { planned, headerRow: 0, keys: [0] }, column(2, ['x', 'y']));
  expect(host.tab.column('C')).toEqual(['current_id', 'typed', '']);
  expect(out.dropped).toHaveLength(2);
});

/** Strikes at the n-th write of values. */
function atWrite(host: FakeHost, happen: Record<number, () => void>): void {
  let count = 0;
  host.world.beforeCall = (method) => {
    if (method === 'setValues') happen[++count]?.();
  };
}

test('a row whose id is changed in the moment of the write keeps what it held', () => {
  const host = sheetOf(TOP, [
    ['11', 'a', 'old'],
    ['12', 'b', 'old too'],
  ]);
  atWrite(host, { 1: () => host.tab.put(2, 1, [['13']]) });
  write(host, column(2, ['x', 'y']));
  expect(host.tab.column('C')).toEqual(['current_id', 'old', 'y']);
});

test('a value of ours that somebody types into another column in that moment stays', () => {
  const host = sheetOf(TOP, [['11', 'a', '', 'c']]);
  atWrite(host, { 1: () => host.tab.put(2, 4, [['x']]) });
  write(host, column(2, ['x']));
  expect(host.tab.grid()[1]).toEqual(['11', 'a', 'x', 'x', '']);
});

describe('a column is deleted in that moment, and the write hits formulas beside ours', () => {
  const rows = [
    ['11', 'a', '', '=A2&"!"', ''],
    ['12', 'b', '', 'c', ''],
    ['13', 'd', '', '=A4&"!"', ''],
  ];
  const hit = (more: Record<number, (host: FakeHost) => void> = {}) => {
    const host = sheetOf(TOP, rows);
    const events = Object.entries(more).map(([n, happen]) => [n, () => happen(host)]);
    atWrite(host, { 1: () => host.tab.deleteColumns(2, 1), ...Object.fromEntries(events) });
    const { lost } = write(host, column(2, ['x', 'y', 'z']));
    host.world.beforeCall = null;
    expect(lost).toEqual([]);
    return host.tab.cells.map((_row, r) => [
      host.tab.grid()[r]![1],
      host.tab.formulaAt(r + 1, 3) || host.tab.grid()[r]![2],
    ]);
  };

  test('they are put back', () => {
    expect(hit().slice(1)).toEqual([
      ['x', '=A2&"!"'],
      ['y', 'c'],
      ['z', '=A4&"!"'],
    ]);
  });

  test.each([2, 3, 4, 5])(
    'rows change places at write %i: a formula that fell on a value is taken off',
    (n) => {
      const found = hit({ [n]: ({ tab }) => void tab.cells.splice(2, 0, tab.cells.splice(1, 1)[0]!) });
      const byAnswer = new Map(found.slice(1).map(([answer, comment]) => [answer, String(comment)[0]]));
      expect([byAnswer.get('x'), byAnswer.get('y'), byAnswer.get('z')]).toEqual(['=', 'c', '=']);
    },
  );
});

test('who changes the tab all the time is told which cells are not right', () => {
  const host = sheetOf(TOP, [
    ['11', 'a', ''],
    ['12', 'b', ''],
  ]);
  const planned = readGrid(host.tab);
  host.world.beforeCall = (method) => {
    if (method === 'setValues') host.tab.cells.splice(1, 0, host.tab.cells.pop()!);
  };
  const out = writeCells(host.file, { planned, headerRow: 0, keys: [0] }, column(2, ['x', 'y']));
  expect(out.lost.length).toBeGreaterThan(0);
});

test('a number in a cell of text reads back as text, and is right', () => {
  const host = sheetOf(TOP, [['11', 'a', '']]);
  const planned = readGrid(host.tab);
  host.world.beforeCall = (method) => {
    if (method === 'flush') host.tab.put(2, 5, [['0.5']]);
  };
  expect(writeCells(host.file, { planned, headerRow: 0, keys: [0] }, column(4, [0.5])).lost).toEqual([]);
});

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  return list
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

type Move = (host: FakeHost, next: () => number) => void;
const MOVES: Record<string, Move> = {
  sort: ({ tab }, next) =>
    void tab.cells.splice(1, tab.cells.length - 1, ...shuffled(tab.cells.slice(1), next)),
  insert: ({ tab }, next) => void tab.cells.splice(Math.floor(next() * tab.cells.length), 0, []),
  'insert above': ({ tab }) => void tab.cells.splice(0, 0, []),
  delete: ({ tab }, next) => void tab.cells.splice(1 + Math.floor(next() * (tab.cells.length - 1)), 1),
  'column at the left': ({ tab }) => tab.insertColumns(0, 1),
  'column inside': ({ tab }) => tab.insertColumns(2, 1),
  'column deleted': ({ tab }) => tab.deleteColumns(4, 1),
};

test.each(Object.keys(MOVES))(
  'seeds 1–60: %s at any call of a write: each value on its row, everything foreign as it was',
  (name) => {
    for (let seed = 1; seed <= 60; seed++) {
      const next = random(seed);
      const count = 3 + Math.floor(next() * 6);
      const host = sheetOf(
        TOP,
        Array.from({ length: count }, (_x, i) => [
          String(100 + i),
          `note ${i}`,
          `old ${i}`,
          `c ${i}`,
          i / 10,
        ]),
      );
      const planned = readGrid(host.tab);
      let calls = 0;
      const strike = 1 + Math.floor(next() * 9);
      host.world.beforeCall = () => {
        if (++calls !== strike) return;
        host.world.beforeCall = null;
        MOVES[name]!(host, next);
      };
      const placed = Array.from({ length: count }, (_x, i) => [
        { row: i + 1, column: 2, value: `answer ${i}` },
        { row: i + 1, column: 4, value: i + 1000 },
      ]).flat();
      const out = writeCells(host.file, { planned, headerRow: 0, keys: [0] }, placed);
      host.world.beforeCall = null;
      const grid = host.tab.grid().map((row) => row.map((cell) => cell));
      const top = grid.find((row) => row.includes('notes'))!;
      const at = (header: string) => top.indexOf(header);
      for (const row of grid) {
        const note = String(row[at('notes')] ?? '');
        if (row === top) continue;
        const i = /^note (.*)$/.exec(note)?.[1];
        const want = (value: Cell) => (i === undefined ? '' : value);
        const seen = ['root_id', 'current_id', 'comment', 'share'].map((header) =>
          at(header) < 0 ? 'gone' : (row[at(header)] ?? ''),
        );
        const right = [String(100 + Number(i)), `answer ${i}`, `c ${i}`, Number(i) + 1000].map(want);
        expect({ seed, seen }).toEqual({
          seed,
          seen: seen.map((cell, k) => (cell === 'gone' ? 'gone' : right[k])),
        });
      }
      expect({ seed, lost: out.lost }).toEqual({ seed, lost: [] });
    }
  },
);
