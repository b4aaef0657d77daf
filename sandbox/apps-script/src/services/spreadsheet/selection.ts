/** SpreadsheetApp.Selection: the selection of the user who runs the script. */

import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';
import { Range } from './range';
import { RangeList } from './range-list';

/** In a formula, its own cell. Else the user's current selection, or the first cell if there is none. */
export function activeRange(execution: ServiceContext): Range | null {
  const { cell } = execution.invocation;
  if (cell)
    return new Range(execution, cell.grid, { row: cell.row, column: cell.column, rows: 1, columns: 1 });
  const { workbook, screen } = execution.world;
  const selection = execution.invocation.entry === 'trigger' ? null : screen.selection(execution.user);
  const grid =
    (selection ? workbook.gridById(selection.grid) : null) ?? workbook.grids().find((tab) => !tab.hidden);
  if (!grid) return null;
  const box = selection?.grid === grid.id ? selection.box : { row: 1, column: 1, rows: 1, columns: 1 };
  return new Range(execution, grid, box);
}

/** The whole selection; the active range is last. */
export function activeRangeList(execution: ServiceContext): RangeList | null {
  const range = activeRange(execution);
  if (!range) return null;
  const selection = execution.invocation.cell ? null : execution.world.screen.selection(execution.user);
  const others = selection?.grid === range.grid.id ? selection.others : [];
  return new RangeList(execution, [...others.map((box) => new Range(execution, range.grid, box)), range]);
}

export class Selection extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Selection';
  static readonly signatures: Signatures = {
    getActiveRange: [''],
    getActiveRangeList: [''],
    getActiveSheet: [''],
    getCurrentCell: [''],
  };
  readonly kind = 'Selection';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  getActiveRange() {
    return activeRange(this.execution);
  }
  getActiveRangeList() {
    return activeRangeList(this.execution);
  }
  getActiveSheet() {
    return activeRange(this.execution)?.getSheet() ?? null;
  }
  getCurrentCell() {
    return activeRange(this.execution)?.getCell(1, 1) ?? null;
  }
}
