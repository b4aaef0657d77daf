/** SpreadsheetApp.Spreadsheet: the file. */

import { ScriptError } from '../../platform/errors';
import { EnumValue, isPlainObject, ServiceObject, type Signatures } from '../../platform/service-object';
import type { Grid, Workbook } from '../../sheet/model/types';
import type { ServiceContext } from '../context';
import { UserObject } from '../script/session';
import { splitTab } from './a1';
import { addMetadata, DeveloperMetadataFinder, METADATA_SIGNATURES, metadataAt } from './metadata';
import { type Protection, protectionsOf } from './protection';
import { Range } from './range';
import { namedBox, openLines, wholeGrid } from './range-box';
import { RangeList } from './range-list';
import { activeRange, activeRangeList, Selection } from './selection';
import { Sheet } from './sheet';
import { TextFinder } from './text-finder';

const recalculation = new WeakMap<Workbook, string>();
const TABS = 200;

export class Spreadsheet extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Spreadsheet';
  static readonly signatures: Signatures = {
    getId: [''],
    getName: [''],
    rename: ['s'],
    getUrl: [''],
    getOwner: [''],
    getEditors: [''],
    getSheets: [''],
    getNumSheets: [''],
    getSheetByName: ['s'],
    getSheetById: ['n'],
    getActiveSheet: [''],
    getSheetName: [''],
    setActiveSheet: ['r:Sheet', 'r:Sheet,b'],
    getActiveRange: [''],
    getActiveRangeList: [''],
    getActiveCell: [''],
    getCurrentCell: [''],
    getSelection: [''],
    setActiveRange: ['r:Range'],
    setActiveRangeList: ['r:RangeList'],
    setActiveSelection: ['s', 'r:Range'],
    insertSheet: ['', 'n', 's', 's,n', 's,o', 's,n,o'],
    deleteSheet: ['r:Sheet'],
    deleteActiveSheet: [''],
    getRange: ['s'],
    getRangeList: ['a'],
    getDataRange: [''],
    getLastRow: [''],
    getLastColumn: [''],
    getSpreadsheetTimeZone: [''],
    setSpreadsheetTimeZone: ['s'],
    getSpreadsheetLocale: [''],
    setSpreadsheetLocale: ['s'],
    getRecalculationInterval: [''],
    setRecalculationInterval: ['e:RecalculationInterval'],
    getProtections: ['e:ProtectionType'],
    toast: ['S', 'S,S', 'S,S,n', 'S,v,v'],
    createTextFinder: ['S'],
    moveActiveSheet: ['n'],
    duplicateActiveSheet: [''],
    ...METADATA_SIGNATURES,
  };
  readonly kind = 'Spreadsheet';

  constructor(
    readonly execution: ServiceContext,
    readonly workbook: Workbook,
  ) {
    super();
  }

  getId() {
    return this.workbook.id;
  }
  getName() {
    return this.workbook.name;
  }
  rename(name: string) {
    this.workbook.name = name;
  }
  getUrl() {
    return `https://docs.google.com/spreadsheets/d/${this.workbook.id}/edit`;
  }
  getOwner() {
    return new UserObject(this.execution, this.execution.world.options.owner);
  }
  getEditors() {
    return this.execution.world.options.users.map((user) => new UserObject(this.execution, user.email));
  }
  getSheets() {
    return this.read()
      .grids()
      .map((grid) => this.sheet(grid));
  }
  getNumSheets() {
    return this.read().grids().length;
  }
  getSheetByName(name: string) {
    const grid = this.read().grid(name);
    return grid && this.sheet(grid);
  }
  getSheetById(id: number) {
    const grid = this.read().gridById(id);
    return grid && this.sheet(grid);
  }
  /** A file that a script opened has no selection, so the first tab is returned. */
  getActiveSheet() {
    const { workbook } = this.execution.world;
    const grid = this.workbook === workbook ? activeRange(this.execution)?.grid : this.workbook.grids()[0];
    return grid ? this.sheet(grid) : null;
  }
  getSheetName() {
    return this.getActiveSheet()?.grid.name ?? '';
  }
  setActiveSheet(sheet: Sheet) {
    return sheet.activate();
  }
  getActiveRange() {
    return activeRange(this.execution);
  }
  getActiveRangeList() {
    return activeRangeList(this.execution);
  }
  getActiveCell() {
    return activeRange(this.execution)?.getCell(1, 1) ?? null;
  }
  getCurrentCell() {
    return this.getActiveCell();
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
  setActiveSelection(range: Range | string) {
    return (typeof range === 'string' ? this.getRange(range) : range).activate();
  }

  insertSheet(first?: string | number, second?: unknown) {
    const workbook = this.read();
    const exists = (name: string) => workbook.grid(name) !== null;
    if (workbook.grids().length >= TABS) {
      throw new ScriptError('You cannot add more than 200 sheets to a spreadsheet.');
    }
    let name = typeof first === 'string' ? first : '';
    if (name !== '' && exists(name)) {
      throw new ScriptError(`A sheet with the name "${name}" already exists. Please enter another name.`);
    }
    for (let number = workbook.grids().length + 1; name === ''; number++) {
      if (!exists(`Sheet${number}`)) name = `Sheet${number}`;
    }
    const position = typeof first === 'number' ? first : second;
    const index = typeof position === 'number' ? position : undefined;
    if (isPlainObject(position)) throw new ScriptError('Sheet templates are not part of the stand-in.');
    const sheet = this.sheet(workbook.addGrid(name, index));
    sheet.activate();
    return sheet;
  }
  deleteSheet(sheet: Sheet) {
    const workbook = this.read();
    if (workbook.grids().length === 1)
      throw new ScriptError("You can't remove all the sheets in a document.");
    workbook.removeGrid(sheet.grid.id);
    workbook.settle();
  }
  deleteActiveSheet() {
    const sheet = this.getActiveSheet();
    if (sheet) this.deleteSheet(sheet);
    return this.getActiveSheet();
  }
  getRange(name: string): Range {
    const [tab, cells] = splitTab(name);
    const grid = tab === '' ? this.getActiveSheet()?.grid : this.workbook.grid(tab);
    if (!grid) throw new ScriptError('Range not found');
    return new Range(this.execution, grid, namedBox(grid, cells), openLines(cells));
  }
  getRangeList(names: unknown[]) {
    return new RangeList(
      this.execution,
      names.map((name) => this.getRange(String(name))),
    );
  }
  getDataRange() {
    return this.getActiveSheet()?.getDataRange() ?? null;
  }
  getLastRow() {
    return this.getActiveSheet()?.getLastRow() ?? 0;
  }
  getLastColumn() {
    return this.getActiveSheet()?.getLastColumn() ?? 0;
  }
  getSpreadsheetTimeZone() {
    return this.workbook.timeZone;
  }
  setSpreadsheetTimeZone(zone: string) {
    this.workbook.timeZone = zone;
  }
  getSpreadsheetLocale() {
    return this.workbook.locale;
  }
  setSpreadsheetLocale(locale: string) {
    this.workbook.locale = locale;
  }
  getRecalculationInterval() {
    return new EnumValue('RecalculationInterval', recalculation.get(this.workbook) ?? 'ON_CHANGE');
  }
  setRecalculationInterval(interval: EnumValue) {
    recalculation.set(this.workbook, interval.name);
    return this;
  }
  getProtections(type: EnumValue): Protection[] {
    return this.workbook.grids().flatMap((grid) => protectionsOf(this.execution, grid, type));
  }
  /** Toasts of triggers are not shown. */
  toast(text: unknown, title: unknown = '', seconds: unknown = 5) {
    const { user, invocation, world } = this.execution;
    if (invocation.entry === 'trigger') return;
    const toast = { text: String(text), title: String(title ?? ''), seconds: Number(seconds ?? 5) };
    world.screen.toast({ ...toast, user });
  }
  duplicateActiveSheet() {
    const active = this.getActiveSheet();
    if (!active) throw new ScriptError('Range not found');
    const workbook = this.read();
    let name = `Copy of ${active.grid.name}`;
    for (let number = 2; workbook.grid(name); number++) name = `Copy of ${active.grid.name} ${number}`;
    const sheet = this.sheet(workbook.duplicateGrid(active.grid.id, name));
    sheet.activate();
    return sheet;
  }
  /** Positions count from 1. */
  moveActiveSheet(position: number) {
    const sheet = this.getActiveSheet();
    if (position < 1 || position > this.workbook.grids().length) {
      throw new ScriptError('The position is outside the spreadsheet.');
    }
    if (sheet) this.workbook.moveGrid(sheet.grid.id, position - 1);
  }
  addDeveloperMetadata(key: string, second?: unknown, third?: unknown) {
    addMetadata(this.execution, this.workbook, { kind: 'spreadsheet' }, key, second, third);
    return this;
  }
  getDeveloperMetadata() {
    return metadataAt(this.execution, this.workbook, { kind: 'spreadsheet' });
  }
  createDeveloperMetadataFinder() {
    return new DeveloperMetadataFinder(this.execution, { book: this.workbook });
  }
  createTextFinder(text: unknown) {
    const grid = this.getActiveSheet()?.grid;
    if (!grid) throw new ScriptError('Range not found');
    return new TextFinder(this.execution, grid, wholeGrid(grid), String(text));
  }

  private sheet(grid: Grid): Sheet {
    return new Sheet(this.execution, grid);
  }

  private read(): Workbook {
    this.execution.beforeRead();
    return this.workbook;
  }
}
