import { createWorkbook, type PersonAction, performAction } from '@tracer-tools/apps-script/sheet';
import { EditHistory } from '../src/edit-history';

const USER = 'ada@example.org';

function sheet() {
  const workbook = createWorkbook();
  const grid = workbook.grids()[0]!;
  const history = new EditHistory(workbook);
  const act = (action: PersonAction, user = USER) =>
    history.perform(action, user, () => performAction(workbook, action, user));
  const write = (row: number, column: number, cells: string[][], user?: string) =>
    act({ do: 'write', tab: grid.id, row, column, cells }, user);
  const displayedRows = () => grid.shown({ row: 1, column: 1, rows: 3, columns: 3 });
  return { workbook, grid, history, act, write, shown: displayedRows };
}

test('typing, pasting and clearing are taken back in turn, formulas and texts as they were', () => {
  const { grid, history, act, write, shown } = sheet();
  write(1, 1, [["'007", '=1+1', 'x']]);
  write(2, 1, [['720575941473274509']]);
  const before = shown();
  act({ do: 'clear', tab: grid.id, box: { row: 1, column: 1, rows: 2, columns: 3 } });
  expect(shown().flat().join('')).toBe('');
  expect(history.undo(USER)).toBe('');
  expect(shown()).toEqual(before);
  expect(grid.view(1, 2).formula).toBe('=1+1');
  write(1, 1, [['a', 'b']]);
  expect(history.undo(USER)).toBe('');
  expect(shown()).toEqual(before);
  expect(history.undo(USER)).toBe('');
  expect(history.undo(USER)).toBe('');
  expect(shown().flat().join('')).toBe('');
  expect(history.undo(USER)).toMatch(/^Nothing to undo/);
});

test('each person takes back the own steps; cells that somebody else changed or moved stay', () => {
  const { grid, history, act, write, shown } = sheet();
  write(1, 1, [['mine']]);
  write(2, 1, [['theirs']], 'mei@example.org');
  act({ do: 'insertRows', tab: grid.id, at: 1, count: 1 }, 'mei@example.org');
  expect(history.undo(USER)).toMatch(/changed or moved/);
  expect(shown()[1]![0]).toBe('mine');
  expect(history.undo('mei@example.org')).toBe('');
  expect(history.undo('mei@example.org')).toBe('');
  expect(shown().map(([cell]) => cell)).toEqual(['mine', '', '']);
});
