/** Packed cells: read back as they were, in parts, and shared between looks where they are equal. */
import {
  BLOCK,
  PackedCells,
  readBox,
  readCells,
  rowsOfPart,
  Texts,
} from '../../../../src/addon/sheet/look/cells';
import type { Cell } from '../../../../src/core/table';
import { random } from '../../../../workbench/random';

test('seeds 1–60: any cells are read back, in whatever parts they came', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const next = random(seed);
    const kinds: (() => Cell)[] = [
      () => '',
      () => `72057594${Math.floor(next() * 1e10)}`,
      () => next(),
      () => next() < 0.5,
      () => new Date(Math.floor(next() * 1e12)),
      () => (next() < 0.5 ? 'left' : 'rechts ß → 右'),
    ];
    const height = Math.floor(next() * 600);
    const columns = Array.from({ length: 1 + Math.floor(next() * 5) }, () =>
      kinds.filter(() => next() < 0.5).concat(kinds[0]!),
    );
    const lines = Array.from({ length: height }, () =>
      columns.map((some) => some[Math.floor(next() * some.length)]!()),
    );
    const cells = PackedCells.of(lines);
    expect({ seed, lines: cells.lines() }).toEqual({ seed, lines });
    expect(cells.isIn(PackedCells.of(lines), () => true)).toBe(true);
    if (height === 0) continue;
    const row = Math.floor(next() * height);
    const other = lines.map((line, r) => (r === row ? [...line.slice(0, -1), 'another'] : line));
    expect(cells.isIn(PackedCells.of(other), () => true)).toBe(false);
    expect(cells.isIn(PackedCells.of(other), (_c, r) => r !== row)).toBe(true);
  }
});

test('a tab of several blocks, read in parts: each cell is in its place, and a part that ends a block asks once more', () => {
  const asked: number[] = [];
  const height = 3 * BLOCK;
  const cells = readCells((from) => {
    asked.push(from);
    return Array.from({ length: Math.min(2 * BLOCK, height - from) }, (_x, i) => [
      `id ${from + i}`,
      from + i,
    ]);
  });
  expect(asked).toEqual([0, 2 * BLOCK, height]);
  expect([cells.length, cells.width]).toEqual([height, 2]);
  for (const row of [0, BLOCK - 1, BLOCK, 2 * BLOCK, height - 1]) {
    expect(cells.row(row)).toEqual([`id ${row}`, row]);
  }
  expect([cells.cell(height, 0), cells.cell(-1, 0), cells.cell(0, 2)]).toEqual(['', '', '']);
});

test('a block that is as in an earlier look is held once; one row more or less is another tab', () => {
  const lines = Array.from({ length: 2 * BLOCK }, (_x, i) => [`id ${i}`, '']);
  const first = PackedCells.of(lines);
  const changed = lines.map((line, i) => (i === BLOCK + 7 ? ['id x', ''] : line));
  const second = readCells<string>((from) => (from === 0 ? changed : []), first);
  const blocksOf = (cells: PackedCells<string>) => (cells as unknown as { blocks: unknown[][] }).blocks;
  expect(blocksOf(second)[0]![0]).toBe(blocksOf(first)[0]![0]);
  expect(blocksOf(second)[1]![0]).not.toBe(blocksOf(first)[1]![0]);
  expect(second.lines()).toEqual(changed);
  const longer = [...lines, ['', '']];
  const third = readCells<string>((from) => (from === 0 ? longer : []), first);
  expect([third.length, third.lines()]).toEqual([lines.length + 1, longer]);
  const shorter = readCells<string>((from) => (from === 0 ? lines.slice(0, 9) : []), first);
  expect(shorter.lines()).toEqual(lines.slice(0, 9));
});

test('blank columns, and columns that hold something in one row', () => {
  const cells = PackedCells.of([
    ['a', '', ''],
    ['b', '', '=1'],
  ]);
  expect([0, 1, 2, 3].map((column) => cells.isBlank(column))).toEqual([false, true, false, true]);
  expect([cells.column(0, 1), cells.everyIn(1, (cell) => cell === '')]).toEqual([['b'], true]);
});

test('boxes are read in parts of whole blocks, fewer rows the wider they are', () => {
  expect([rowsOfPart(1) % BLOCK, rowsOfPart(1) > rowsOfPart(10), rowsOfPart(10_000)]).toEqual([
    0,
    true,
    BLOCK,
  ]);
  const asked: [number, number][] = [];
  const box = readBox(2 * BLOCK + 5, 40, (row, rows) => {
    asked.push([row, rows]);
    return Array.from({ length: rows }, (_x, i) => [`${row + i}`]);
  });
  expect(asked).toEqual([
    [1, BLOCK],
    [BLOCK + 1, BLOCK],
    [2 * BLOCK + 1, 5],
  ]);
  expect([box.length, box.cell(2 * BLOCK + 4, 0)]).toEqual([2 * BLOCK + 5, `${2 * BLOCK + 5}`]);
});

test('texts that are added one by one', () => {
  const texts = new Texts();
  for (let i = 0; i < 2 * BLOCK + 3; i++) texts.push(`text ${i}`);
  for (const i of [0, BLOCK - 1, BLOCK, 2 * BLOCK + 2]) expect(texts.at(i)).toBe(`text ${i}`);
  expect(texts.length).toBe(2 * BLOCK + 3);
});

test('seeds 1–20: texts that are parted are read back, whatever they hold', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = random(seed);
    const some = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const value = () => some(['', 'a "b" c', 'ß 右', `72057594${Math.floor(next() * 1e9)}`, '\\"', ' ']);
    const cells = () =>
      Object.fromEntries(['current_id', 'notes'].filter(() => next() < 0.8).map((name) => [name, value()]));
    const list = Array.from({ length: BLOCK + 9 }, () => (next() < 0.1 ? value() : JSON.stringify(cells())));
    const texts = new Texts(/(")/);
    for (const text of list) texts.push(text);
    expect([seed, list.findIndex((text, i) => texts.at(i) !== text)]).toEqual([seed, -1]);
  }
});

test('texts of more forms than a block tells apart', () => {
  const list = Array.from({ length: BLOCK }, (_x, i) => '"'.repeat(i % 300) + i);
  const texts = new Texts(/(")/);
  for (const text of list) texts.push(text);
  expect(list.findIndex((text, i) => texts.at(i) !== text)).toBe(-1);
});

test('many different texts of one length, of short ones and of long ones, over several blocks', () => {
  const count = 2 * BLOCK + 3;
  const textsOf = (of: (i: number) => string) => Array.from({ length: count }, (_x, i) => [of(i)]);
  const columns = [
    textsOf((i) => String(720575940000000000n + BigInt(i))),
    textsOf((i) => `n${i}`),
    textsOf((i) => `${'x'.repeat(20)}${i}`),
    textsOf((i) => (i === BLOCK ? '' : String(720575940000000000n + BigInt(i)))),
  ];
  for (const lines of columns) {
    const cells = PackedCells.of(lines);
    expect(cells.lines()).toEqual(lines);
    const other = lines.map((line, i) => (i === count - 1 ? ['another'] : line));
    expect(cells.isIn(PackedCells.of(other), () => true)).toBe(false);
    expect(cells.isIn(PackedCells.of(lines), () => true)).toBe(true);
  }
});
