/** The look after a write that goes by places: silence where nothing moved, and the words where something did. */
import { readGrid } from '../../../../src/addon/sheet/look/grid';
import { haveStayed, inBoxes, refuseMoved, someOf } from '../../../../src/addon/sheet/look/stayed';
import { fakeHost } from '../../../support/fake-host';

function sheet() {
  const { tab } = fakeHost();
  tab.put(1, 1, [
    ['id', 'answer'],
    ['a', '=TT_X(A2)'],
    ['b', '=TT_X(A3)'],
    ['c', 'mine'],
  ]);
  return { tab, before: readGrid(tab) };
}
const BOX = [{ row: 2, column: 2, rows: 2, columns: 1 }];

test('written cells may differ, others may not', () => {
  const { tab, before } = sheet();
  tab.put(2, 2, [['1'], ['2']]);
  expect(haveStayed(before, readGrid(tab), inBoxes(BOX))).toBe(true);
  expect(() => refuseMoved(before, inBoxes(BOX), 'B2', 'x')).not.toThrow();
  expect(haveStayed(before, readGrid(tab))).toBe(false);
  tab.put(2, 1, [['b'], ['a']]);
  expect(haveStayed(before, readGrid(tab), inBoxes(BOX))).toBe(false);
});

test('the words name the cells, what they held, and what is gone', () => {
  const { tab, before } = sheet();
  tab.put(1, 1, [['1'], ['id'], ['a']]);
  expect(() => refuseMoved(before, inBoxes(BOX), 'B2', 'It held 5')).toThrow(
    /moment in which B2 of .* was written: .* It held 5\. No longer there: A3 held b$/,
  );
});

test('a row that the write took out, or put in, is no move', () => {
  const { tab, before } = sheet();
  tab.put(3, 1, [
    ['c', 'mine'],
    ['', ''],
  ]);
  const none = () => false;
  const take = (row: number) => () =>
    refuseMoved(before, none, 'row 3', '', { row, removed: 1, inserted: 0 });
  expect(take(2)).not.toThrow();
  expect(take(1)).toThrow('No longer there: A3 held b');
});

test('a long list is cut', () => {
  expect(someOf(['a', 'b', 'c'], 2)).toBe('a; b; and 1 more');
});
