/** Single cells gathered into blocks. */
import { putBlocks } from '../../../src/addon/sheet/write-blocks';
import { random } from '../../../workbench/random';
import { fakeHost } from '../../support/fake-host';

const cell = (row: number, column: number, value = 'x') => ({ row, column, value });

test.each([
  ['one rectangle', [cell(1, 1), cell(1, 2), cell(2, 1), cell(2, 2)], 1],
  ['a gap in a row', [cell(1, 1), cell(1, 3)], 2],
  ['a gap between rows', [cell(1, 1), cell(3, 1)], 2],
  ['a step', [cell(1, 1), cell(2, 1), cell(2, 2)], 2],
  ['nothing', [], 0],
])('%s: %#', (_what, cells, writes) => {
  const host = fakeHost();
  putBlocks(host.tab, cells);
  expect(host.counts.of('setValues')).toBe(writes);
});

test('seeds 1–200: those cells and no other', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const host = fakeHost();
    const wanted = new Map<string, string>();
    for (let i = Math.floor(next() * 30); i > 0; i--) {
      wanted.set(`${Math.floor(next() * 6)} ${Math.floor(next() * 5)}`, `v${i}`);
    }
    const cells = [...wanted].map(([place, value]) => {
      const [row, column] = place.split(' ').map(Number);
      return cell(row!, column!, value);
    });
    putBlocks(host.tab, cells);
    const found = host.tab
      .grid()
      .flatMap((row, r) => row.flatMap((value, c) => (value === '' ? [] : [[`${r} ${c}`, value]])));
    expect(new Map(found as [string, string][])).toEqual(
      new Map([...wanted].sort((a, b) => (a[0] < b[0] ? -1 : 1))),
    );
  }
});
