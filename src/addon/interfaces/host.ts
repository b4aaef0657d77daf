/**
 * What the add-on needs of the world, in its own words. `google.ts` gives it on Apps Script; nothing else here names
 * a Google global, so everything else can be tested without one.
 */
import type { KeyValueCache } from '../../cave/client/datastack';
import type { Cell } from '../../core/table';
import type { SyncDriver } from '../../http/runner';
import type { Hashes } from '../../volumes/s3/sigv4';
import type { GoogleAccess } from './files-api';

/** Text kept by key; `keys` may be many: one call reads all. */
export interface PropertyStore {
  get(key: string): string | null;
  all(): Record<string, string>;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export interface TextCache {
  getAll(keys: string[]): Record<string, string>;
  putAll(values: Record<string, string>, seconds: number): void;
}

/** Rows and columns count from 1. */
export interface Box {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** Cells that the current user may not edit, but for some of them. */
export interface LockedBox extends Box {
  except: Box[];
}

/** A text that the add-on tied to a column: it follows the column, wherever that is moved. */
export interface ColumnTag {
  column: number;
  value: string;
}

/** One tab. Rows and columns count from 1. Every method is one read or one write. */
export interface SheetTab {
  readonly id: number;
  name(): string;
  lastRow(): number;
  lastColumn(): number;
  maxColumns(): number;
  maxRows(): number;
  values(row: number, column: number, rows: number, columns: number): Cell[][];
  formulas(row: number, column: number, rows: number, columns: number): string[][];
  /** Values of used cells from a row on, from 0: all of them, or where there are many a part, as `readCells` takes it. */
  data(from?: number): Cell[][];
  /** Formulas of used cells, as `data`; '' for none. */
  dataFormulas(from?: number): string[][];
  formats(row: number, column: number, rows: number, columns: number): string[][];
  notes(row: number, column: number, rows: number, columns: number): string[][];
  bolds(row: number, column: number, rows: number, columns: number): boolean[][];
  /** Where a rule for the cell's content stands: a dropdown, a checkbox. */
  validated(row: number, column: number, rows: number, columns: number): boolean[][];
  lockedBoxes(): LockedBox[];
  mergedBoxes(row: number, column: number, rows: number, columns: number): Box[];
  tags(): ColumnTag[];
  addTag(column: number, value: string): void;
  /** Takes this text off every column. */
  removeTag(value: string): void;
  /** Addresses of the links in each cell of one column: of linked text and smart chips. */
  links(row: number, column: number, rows: number): string[][];
  /** Raw: the writer alone calls it, with cells that cannot become formulas. */
  setValues(row: number, column: number, values: (string | number | boolean | Date)[][]): void;
  /** Raw, as `setValues`: the same value in all these cells. */
  setSame(a1: string[], value: string | number | boolean | Date): void;
  /** Adds rows so that the tab has this many. */
  growTo(rows: number): void;
  /** The same format for all these ranges. */
  setFormat(a1: string[], format: string): void;
  backgrounds(row: number, column: number, rows: number, columns: number): string[][];
  /** The same note for all these cells; '' takes it away. */
  setNote(a1: string[], note: string): void;
  /** '' takes the colour away. */
  setBackground(a1: string[], colour: string): void;
  setBold(row: number, column: number, rows: number, columns: number, bold: boolean): void;
  insertColumns(after: number, count: number): void;
  deleteColumns(first: number, count: number): void;
  insertRows(after: number, count: number): void;
  deleteRows(first: number, count: number): void;
  freezeRows(count: number): void;
  frozenRows(): number;
  /** Pixels. */
  width(column: number): number;
  setWidth(column: number, pixels: number): void;
  /** A blank row above the first. */
  insertTopRow(): void;
}

export interface SelectedRange {
  tab: SheetTab;
  row: number;
  column: number;
  rows: number;
  columns: number;
}

export interface SheetFile {
  id(): string;
  /** The spreadsheet's, such as `en_GB` or `de`: how numbers and dates are written there. */
  locale(): string;
  tabs(): SheetTab[];
  tabByName(name: string): SheetTab | null;
  tabById(id: number): SheetTab | null;
  addTab(name: string): SheetTab;
  selected(): SelectedRange;
  select(tabId: number, a1: string[]): void;
  show(tab: SheetTab): void;
  /** The values at an address such as `C2:C40` or `Tab!A:A`, cut to used rows; null where it is none. */
  range(a1: string): Cell[][] | null;
  /** Pushes buffered writes, so that they survive a killed run. */
  flush(): void;
  toast(message: string, seconds: number): void;
  /** The spreadsheet's zone, such as `Europe/Vienna`. */
  zone(): string;
  /** `yyyy-MM-dd HH:mm:ss` in the spreadsheet's zone. */
  localTime(at: number): string;
}

/** What signing requests to object stores takes. */
export interface StorageServices {
  google(): GoogleAccess;
  /** Where `google` allows it. Fetched anew for each use, and kept nowhere. */
  googleToken(): string;
  hashes: Hashes;
}

export interface Host {
  now(): number;
  random(): number;
  uuid(): string;
  /** E-mail of who runs this, or '' where it cannot be known (formulas). */
  user(): string;
  /** Google's signed word on who runs this, for the companion; '' where there is none (formulas). */
  identityToken(): string;
  /** Null in formulas, which run without a user. */
  storage: StorageServices | null;
  http: SyncDriver & {
    bytesRead(): number;
    /** Google's daily quota of requests is used up. */
    isSpent(): boolean;
  };
  /** This user's settings; inside a formula the spreadsheet owner's. */
  userStore: PropertyStore;
  /** Shared by all users of the add-on in this spreadsheet. */
  documentStore: PropertyStore;
  cache: TextCache;
  keyValueCache: KeyValueCache;
  file: SheetFile;
  /** Runs `work` alone in this document; throws a passing TtError where the lock cannot be had. */
  locked<T>(work: () => T): T;
  triggers: {
    /** Makes sure that this user's one hourly trigger calls `handler`; within 15 minutes of `minute` where it is new. */
    ensureHourly(handler: string, minute: number): void;
    remove(handler: string): void;
  };
  ui: {
    showSidebar(): void;
    /** One of the bundle's HTML files in a window that leaves the sheet free; pixels. */
    showDialog(file: string, title: string, width: number, height: number): void;
    alert(message: string): void;
  };
  mail(to: string, subject: string, body: string): void;
}
