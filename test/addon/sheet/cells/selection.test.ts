/** What is selected: the id column cut to its rows, its header, what is blank, double or damaged. */
import { currentSelection, requireKeys, selectionOf } from '../../../../src/addon/sheet/cells/selection';
import type { Cell } from '../../../../src/core/table';
import { fakeHost } from '../../../support/fake-host';

const [A, B, C] = ['720575941473274509', '720575941524660200', '720575941703820762'] as const;
const select = (cells: Cell[], first = 1, last = 1000) => {
  const { tab } = fakeHost();
  tab.put(
    1,
    2,
    cells.map((cell) => [cell]),
  );
  return selectionOf(tab, 'B', first, last);
};

test('ids are counted, and damaged cells named', () => {
  expect(select(['root_id', A, '', B, A, 1e20, '7.2E+17', 'abc'])).toEqual({
    sheetId: 11,
    sheet: 'Neurons',
    a1: 'B2:B8',
    column: 'B',
    header: 'root_id',
    firstRow: 2,
    lastRow: 8,
    ids: 3,
    distinct: 2,
    blank: 1,
    none: 0,
    damaged: [
      { a1: 'B6', shown: '100000000000000000000', code: 'ROUNDED' },
      { a1: 'B7', shown: '7.2E+17', code: 'ROUNDED' },
      { a1: 'B8', shown: 'abc', code: 'ID' },
    ],
  });
});

test.each<[string, Cell[], string, number]>([
  ['at the top', ['id', A], 'id', 2],
  ['below a title and a blank', ['My cells', '', 'id', A], 'id', 4],
  ['right below a blank', ['id', '', A], 'id', 2],
  ['above a damaged first id', ['id', 'abc', A], 'id', 2],
  ['above a rounded first id', ['id', 1e20, A], 'id', 2],
  ['none', [A, B], '', 1],
  ['of links', ['link', 'https://a', 'https://b'], 'link', 2],
  ['of nothing', [], '', 1],
])('a header %s', (_words, cells, header, firstRow) => {
  expect(select(cells)).toMatchObject({ header, firstRow });
});

test('a part of the column, and a part below the last row', () => {
  const cells = ['id', A, B, C];
  expect(select(cells, 3, 3)).toMatchObject({ a1: 'B3:B3', ids: 1, header: 'id' });
  expect(select(cells, 9, 12)).toMatchObject({ a1: 'B9:B9', ids: 0 });
  expect(() => requireKeys(select(cells, 9, 12), false)).toThrow('there are no ids in Neurons!B9:B9');
});

test('one cell stands for its whole column, in one read of cells', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['id'], [A], [B]]);
  host.choose({ row: 2 });
  expect(currentSelection(host)).toMatchObject({ a1: 'A2:A3', ids: 2 });
  expect([host.counts.of('data'), host.counts.of('values')]).toEqual([1, 0]);
  host.choose({ row: 2, rows: 1, columns: 2 });
  expect(currentSelection(host)).toMatchObject({ a1: 'A2:A2', ids: 1 });
});

test('a column without a header says what to put there', () => {
  expect(() => requireKeys(select([A]), false)).toThrow('Put a name such as root_id');
  expect(() => requireKeys(select(['link', 'https://a']), true)).not.toThrow();
});

test('at most 500 damaged cells are named', () => {
  expect(select(['id', A, ...Array.from({ length: 600 }, () => 'x')]).damaged).toHaveLength(500);
});
