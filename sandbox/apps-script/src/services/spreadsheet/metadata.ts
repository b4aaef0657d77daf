/** SpreadsheetApp.DeveloperMetadata, its location and its finder. */

import { ScriptError } from '../../platform/errors';
import { EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { MetadataEntry, MetadataPlace } from '../../sheet/layout/metadata';
import type { Grid, Workbook } from '../../sheet/model/types';
import type { ServiceContext } from '../context';
import type { RangeAddress } from './range-address';

/** Signatures of Range, Sheet and Spreadsheet. */
export const METADATA_SIGNATURES: Signatures = {
  addDeveloperMetadata: ['s', 's,e:DeveloperMetadataVisibility', 's,s', 's,s,e:DeveloperMetadataVisibility'],
  getDeveloperMetadata: [''],
  createDeveloperMetadataFinder: [''],
};

const ARBITRARY =
  'Adding developer metadata to arbitrary ranges is not currently supported. Developer metadata may only be added to the top-level spreadsheet, an individual sheet, or an entire row or column.';

/** The place of a range that is one whole row or column. Throws for any other range. */
export function placeOfRange(range: RangeAddress): MetadataPlace {
  const place = lineOfRange(range);
  if (!place) throw new ScriptError(ARBITRARY);
  return place;
}

/** As `placeOfRange`, but null for any other range. */
export function lineOfRange(range: RangeAddress): MetadataPlace | null {
  const { grid, box, execution } = range;
  const bySize = execution.world.switches.metadataTakesSizedRanges;
  const row = range.open === 'rows' || (bySize && box.column === 1 && box.columns === grid.maxColumns);
  const column = range.open === 'columns' || (bySize && box.row === 1 && box.rows === grid.maxRows);
  if (row && box.rows === 1) return { kind: 'row', tab: grid.id, line: box.row };
  if (column && box.columns === 1) return { kind: 'column', tab: grid.id, line: box.column };
  return null;
}

/** The second argument is a value or a visibility. */
export function addMetadata(
  execution: ServiceContext,
  book: Workbook,
  place: MetadataPlace,
  key: string,
  second?: unknown,
  third?: unknown,
): void {
  const visibility = [second, third].find((each) => each instanceof EnumValue) as EnumValue | undefined;
  const entry = {
    key,
    value: typeof second === 'string' ? second : null,
    visibility: (visibility?.name ?? 'DOCUMENT') as MetadataEntry['visibility'],
    place,
  };
  execution.write(() => {
    if (place.kind !== 'spreadsheet' && !book.gridById(place.tab)) {
      throw new ScriptError(`Sheet ${place.tab} not found`);
    }
    book.metadata.add(entry);
  });
}

/** The entries at exactly this place. */
export function metadataAt(
  execution: ServiceContext,
  book: Workbook,
  place: MetadataPlace,
): DeveloperMetadata[] {
  execution.beforeRead();
  const placeText = JSON.stringify(place);
  return book.metadata
    .all()
    .filter((entry) => JSON.stringify(entry.place) === placeText)
    .map((entry) => new DeveloperMetadata(execution, book, entry));
}

export class DeveloperMetadata extends ServiceObject {
  static readonly path = 'SpreadsheetApp.DeveloperMetadata';
  static readonly signatures: Signatures = {
    getId: [''],
    getKey: [''],
    getLocation: [''],
    getValue: [''],
    getVisibility: [''],
    moveToColumn: ['r:Range'],
    moveToRow: ['r:Range'],
    moveToSheet: ['r:Sheet'],
    moveToSpreadsheet: [''],
    remove: [''],
    setKey: ['s'],
    setValue: ['s'],
    setVisibility: ['e:DeveloperMetadataVisibility'],
  };
  readonly kind = 'DeveloperMetadata';
  /** The entry as found: later changes by others do not change this object. */
  private seen: MetadataEntry;

  constructor(
    readonly execution: ServiceContext,
    private readonly book: Workbook,
    private readonly entry: MetadataEntry,
  ) {
    super();
    this.seen = { ...entry };
  }

  getId() {
    return this.entry.id;
  }
  getKey() {
    return this.seen.key;
  }
  getValue() {
    return this.seen.value;
  }
  getVisibility() {
    return new EnumValue('DeveloperMetadataVisibility', this.seen.visibility);
  }
  getLocation() {
    return new DeveloperMetadataLocation(this.execution, this.book, this.seen.place);
  }
  setKey(key: string) {
    return this.change({ key });
  }
  setValue(value: string) {
    return this.change({ value });
  }
  setVisibility(visibility: EnumValue) {
    return this.change({ visibility: visibility.name as MetadataEntry['visibility'] });
  }
  moveToColumn(range: RangeAddress) {
    return this.change({ place: placeOfRange(range) });
  }
  moveToRow(range: RangeAddress) {
    return this.change({ place: placeOfRange(range) });
  }
  moveToSheet(sheet: { grid: Grid }) {
    return this.change({ place: { kind: 'sheet', tab: sheet.grid.id } });
  }
  moveToSpreadsheet() {
    return this.change({ place: { kind: 'spreadsheet' } });
  }
  remove() {
    this.execution.write(() => this.book.metadata.remove(this.entry));
  }

  private change(fields: Partial<MetadataEntry>): this {
    this.seen = { ...this.seen, ...fields };
    this.execution.write(() => this.book.metadata.change(this.entry, fields));
    return this;
  }
}

const TYPES: Record<MetadataPlace['kind'], string> = {
  spreadsheet: 'SPREADSHEET',
  sheet: 'SHEET',
  row: 'ROW',
  column: 'COLUMN',
};

export class DeveloperMetadataLocation extends ServiceObject {
  static readonly path = 'SpreadsheetApp.DeveloperMetadataLocation';
  static readonly signatures: Signatures = {
    getColumn: [''],
    getLocationType: [''],
    getRow: [''],
    getSheet: [''],
    getSpreadsheet: [''],
  };
  readonly kind = 'DeveloperMetadataLocation';

  constructor(
    readonly execution: ServiceContext,
    private readonly book: Workbook,
    private readonly place: MetadataPlace,
  ) {
    super();
  }

  getLocationType() {
    return new EnumValue('DeveloperMetadataLocationType', TYPES[this.place.kind]);
  }
  getColumn() {
    return this.line('column');
  }
  getRow() {
    return this.line('row');
  }
  /** Returns null unless the place is a sheet. */
  getSheet() {
    const grid = this.place.kind === 'sheet' ? this.book.gridById(this.place.tab) : null;
    return grid && this.execution.objects.sheet(grid);
  }
  getSpreadsheet() {
    return this.place.kind === 'spreadsheet' ? this.execution.objects.spreadsheet(this.book) : null;
  }

  private line(kind: 'row' | 'column') {
    const { place, book, execution } = this;
    if (place.kind !== kind) return null;
    const grid = book.gridById(place.tab);
    if (!grid) throw new ScriptError(`Sheet ${place.tab} not found`);
    return execution.objects.wholeLine(grid, kind === 'row' ? 'rows' : 'columns', place.line);
  }
}

/** The scope of a search. */
export type SearchScope =
  | { book: Workbook }
  | { book: Workbook; tab: number }
  | { book: Workbook; range: RangeAddress };

export class DeveloperMetadataFinder extends ServiceObject {
  static readonly path = 'SpreadsheetApp.DeveloperMetadataFinder';
  static readonly signatures: Signatures = {
    find: [''],
    onIntersectingLocations: [''],
    withId: ['n'],
    withKey: ['s'],
    withLocationType: ['e:DeveloperMetadataLocationType'],
    withValue: ['s'],
    withVisibility: ['e:DeveloperMetadataVisibility'],
  };
  readonly kind = 'DeveloperMetadataFinder';
  private readonly tests: ((entry: MetadataEntry) => boolean)[] = [];
  private intersecting = false;

  constructor(
    readonly execution: ServiceContext,
    private readonly scope: SearchScope,
  ) {
    super();
  }

  find(): DeveloperMetadata[] {
    this.execution.beforeRead();
    const { book } = this.scope;
    return book.metadata
      .all()
      .filter((entry) => this.inScope(entry.place) && this.tests.every((test) => test(entry)))
      .map((entry) => new DeveloperMetadata(this.execution, book, entry));
  }
  onIntersectingLocations() {
    this.intersecting = true;
    return this;
  }
  withId(id: number) {
    return this.where((entry) => entry.id === id);
  }
  withKey(key: string) {
    return this.where((entry) => entry.key === key);
  }
  withLocationType(type: EnumValue) {
    return this.where((entry) => TYPES[entry.place.kind] === type.name);
  }
  withValue(value: string) {
    return this.where((entry) => entry.value === value);
  }
  withVisibility(visibility: EnumValue) {
    return this.where((entry) => entry.visibility === visibility.name);
  }

  private where(test: (entry: MetadataEntry) => boolean): this {
    this.tests.push(test);
    return this;
  }

  private inScope(place: MetadataPlace): boolean {
    const { scope } = this;
    if ('range' in scope) return this.inRange(place, scope.range);
    if (!('tab' in scope)) return true;
    return place.kind !== 'spreadsheet' && place.tab === scope.tab;
  }

  /**
   * A row is in the scope of a range if the range contains all of it; with intersecting locations, if the range touches
   * it.
   */
  private inRange(place: MetadataPlace, { grid, box, open }: RangeAddress): boolean {
    if (place.kind === 'spreadsheet' || place.tab !== grid.id) return false;
    if (place.kind === 'sheet') return this.intersecting;
    const rows = place.kind === 'row';
    const first = rows ? box.row : box.column;
    const touches = place.line >= first && place.line < first + (rows ? box.rows : box.columns);
    const whole = rows ? box.columns === grid.maxColumns : box.rows === grid.maxRows;
    const contains = open === (rows ? 'rows' : 'columns') || whole;
    return touches && (this.intersecting || contains);
  }
}
