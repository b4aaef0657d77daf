/** Single cells gathered into blocks. */
import type { SheetTab } from '../../../../src/addon/interfaces/host';
import { type CellAtPlace, joinsOf, putBlocks } from '../../../../src/addon/sheet/write/write-blocks';
import { random } from '../../../../workbench/random';
import { fakeHost } from '../../../support/fake-host';

const putAll = (tab: SheetTab, cells: readonly CellAtPlace[]) => putBlocks(tab, cells, (write) => write());

const cell = (row: number, column: number, value = 'x') => ({ row, column, value });

test.each([
  ['one rectangle', [cell(1, 1), cell(1, 2), cell(2, 1), cell(2, 2)], 1],
  ['a gap in a row', [cell(1, 1), cell(1, 3)], 2],
  ['a gap between rows', [cell(1, 1), cell(3, 1)], 2],
  ['a step', [cell(1, 1), cell(2, 1), cell(2, 2)], 2],
  ['nothing', [], 0],
])('%s: %#', (_what, cells, writes) => {
  const host = fakeHost();
  putAll(
    host.tab,
    cells.map((each, i) => ({ ...each, value: `v${i}` })),
  );
  expect([host.counts.of('setValues'), host.counts.of('setSame')]).toEqual([writes, 0]);
});

test.each([
  ['a gap in a row', [cell(1, 1), cell(1, 3)]],
  ['a step', [cell(1, 1), cell(2, 1), cell(2, 2)]],
])('%s of equal values is one write: %#', (_what, cells) => {
  const host = fakeHost();
  putAll(host.tab, cells);
  expect([host.counts.of('setValues'), host.counts.of('setSame')]).toEqual([0, 1]);
});

test('scattered cells are written by value, and a rectangle beside them as one', () => {
  const host = fakeHost();
  const scattered = Array.from({ length: 40 }, (_x, i) => cell(2 * i, 1, `v${i % 3}`));
  const whole = Array.from({ length: 40 }, (_x, i) => cell(i, 3, `w${i}`));
  putAll(host.tab, [...scattered, ...whole]);
  expect([host.counts.of('setValues'), host.counts.of('setSame')]).toEqual([1, 3]);
  expect(host.tab.grid().map((row) => row[1])).toEqual(
    Array.from({ length: 79 }, (_x, i) => (i % 2 === 0 ? `v${(i / 2) % 3}` : '')),
  );
});

describe('cells between scattered ones are written along', () => {
  const scattered = Array.from({ length: 40 }, (_x, i) => cell(3 * i, 1, `v${i}`));
  const between = scattered.flatMap(({ row }) => [cell(row + 1, 1, 'held'), cell(row + 2, 1, 'held')]);

  test('not where few writes do without', () => {
    expect(joinsOf(scattered.slice(0, 12), () => between)).toEqual([]);
  });

  test('above that, and only between two writes', () => {
    expect(joinsOf(scattered, () => between)).toEqual(between.slice(0, -2));
  });

  test('not over a cell that may not be written, nor in another column', () => {
    const gap = scattered[20]!.row + 1;
    const rest = between.filter(({ row }) => row !== gap);
    const used = joinsOf(scattered, () => [...rest, cell(1, 7)]);
    expect(used).toHaveLength(between.length - 4);
    const host = fakeHost();
    putAll(host.tab, [...scattered, ...used]);
    expect(host.counts.of('setValues')).toBe(2);
  });
});

test('of long gaps, the shortest up to 20,000 cells', () => {
  // 39 gaps of 1,001 to 1,039 cells.
  let row = 0;
  const scattered = Array.from({ length: 40 }, (_x, i) => {
    row += i === 0 ? 0 : 1001 + i;
    return cell(row, 1, `v${i}`);
  });
  const asked: number[] = [];
  const used = joinsOf(scattered, (isGap) => {
    for (let r = 0; r < row; r++) if (isGap(r, 1)) asked.push(r);
    expect(isGap(5, 2)).toBe(false);
    return asked.map((r) => cell(r, 1, 'held'));
  });
  const shortest = Array.from({ length: 19 }, (_x, i) => 1001 + i).reduce((sum, size) => sum + size);
  expect([asked.length, used.length]).toEqual([shortest, shortest]);
  const host = fakeHost();
  putAll(host.tab, [...scattered, ...used]);
  expect(host.counts.of('setValues') + host.counts.of('setSame')).toBe(40 - 19);
});

test('a text and a number that read the same are not one value', () => {
  const host = fakeHost();
  const cells = [0, 2, 4, 6].map((row) => ({ row, column: 0, value: row < 4 ? '1' : 1 }));
  putAll(host.tab, cells);
  expect(host.tab.grid().flatMap((row) => (row[0] === '' ? [] : [row[0]]))).toEqual(['1', '1', 1, 1]);
});

test('seeds 1–200: those cells and no other', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const host = fakeHost();
    const expected = new Map<string, string>();
    for (let i = Math.floor(next() * 30); i > 0; i--) {
      expected.set(`${Math.floor(next() * 6)} ${Math.floor(next() * 5)}`, `v${i % (1 + (seed % 9))}`);
    }
    const cells = [...expected].map(([place, value]) => {
      const [row, column] = place.split(' ').map(Number);
      return cell(row!, column!, value);
    });
    putAll(host.tab, cells);
    const found = host.tab
      .grid()
      .flatMap((row, r) => row.flatMap((value, c) => (value === '' ? [] : [[`${r} ${c}`, value]])));
    expect(new Map(found as [string, string][])).toEqual(
      new Map([...expected].sort((a, b) => (a[0] < b[0] ? -1 : 1))),
    );
  }
});

test('a write that is refused holds up no other', () => {
  const host = fakeHost();
  const refused: string[] = [];
  let n = 0;
  putBlocks(host.tab, [cell(0, 0, 'a'), cell(4, 3, 'b'), cell(9, 7, 'c')], (write) => {
    if (n++ === 1) refused.push('second');
    else write();
  });
  expect(refused).toEqual(['second']);
  expect(
    host.tab
      .grid()
      .flat()
      .filter((value) => value !== ''),
  ).toHaveLength(2);
});
