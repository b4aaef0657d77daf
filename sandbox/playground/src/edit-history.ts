/**
 * Ctrl+Z on the page: undoes a user's own typing, pasting, clearing and insertions, last one first. A change is not
 * undone if another user has changed or moved its cells since.
 */
import type { Box, CellValue, Grid, PersonAction, Workbook } from '@tracer-tools/apps-script/sheet';

/** Limit of actions per user that can be undone. */
const MOST = 100;

interface Step {
  grid: Grid;
  /** The box of the action, and its content afterwards. */
  box: Box;
  after: string;
  undo: () => void;
}

export class EditHistory {
  private readonly steps = new Map<string, Step[]>();

  constructor(private readonly workbook: Workbook) {}

  /** Performs an action and records how to undo it. */
  perform(action: PersonAction, user: string, carryOut: () => void): void {
    const step = this.stepOf(action);
    carryOut();
    const steps = this.steps.get(user) ?? [];
    if (step !== null) steps.push({ ...step, after: JSON.stringify(inputs(step.grid, step.box)) });
    this.steps.set(user, steps.slice(-MOST));
  }

  /** Undoes the last action. Returns the reason if nothing was undone, else ''. */
  undo(user: string): string {
    const step = this.steps.get(user)?.pop();
    if (step === undefined)
      return 'Nothing to undo. Typing, pasting, clearing and insertions can be undone here; runs have their own Undo in the sidebar.';
    const { grid, box, after, undo } = step;
    const isThere = this.workbook.gridById(grid.id) === grid;
    if (!isThere || JSON.stringify(inputs(grid, box)) !== after)
      return 'Those cells have been changed or moved since: they stay as they are.';
    undo();
    this.workbook.settle();
    return '';
  }

  private stepOf(action: PersonAction): Omit<Step, 'after'> | null {
    const grid = 'tab' in action ? this.workbook.gridById(action.tab) : null;
    if (grid === null) return null;
    const all = { row: 1, column: 1, rows: grid.maxRows, columns: grid.maxColumns };
    switch (action.do) {
      case 'write': {
        const columns = action.cells.reduce((most, line) => Math.max(most, line.length), 1);
        return contents(grid, { row: action.row, column: action.column, rows: action.cells.length, columns });
      }
      case 'clear':
        return contents(grid, action.box);
      case 'insertRows':
        return {
          grid,
          box: { ...all, row: action.at, rows: action.count },
          undo: () => grid.deleteRows(action.at, action.count),
        };
      case 'insertColumns':
        return {
          grid,
          box: { ...all, column: action.at, columns: action.count },
          undo: () => grid.deleteColumns(action.at, action.count),
        };
      default:
        return null;
    }
  }
}

type Input = [row: number, column: number, value: CellValue];

/** The filled cells of a box as a user would type them, without cells that an array fills. */
function inputs(grid: Grid, box: Box): Input[] {
  const found: Input[] = [];
  const last = {
    row: Math.min(box.row + box.rows - 1, grid.lastRow()),
    column: Math.min(box.column + box.columns - 1, grid.lastColumn()),
  };
  for (let row = box.row; row <= last.row; row++) {
    for (let column = box.column; column <= last.column; column++) {
      const { formula, value, numberFormat, spilledFrom } = grid.view(row, column);
      if (spilledFrom !== null || (formula === '' && value === '')) continue;
      const isText = typeof value === 'string' && numberFormat !== '@';
      found.push([row, column, formula !== '' ? formula : isText ? `'${value}` : value]);
    }
  }
  return found;
}

/** The current content of the box. */
function contents(grid: Grid, box: Box): Omit<Step, 'after'> {
  const before = inputs(grid, box);
  const undo = () => {
    const [rows, columns] = [grid.maxRows - box.row + 1, grid.maxColumns - box.column + 1];
    const inside = { ...box, rows: Math.min(box.rows, rows), columns: Math.min(box.columns, columns) };
    grid.clear(inside, { contents: true });
    for (const [row, column, value] of before) grid.write({ row, column, rows: 1, columns: 1 }, [[value]]);
  };
  return { grid, box, undo };
}
