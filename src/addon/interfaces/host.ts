/**
 * What the add-on needs from its platform. `src/addon/google` implements it on Apps Script. No other file names a
 * Google global, so everything else can be tested without one.
 */
import type { KeyValueCache } from '../../cave/client/datastack';
import type { Cell } from '../../core/table';
import type { SyncDriver } from '../../http/runner';
import type { Hashes } from '../../volumes/s3/sigv4';
import type { GoogleAccess } from './files-api';

/** Texts by key; `all` reads all of them in one call. */
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

/** Cells that the current user may not edit, with exceptions. */
export interface LockedBox extends Box {
  except: Box[];
}

/** A text that the add-on has attached to a column. It follows the column when that is moved. */
export interface ColumnTag {
  column: number;
  value: string;
}

/** A link behind a part of a cell's text: its address, the first character and the one after the last. */
export type TextLink = [url: string, start: number, end: number];

export interface LinkedText {
  text: string;
  links: TextLink[];
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
  /** Whether a cell has a data validation rule, such as a dropdown or a checkbox. */
  validated(row: number, column: number, rows: number, columns: number): boolean[][];
  lockedBoxes(): LockedBox[];
  mergedBoxes(row: number, column: number, rows: number, columns: number): Box[];
  tags(): ColumnTag[];
  addTag(column: number, value: string): void;
  /** Removes this text from every column. */
  removeTag(value: string): void;
  /** Links in each cell of one column: from linked text and smart chips. The text is '' where there are none. */
  links(row: number, column: number, rows: number): LinkedText[];
  /** Raw, like `setValues`: a text with links. */
  setLinked(row: number, column: number, linked: LinkedText): void;
  /** Raw: only the writer calls it, with cells that cannot become formulas. */
  setValues(row: number, column: number, values: (string | number | boolean | Date)[][]): void;
  /** Raw, like `setValues`: the same value for all these cells. */
  setSame(a1: string[], value: string | number | boolean | Date): void;
  /**
   * Replaces a text, as it is spelled, in the formulas and texts of these cells, or of the whole tab: where they stand
   * at that moment, so that no cell is written for its place alone.
   */
  replaceText(box: Box | null, text: string, by: string): void;
  /** Adds rows until the tab has this many. */
  growTo(rows: number): void;
  /** The same format for all these ranges. */
  setFormat(a1: string[], format: string): void;
  backgrounds(row: number, column: number, rows: number, columns: number): string[][];
  /** The same note for all these cells; '' removes it. */
  setNote(a1: string[], note: string): void;
  /** '' removes the colour. */
  setBackground(a1: string[], colour: string): void;
  setBold(row: number, column: number, rows: number, columns: number, bold: boolean): void;
  insertColumns(after: number, count: number): void;
  deleteColumns(first: number, count: number): void;
  insertRows(after: number, count: number): void;
  deleteRows(first: number, count: number): void;
  freezeRows(count: number): void;
  frozenRows(): number;
  /** In pixels. */
  width(column: number): number;
  setWidth(column: number, pixels: number): void;
  /** Inserts a blank row above the first row. */
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
  /** The spreadsheet's locale, such as `en_GB` or `de`: how it writes numbers and dates. */
  locale(): string;
  tabs(): SheetTab[];
  tabByName(name: string): SheetTab | null;
  tabById(id: number): SheetTab | null;
  addTab(name: string): SheetTab;
  selected(): SelectedRange;
  select(tabId: number, a1: string[]): void;
  show(tab: SheetTab): void;
  /** The values at an address such as `C2:C40` or `Tab!A:A`, cut to used rows; null if it is not an address. */
  range(a1: string): Cell[][] | null;
  /** Pushes buffered writes, so that they survive a killed run. */
  flush(): void;
  toast(message: string, seconds: number): void;
  /** The spreadsheet's time zone, such as `Europe/Vienna`. */
  zone(): string;
  /** `yyyy-MM-dd HH:mm:ss` in the spreadsheet's time zone. */
  localTime(at: number): string;
}

/** What is needed to sign requests to object stores. */
export interface StorageServices {
  google(): GoogleAccess;
  /** Only if `google` says it is allowed. Fetched for each use and never stored. */
  googleToken(): string;
  hashes: Hashes;
}

export interface Host {
  now(): number;
  random(): number;
  uuid(): string;
  /** E-mail of the user who runs this; '' if unknown (formulas). */
  user(): string;
  /** Google's signed ID token of the user, for the companion; '' if there is none (formulas). */
  identityToken(): string;
  /** Null in formulas, which run without a user. */
  storage: StorageServices | null;
  http: SyncDriver & {
    bytesRead(): number;
    /** Google's daily quota of requests is used up. */
    isSpent(): boolean;
  };
  /** This user's properties; inside a formula, those of the spreadsheet's owner. */
  userStore: PropertyStore;
  /** Shared by all users of the add-on in this spreadsheet. */
  documentStore: PropertyStore;
  cache: TextCache;
  keyValueCache: KeyValueCache;
  file: SheetFile;
  /** Runs `work` under the document's lock. Throws a transient TtError if the lock is not available. */
  locked<T>(work: () => T): T;
  triggers: {
    /**
     * Makes sure that this user's one hourly trigger calls `handler`. A new trigger runs within 15 minutes of `minute`.
     */
    ensureHourly(handler: string, minute: number): void;
    remove(handler: string): void;
  };
  ui: {
    showSidebar(): void;
    /** Shows one of the bundle's HTML files in a window that leaves the sheet usable; sizes in pixels. */
    showDialog(file: string, title: string, width: number, height: number): void;
    alert(message: string): void;
  };
  mail(to: string, subject: string, body: string): void;
}
