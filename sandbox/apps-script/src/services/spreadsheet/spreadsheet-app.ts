/** SpreadsheetApp: the global object that returns files, selections and the Ui. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';
import { Ui } from '../ui/ui';
import { FilterCriteriaBuilder } from './filter';
import { ConditionalFormatRuleBuilder } from './formats';
import type { Range } from './range';
import type { RangeList } from './range-list';
import { RichTextValueBuilder } from './rich-text';
import { activeRange, activeRangeList, Selection } from './selection';
import type { Sheet } from './sheet';
import { Spreadsheet } from './spreadsheet';
import { newDataValidation } from './validation';

export class SpreadsheetApp extends ServiceObject {
  static readonly path = 'SpreadsheetApp';
  static readonly signatures: Signatures = {
    newDataValidation: [''],
    newRichTextValue: [''],
    newFilterCriteria: [''],
    newConditionalFormatRule: [''],
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

  constructor(readonly execution: ServiceContext) {
    super();
  }

  newDataValidation() {
    return newDataValidation(this.execution);
  }
  newRichTextValue() {
    return new RichTextValueBuilder(this.execution);
  }
  newFilterCriteria() {
    return new FilterCriteriaBuilder(this.execution);
  }
  newConditionalFormatRule() {
    return new ConditionalFormatRuleBuilder(this.execution);
  }
  getActive(): Spreadsheet | null {
    return this.getActiveSpreadsheet();
  }
  getActiveSpreadsheet(): Spreadsheet | null {
    const { world, invocation } = this.execution;
    if (invocation.entry === 'trigger' && !world.switches.triggerKnowsSpreadsheet) return null;
    return new Spreadsheet(this.execution, world.workbook);
  }
  getActiveSheet() {
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
  /** Applies buffered writes and computes formulas. In a formula it does nothing. */
  flush() {
    if (this.execution.invocation.entry !== 'cell') this.execution.flush();
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
