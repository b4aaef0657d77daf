/** Finds the rows of ids in a column: in the current tab, whatever has moved, including rows with a damaged id. */
import { idRows } from '../../../src/addon/changes/id-rows';
import { type FakeHost, fakeHost } from '../../support/fake-host';

const [A, B, C] = ['720575940615966221', '720575940615966222', '720575940615966223'];

let host: FakeHost;
beforeEach(() => {
  host = fakeHost();
  host.tab.put(1, 1, [
    ['Neurons of the lab', '', ''],
    ['name', 'root_id', 'current_id'],
    ['one', A, A],
    ['two', B, '#TT AMBIGUOUS: 58 % / 42 %'],
    ['one again', A, A],
    ['none', '', ''],
    ['rounded', 720575940615966200, ''],
  ]);
});
const read = () => idRows(host, host.tab.id, 'root_id');

test('each id with all of its rows, from 1, also below a title', () => {
  const rows = read();
  expect(rows).toMatchObject({ columnIndex: 1, headerRow: 1 });
  expect([A, B, C].map((id) => rows.rowsOf(id))).toEqual([[3, 5], [4], []]);
  expect(rows.cellOf(4)).toBe('B4');
});

test('a cell without an id is found by what it shows; blank ones are no rows', () => {
  const rows = read();
  expect(rows.rowsOf('720575940615966200')).toEqual([7]);
  expect(rows.rowsOf('')).toEqual([]);
});

test('a code beside the id is an error of its row; one in the id column itself is not beside it', () => {
  expect([3, 4, 5].map((row) => read().hasError(row))).toEqual([false, true, false]);
  host.tab.put(3, 2, [['#TT ROUNDED: digits are lost']]);
  expect(read().hasError(3)).toBe(false);
});

test('rows and columns that moved are read where they are', () => {
  host.tab.put(1, 1, [
    ['', '', ''],
    ['root_id', 'name', ''],
    [C, 'three', ''],
    [A, 'one', ''],
  ]);
  const rows = read();
  expect(rows.columnIndex).toBe(0);
  expect([C, A].map((id) => rows.rowsOf(id)[0])).toEqual([3, 4]);
  expect(rows.cellOf(3)).toBe('A3');
});

test('a tab or a column that is gone is said so', () => {
  expect(() => idRows(host, 999, 'root_id')).toThrow('that tab is no longer there');
  expect(() => idRows(host, host.tab.id, 'segment_id')).toThrow(
    'the column "segment_id" is no longer in the tab Neurons',
  );
});
