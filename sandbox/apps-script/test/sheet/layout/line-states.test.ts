/** Hidden and grouped rows and columns. */
import { LineStates } from '../../../src/sheet/layout/line-states';
import { boxOf, Sheet } from '../helpers';

const hiddenLines = (states: LineStates) => states.hidden();

test('hidden lines follow; inserted ones are shown', () => {
  const states = new LineStates('rows');
  states.setHidden(3, 2, true);
  states.follow({ kind: 'insert', axis: 'rows', before: 4, count: 1 });
  expect(hiddenLines(states)).toEqual([3, 5]);
  states.follow({ kind: 'insert', axis: 'columns', before: 1, count: 1 });
  states.follow({ kind: 'move', axis: 'rows', first: 3, count: 1, before: 10 });
  expect(hiddenLines(states)).toEqual([4, 9]);
  states.follow({ kind: 'delete', axis: 'rows', first: 1, count: 4 });
  expect(hiddenLines(states)).toEqual([5]);
  states.setHidden(1, 9, false);
  expect(hiddenLines(states)).toEqual([]);
});

test('groups nest up to eight deep; lines inserted inside belong to them', () => {
  const states = new LineStates('columns');
  states.shiftDepth(2, 3, 1);
  states.shiftDepth(3, 1, 1);
  expect([states.group(3, 1), states.group(3, 2), states.group(2, 2)]).toEqual([
    { first: 2, count: 3 },
    { first: 3, count: 1 },
    null,
  ]);
  states.follow({ kind: 'insert', axis: 'columns', before: 4, count: 2 });
  expect([states.group(2, 1), states.at(5).depth]).toEqual([{ first: 2, count: 5 }, 1]);
  expect(() => states.shiftDepth(1, 2, -1)).toThrow('no group');
  expect(() => states.shiftDepth(2, 1, 8)).toThrow('8 deep');
});

test('scripts read and write hidden rows as any other', () => {
  const sheet = new Sheet().set('A1', [['a'], ['b'], ['c']]);
  sheet.grid.rowStates.setHidden(2, 1, true);
  sheet.set('A1', [['x'], ['y'], ['z']]);
  expect([sheet.values('A1:A3').flat(), sheet.grid.isRowHidden(2)]).toEqual([['x', 'y', 'z'], true]);
  expect(sheet.grid.lastRow()).toBe(3);
  sheet.grid.sort(boxOf('A1:A3'), { column: 1, ascending: false });
  expect(sheet.values('A1:A3').flat()).toEqual(['z', 'y', 'x']);
});
