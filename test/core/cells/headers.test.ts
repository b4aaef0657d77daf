/** Which row names the columns, and which column a name means. */
import { columnFor, headerRowOf } from '../../../src/core/cells/headers';
import type { Cell } from '../../../src/core/table';
import { random } from '../../../workbench/random';

const A = '720575941473274509';
const B = '720575941524660200';

test.each<[string, Cell[][], number]>([
  [
    'at the top',
    [
      ['root_id', 'type'],
      [A, 'KC'],
    ],
    1,
  ],
  [
    'below a title',
    [
      ['My neurons', ''],
      ['root_id', 'type'],
      [A, 'KC'],
    ],
    2,
  ],
  [
    'below a title of two cells',
    [
      ['Neurons', '', '2026', ''],
      ['root_id', 'type', 'side', 'n'],
      [A, 'KC', 'L', 5],
    ],
    2,
  ],
  [
    'below a title, a note and a blank row',
    [
      ['Neurons', ''],
      ['as of June', ''],
      ['', ''],
      ['root_id', 'type'],
      [A, 'KC'],
    ],
    4,
  ],
  [
    'above a blank row',
    [
      ['root_id', 'type'],
      ['', ''],
      [A, 'KC'],
    ],
    1,
  ],
  [
    'above rows of text alone',
    [
      ['name', 'type'],
      ['x', 'KC'],
      ['y', 'PN'],
    ],
    1,
  ],
  [
    'above a damaged id',
    [
      ['root_id', 'type'],
      ['abc', 'KC'],
      [A, 'PN'],
    ],
    1,
  ],
  [
    'with years in it',
    [
      ['root_id', 2019, 2020],
      [A, 3, 4],
    ],
    1,
  ],
  [
    'nowhere',
    [
      [A, 'KC'],
      [B, 'PN'],
    ],
    0,
  ],
  ['nowhere: NA is none', [[''], ['NA'], [A]], 0],
  ['nowhere: links are data', [[''], [''], ['https://a'], ['https://b']], 0],
  ['of one column below its title and a blank', [['My cells'], [''], ['id'], [A]], 3],
  ['of nothing', [], 0],
])('a header row %s', (_words, rows, row) => expect(headerRowOf(rows)).toBe(row));

test('of a given column', () => {
  const rows: Cell[][] = [
    ['root_id of whom?', ''],
    ['name', 'root_id'],
    ['x', A],
  ];
  expect([headerRowOf(rows, 1), headerRowOf(rows, 2)]).toEqual([2, 2]);
  expect(
    headerRowOf(
      [
        ['name', ''],
        ['x', A],
      ],
      2,
    ),
  ).toBe(0);
});

const WIDE: Cell[][] = [
  Array.from({ length: 26 }, (_cell, i) => (i === 3 ? 'X' : `h${i}`)),
  Array.from({ length: 26 }, (_cell, i) => (i === 0 ? A : i)),
];

test('a header counts before a letter, in any case', () => {
  expect(columnFor(WIDE, 'x', 'col')).toEqual({ column: 4, headerRow: 1 });
  expect(columnFor(WIDE, 'X', 'col')).toEqual({ column: 4, headerRow: 1 });
  expect(columnFor(WIDE, 'z', 'col')).toEqual({ column: 26, headerRow: 1 });
  expect(columnFor(WIDE, '24', 'col')).toEqual({ column: 24, headerRow: 1 });
  expect(columnFor(WIDE, 'nosuch', 'col')).toBeNull();
  expect(columnFor(WIDE, 'AA', 'col')).toBeNull();
});

test('of two equal headers the letter is asked for; the exact case decides between others', () => {
  const rows: Cell[][] = [
    ['id', 'type', 'type', 'Side', 'side'],
    [A, 'a', 'b', 'c', 'd'],
  ];
  expect(() => columnFor(rows, 'type', 'col')).toThrow(
    'col: "type" stands above columns B and C. Write the letter',
  );
  expect(columnFor(rows, 'side', 'col')?.column).toBe(5);
  expect(() => columnFor(rows, 'SIDE', 'col')).toThrow('columns D and E');
  expect(columnFor(rows, 'C', 'col')?.column).toBe(3);
});

test('a title that says the same is not the header', () => {
  const rows: Cell[][] = [
    ['root_id', '', ''],
    ['name', 'type', 'root_id'],
    ['x', 'KC', A],
  ];
  expect(columnFor(rows, 'root_id', 'col')).toEqual({ column: 3, headerRow: 2 });
});

test('titles and rows of numbers name no column; a space of any kind, a new line and the width of signs are alike', () => {
  const rows: Cell[][] = [
    ['All neurons', '', '', ''],
    ['root\u00a0id', 'x\n(nm)', 'Ｎａｍｅ', '2024'],
    ['1', '2', '3', '4'],
    [A, '5', 'a', '6'],
  ];
  const at = (wanted: string) => columnFor(rows, wanted, 'col');
  expect(at('root id')).toEqual({ column: 1, headerRow: 2 });
  expect(at('X (nm)')).toEqual({ column: 2, headerRow: 2 });
  expect(at('name')).toEqual({ column: 3, headerRow: 2 });
  expect(at('2024')).toEqual({ column: 4, headerRow: 2 });
  // A number from 1, not the cell of a row below.
  expect(at('3')).toEqual({ column: 3, headerRow: 2 });
  expect(at('All neurons')).toBeNull();
});

test('seed 17: 10,000 tables with titles, notes and blank rows above: the header row is found', () => {
  const next = random(17);
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const wrong: unknown[] = [];
  for (let i = 0; i < 10_000; i++) {
    const width = whole(2, 8);
    const key = whole(0, width - 1);
    const blank = (): Cell[] => Array.from({ length: width }, () => '');
    const title = (): Cell[] =>
      Object.assign(blank(), {
        [whole(0, width - 1)]: pick(['Neurons', 'as of June', 'root_id', 'checked by Mei']),
      });
    const above = width < 3 ? [] : Array.from({ length: whole(0, 4) }, () => pick([blank, title])());
    const header = Array.from({ length: width }, (_cell, c) =>
      c === key ? 'root_id' : pick(['type', 'side', 'note', 'n']) + c,
    );
    const row = (): Cell[] =>
      Array.from({ length: width }, (_cell, c) =>
        c === key ? pick([A, B, A, B, 'NA', '']) : pick<Cell>(['KC', 5, '', 'left', 'x']),
      );
    const first = row();
    first[key] = A;
    const rows = [...above, header, first, ...Array.from({ length: whole(0, 6) }, row)];
    const found = [headerRowOf(rows), headerRowOf(rows, key + 1)];
    if (found.some((one) => one !== above.length + 1)) wrong.push([found, rows]);
  }
  expect(wrong.slice(0, 3)).toEqual([]);
});

test.each([
  ['a date "last updated"', new Date(0)],
  ['a truth value of a formula', true],
  ['an error of a formula', '#TT DOWN: CAVE is not answering'],
])('%s beside the headers is no data row', (_name, remark) => {
  const rows = [
    ['root_id', 'notes', remark],
    ['720575941473274509', 'x', ''],
  ];
  expect(headerRowOf(rows, 1)).toBe(1);
  expect(headerRowOf(rows)).toBe(1);
});
