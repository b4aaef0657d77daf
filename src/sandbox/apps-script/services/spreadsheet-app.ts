/** SpreadsheetApp: the way in. */

import type { Execution } from '../execution';
import { Remote, ScriptError, type Takes } from '../remote';
import type { Range } from './range';
import type { RangeList } from './range-list';
import type { Sheet } from './sheet';
import { activeRange, activeRangeList, Selection, Spreadsheet } from './spreadsheet';
import { Ui } from './ui';

export class SpreadsheetApp extends Remote {
  static readonly path = 'SpreadsheetApp';
  static readonly takes: Takes = {
    getActive: [''],
    getActiveSpreadsheet: [''],
    getActiveSheet: [''],
    getActiveRange: [''],
    getActiveRangeList: [''],
    getCurrentCell: [''],
    getSelection: [''],
    setActiveRange: ['r:Range'],
    setActiveRangeList: ['r:RangeList'],
    setActiveSheet: ['r:Sheet', 'r:Sheet,b'],
    flush: [''],
    getUi: [''],
    openById: ['s'],
    openByUrl: ['s'],
  };
  readonly kind = 'SpreadsheetApp';

  constructor(readonly execution: Execution) {
    super();
  }

  getActive(): Spreadsheet | null {
    return this.getActiveSpreadsheet();
  }
  getActiveSpreadsheet(): Spreadsheet | null {
    const { world, start } = this.execution;
    if (start.entry === 'trigger' && !world.switches.triggerKnowsSpreadsheet) return null;
    return new Spreadsheet(this.execution, world.workbook);
  }
  getActiveSheet(): Sheet | null {
    return activeRange(this.execution)?.getSheet() ?? null;
  }
  getActiveRange() {
    return activeRange(this.execution);
  }
  getActiveRangeList() {
    return activeRangeList(this.execution);
  }
  getCurrentCell() {
    return activeRange(this.execution)?.getCell(1, 1) ?? null;
  }
  getSelection() {
    return new Selection(this.execution);
  }
  setActiveRangeList(list: RangeList) {
    return list.activate();
  }
  setActiveRange(range: Range) {
    return range.activate();
  }
  setActiveSheet(sheet: Sheet) {
    return sheet.activate();
  }
  /** Pushes what was written; formulas are computed. In a formula there is nothing to push. */
  flush() {
    if (this.execution.start.entry !== 'cell') this.execution.flush();
  }
  getUi() {
    return new Ui(this.execution);
  }
  openById(id: string) {
    const { world } = this.execution;
    const workbook = id === world.workbook.id ? world.workbook : world.options.otherWorkbooks?.[id];
    if (!workbook) {
      throw new ScriptError(
        'Unexpected error while getting the method or property openById on object SpreadsheetApp.',
      );
    }
    return new Spreadsheet(this.execution, workbook);
  }
  openByUrl(url: string) {
    const id = /\/spreadsheets\/d\/([\w-]+)/.exec(url)?.[1];
    if (!id) throw new ScriptError(`Invalid argument: url`);
    return this.openById(id);
  }
}
