/** Links behind texts that are replaced: recorded with them, and put back by Undo. */
import { paste, pastePlace } from '../../../src/addon/edits/paste';
import { undo } from '../../../src/addon/edits/undo-edit';
import { noteLinks, type ReplacedCell } from '../../../src/addon/jobs/held-links';
import type { CellValue } from '../../../src/addon/sheet/cells/cell-value';
import { fakeHost } from '../../support/fake-host';

const cell = (row: number, column: number, value: CellValue): ReplacedCell => ({
  row,
  column,
  held: { value },
});

test('the links of the texts that are still there, with few calls', () => {
  const { tab, counts } = fakeHost();
  for (const row of [2, 3, 4, 5, 2000]) tab.put(row, 2, [[`text ${row}`]]);
  tab.put(4, 2, [['another by now']]);
  for (const row of [2, 4, 2000]) tab.linked.set(`B${row}`, [`https://a.example/${row}`]);
  const cells = [5, 2000, 2, 4, 3].map((row) => cell(row - 1, 1, `text ${row}`));
  counts.clear();
  noteLinks(tab, [
    ...cells,
    cell(1, 2, 5),
    cell(1, 3, ''),
    { ...cell(1, 4, 'x'), held: { value: 'x', formula: '=1' } },
  ]);
  expect(counts.of('links')).toBe(2);
  expect(cells.map(({ row, held }) => [row + 1, held.links])).toEqual([
    [5, undefined],
    [2000, [['https://a.example/2000', 0, 9]]],
    [2, [['https://a.example/2', 0, 6]]],
    [4, undefined],
    [3, undefined],
  ]);
});

test('a paste over a linked text, and its Undo; a text that could be a formula stays plain', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['notes'], ['see here'], ['-5 to 7']]);
  for (const a1 of ['A2', 'A3']) host.tab.linked.set(a1, ['https://a.example/']);
  host.choose({ row: 2, column: 1, rows: 2, columns: 1 });
  const place = pastePlace(host, 2, 1);
  expect(place).toMatchObject({ a1: 'A4:A5' });
  paste(host, { ...place, row: 2, a1: 'A2:A3', below: false }, [], [['x'], ['y']], true);
  host.tab.linked.clear();
  expect(undo(host)).toMatchObject({ left: 0 });
  expect(host.tab.column('A')).toEqual(['notes', 'see here', '-5 to 7']);
  expect([...host.tab.linked]).toEqual([['A2', ['https://a.example/']]]);
});
