/**
 * The add-on's Host in memory: tabs of cells, stores as Maps, a clock that moves only on request, and a count of every
 * service call. Interprets strings as Sheets interprets typed text, so that text without an apostrophe is noticed.
 */
import type {
  Box,
  ColumnTag,
  Host,
  LinkedText,
  LockedBox,
  PropertyStore,
  SelectedRange,
  SheetFile,
  SheetTab,
  TextLink,
} from '../../src/addon/interfaces/host';
import { columnLetter, readColumn } from '../../src/addon/sheet/cells/columns';
import { rowsOfPart } from '../../src/addon/sheet/look/cells';
import type { Cell } from '../../src/core/table';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import type { SyncDriver } from '../../src/http/runner';

export const START = Date.UTC(2026, 5, 20, 12, 0, 0);
export const ME = 'olga@example.org';

interface Held {
  value: Cell;
  formula: string;
}

const isFilled = ({ value, formula }: Held): boolean => value !== '' || formula !== '';

/** Calls by method: `setValues`, `documentStore.set`, `locked`, … */
export class Counts extends Map<string, number> {
  add(method: string): void {
    this.set(method, (this.get(method) ?? 0) + 1);
  }
  of(method: string): number {
    return this.get(method) ?? 0;
  }
}

type BeforeCall = (method: string, tab: FakeTab) => void;

/** The value that Sheets stores for a value given to setValues. */
function typedIn(value: string | number | boolean | Date): Held {
  if (typeof value !== 'string') return { value, formula: '' };
  if (value.startsWith("'")) return { value: value.slice(1), formula: '' };
  if (/^[=+]./.test(value)) return { value: 'computed', formula: value };
  if (value !== '' && /^[-0-9.,eE]+$/.test(value) && Number.isFinite(Number(value))) {
    return { value: Number(value), formula: '' };
  }
  return { value, formula: '' };
}

export class FakeTab implements SheetTab {
  readonly cells: Held[][] = [];
  readonly formatBy = new Map<string, string>();
  readonly marks = new Map<string, string>();
  readonly colours = new Map<string, string>();
  readonly bold = new Set<string>();
  frozen = 0;
  columnsThere = 26;
  rowsThere = 1000;
  protectedColumns = new Set<number>();
  /** Cells with a data validation rule, such as `B3`. */
  ruled = new Set<string>();
  columnTags: ColumnTag[] = [];

  constructor(
    readonly id: number,
    readonly called: string,
    private readonly world: { counts: Counts; beforeCall: BeforeCall | null },
  ) {}

  private count(method: string): void {
    this.world.counts.add(method);
    this.world.beforeCall?.(method, this);
  }

  private held(row: number, column: number): Held {
    return this.cells[row - 1]?.[column - 1] ?? { value: '', formula: '' };
  }

  /** Writes cells without counting; a text that starts with `=` is a formula that shows `computed`. */
  put(row: number, column: number, values: Cell[][]): void {
    values.forEach((line, r) => {
      line.forEach((value, c) => {
        const isFormula = typeof value === 'string' && value.startsWith('=');
        this.place(
          row + r,
          column + c,
          isFormula ? { value: 'computed', formula: value } : { value: value ?? '', formula: '' },
        );
      });
    });
  }

  private place(row: number, column: number, held: Held): void {
    while (this.cells.length < row) this.cells.push([]);
    const line = this.cells[row - 1]!;
    while (line.length < column) line.push({ value: '', formula: '' });
    line[column - 1] = held;
  }

  /** Values of the used cells, without counting. */
  grid(): Cell[][] {
    return this.box(1, 1, this.usedRows(), this.usedColumns(), (held) => held.value);
  }

  column(letter: string): Cell[] {
    const at = [...letter].reduce((sum, l) => sum * 26 + l.charCodeAt(0) - 64, 0);
    return this.grid().map((row) => row[at - 1] ?? '');
  }

  formulaAt(row: number, column: number): string {
    return this.held(row, column).formula;
  }

  private box<T>(row: number, column: number, rows: number, columns: number, of: (held: Held) => T): T[][] {
    return Array.from({ length: rows }, (_r, r) =>
      Array.from({ length: columns }, (_c, c) => of(this.held(row + r, column + c))),
    );
  }

  private usedRows(): number {
    return this.cells.reduce((last, line, i) => (line.some(isFilled) ? i + 1 : last), 0);
  }

  private usedColumns(): number {
    const width = (line: Held[]) => line.reduce((last, held, i) => (isFilled(held) ? i + 1 : last), 0);
    return this.cells.reduce((most, line) => Math.max(most, width(line)), 0);
  }

  private within(row: number, column: number, rows: number, columns: number): void {
    if (row < 1 || column < 1 || rows < 1 || columns < 1) throw new Error('The range is not valid');
    if (column + columns - 1 > this.columnsThere) throw new Error('Those columns are out of bounds.');
  }

  name(): string {
    this.count('name');
    return this.called;
  }
  lastRow(): number {
    this.count('lastRow');
    return this.usedRows();
  }
  lastColumn(): number {
    this.count('lastColumn');
    return this.usedColumns();
  }
  maxColumns(): number {
    this.count('maxColumns');
    return this.columnsThere;
  }
  maxRows(): number {
    this.count('maxRows');
    return this.rowsThere;
  }
  /** Every read returns new Date objects, as in Sheets. */
  values(row: number, column: number, rows: number, columns: number): Cell[][] {
    this.count('values');
    this.within(row, column, rows, columns);
    return this.box(row, column, rows, columns, ({ value }) =>
      value instanceof Date ? new Date(value) : value,
    );
  }
  formulas(row: number, column: number, rows: number, columns: number): string[][] {
    this.count('formulas');
    this.within(row, column, rows, columns);
    return this.box(row, column, rows, columns, ({ formula }) => formula);
  }
  data(from = 0): Cell[][] {
    this.count('data');
    return this.used(from, ({ value }) => (value instanceof Date ? new Date(value) : value));
  }
  dataFormulas(from = 0): string[][] {
    this.count('dataFormulas');
    return this.used(from, (held) => held.formula);
  }
  private used<T>(from: number, of: (held: Held) => T): T[][] {
    const columns = Math.max(1, this.usedColumns());
    const rows = Math.min(Math.max(1, this.usedRows()) - from, rowsOfPart(columns));
    return rows > 0 ? this.box(from + 1, 1, rows, columns, of) : [];
  }
  private named<T>(row: number, column: number, rows: number, columns: number, of: (a1: string) => T): T[][] {
    return Array.from({ length: rows }, (_r, r) =>
      Array.from({ length: columns }, (_c, c) => of(`${columnLetter(column + c)}${row + r}`)),
    );
  }
  formats(row: number, column: number, rows: number, columns: number): string[][] {
    this.count('formats');
    return this.named(row, column, rows, columns, (a1) => this.formatBy.get(a1) ?? 'General');
  }
  notes(row: number, column: number, rows: number, columns: number): string[][] {
    this.count('notes');
    return this.named(row, column, rows, columns, (a1) => this.marks.get(a1) ?? '');
  }
  bolds(row: number, column: number, rows: number, columns: number): boolean[][] {
    this.count('bolds');
    return this.named(row, column, rows, columns, (a1) => this.bold.has(a1));
  }
  validated(row: number, column: number, rows: number, columns: number): boolean[][] {
    this.count('validated');
    return this.named(row, column, rows, columns, (a1) => this.ruled.has(a1));
  }
  lockedBoxes(): LockedBox[] {
    this.count('lockedBoxes');
    return [...this.protectedColumns].map((column) => ({
      row: 1,
      column,
      rows: 1000,
      columns: 1,
      except: [],
    }));
  }
  mergedBoxes(): [] {
    this.count('mergedBoxes');
    return [];
  }
  tags(): ColumnTag[] {
    this.count('tags');
    return this.columnTags.map((tag) => ({ ...tag }));
  }
  addTag(column: number, value: string): void {
    this.count('addTag');
    this.columnTags.push({ column, value });
  }
  removeTag(value: string): void {
    this.count('removeTag');
    this.columnTags = this.columnTags.filter((tag) => tag.value !== value);
  }
  setSame(a1: string[], value: string | number | boolean | Date): void {
    this.count('setSame');
    for (const cell of a1) {
      const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(cell)!;
      this.place(Number(row), readColumn(letters!), typedIn(value));
    }
  }
  growTo(rows: number): void {
    this.count('growTo');
    this.rowsThere = Math.max(this.rowsThere, rows);
  }
  /** Addresses behind a text, by cell: `B2`. */
  readonly linked = new Map<string, string[]>();
  links(row: number, column: number, rows: number): LinkedText[] {
    this.count('links');
    this.within(row, column, rows, 1);
    return Array.from({ length: rows }, (_r, r) => {
      const { value } = this.held(row + r, column);
      const text = typeof value === 'string' ? value : '';
      const urls = this.linked.get(`${columnLetter(column)}${row + r}`) ?? [];
      return { text, links: urls.map((url): TextLink => [url, 0, text.length]) };
    });
  }
  setLinked(row: number, column: number, { text, links }: LinkedText): void {
    this.count('setLinked');
    this.place(row, column, { value: text, formula: '' });
    this.linked.set(
      `${columnLetter(column)}${row}`,
      links.map(([url]) => url),
    );
  }
  replaceText(box: Box | null, text: string, by: string): void {
    this.count('replaceText');
    const { row, column, rows, columns } = box ?? { row: 1, column: 1, rows: this.usedRows(), columns: 26 };
    this.box(row, column, rows, columns, (held) => held).forEach((line, r) => {
      line.forEach((held, c) => {
        const old = held.formula || `${held.value}`;
        if (old.includes(text)) this.put(row + r, column + c, [[old.replaceAll(text, by)]]);
      });
    });
  }
  setValues(row: number, column: number, values: (string | number | boolean | Date)[][]): void {
    this.count('setValues');
    this.within(row, column, values.length, values[0]!.length);
    const width = values[0]!.length;
    if (values.some((line) => line.length !== width)) throw new Error('Rows differ in length.');
    values.forEach((line, r) => {
      line.forEach((value, c) => {
        if (value === undefined || value === null) throw new Error('a cell without a value');
        this.place(row + r, column + c, typedIn(value));
      });
    });
  }
  setFormat(a1: string[], format: string): void {
    this.count('setFormat');
    for (const range of a1) {
      const [, from, top, to, bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range)!;
      const [left, right] = [readColumn(from!), readColumn(to!)];
      this.within(Number(top), left, Number(bottom) - Number(top) + 1, right - left + 1);
      for (let r = Number(top); r <= Number(bottom); r++) {
        for (let c = left; c <= right; c++) this.formatBy.set(`${columnLetter(c)}${r}`, format);
      }
    }
  }
  backgrounds(row: number, column: number, rows: number, columns: number): string[][] {
    this.count('backgrounds');
    return this.named(row, column, rows, columns, (a1) => this.colours.get(a1) ?? '#ffffff');
  }
  setNote(a1: string[], note: string): void {
    this.count('setNote');
    for (const cell of a1) {
      if (note === '') this.marks.delete(cell);
      else this.marks.set(cell, note);
    }
  }
  setBackground(a1: string[], colour: string): void {
    this.count('setBackground');
    for (const cell of a1) {
      if (colour === '') this.colours.delete(cell);
      else this.colours.set(cell, colour);
    }
  }
  setBold(row: number, column: number, rows: number, columns: number, bold: boolean): void {
    this.count('setBold');
    this.within(row, column, rows, columns);
    for (const a1 of this.named(row, column, rows, columns, (name) => name).flat()) {
      if (bold) this.bold.add(a1);
      else this.bold.delete(a1);
    }
  }
  insertColumns(after: number, count: number): void {
    this.count('insertColumns');
    if (count < 1) throw new Error('The number of columns is too small');
    for (const line of this.cells) {
      if (line.length > after) {
        line.splice(after, 0, ...Array.from({ length: count }, () => ({ value: '', formula: '' })));
      }
    }
    for (const tag of this.columnTags) if (tag.column > after) tag.column += count;
    this.columnsThere += count;
  }
  deleteColumns(first: number, count: number): void {
    this.count('deleteColumns');
    for (const line of this.cells) line.splice(first - 1, count);
    this.columnTags = this.columnTags
      .filter(({ column }) => column < first || column >= first + count)
      .map((tag) => (tag.column < first ? tag : { ...tag, column: tag.column - count }));
    this.columnsThere -= count;
  }
  insertRows(after: number, count: number): void {
    this.count('insertRows');
    if (count < 1) throw new Error('The number of rows is too small');
    this.cells.splice(after, 0, ...Array.from({ length: count }, () => []));
    this.rowsThere += count;
  }
  deleteRows(first: number, count: number): void {
    this.count('deleteRows');
    this.cells.splice(first - 1, count);
    this.rowsThere -= count;
  }
  freezeRows(count: number): void {
    this.count('freezeRows');
    this.frozen = count;
  }
  frozenRows(): number {
    this.count('frozenRows');
    return this.frozen;
  }
  readonly widths = new Map<number, number>();
  width(column: number): number {
    this.count('width');
    return this.widths.get(column) ?? 100;
  }
  setWidth(column: number, pixels: number): void {
    this.count('setWidth');
    this.widths.set(column, pixels);
  }
  insertTopRow(): void {
    this.count('insertTopRow');
    this.cells.unshift([]);
    this.rowsThere += 1;
  }
}

export interface FakeHost extends Host {
  counts: Counts;
  /** Runs before each call on a tab, to change the sheet during the add-on's work. */
  world: { counts: Counts; beforeCall: BeforeCall | null };
  tab: FakeTab;
  tabNamed(name: string): FakeTab;
  /** The selected cells. */
  choose(box: Partial<Omit<SelectedRange, 'tab'>>, tab?: FakeTab): void;
  kept: { user: Map<string, string>; document: Map<string, string>; cache: Map<string, string> };
  sent: HttpRequest[];
  advance(ms: number): void;
  toasts: string[];
  alerts: string[];
  mails: { to: string; subject: string; body: string }[];
  handlers: Set<string>;
  chosen: { tabId: number; a1: string[] }[];
  ranges: Map<string, Cell[][]>;
  sidebars: number;
  dialogs: { file: string; title: string; width: number; height: number }[];
  who: string;
  /** The daily quota of requests is used up. */
  spent: boolean;
  locale: string;
}

export interface FakeOptions {
  answer?: (request: HttpRequest) => HttpReply;
  /** Replaces `answer`: a driver with its own clock. */
  driver?: SyncDriver;
  now?: () => number;
}

function storeOf(stored: Map<string, string>, name: string, counts: Counts): PropertyStore {
  const counted = <T>(method: string, work: () => T): T => {
    counts.add(`${name}.${method}`);
    return work();
  };
  return {
    get: (key) => counted('get', () => stored.get(key) ?? null),
    all: () => counted('all', () => Object.fromEntries(stored)),
    set: (key, value) => counted('set', () => void stored.set(key, value)),
    remove: (key) => counted('remove', () => void stored.delete(key)),
  };
}

export function fakeHost(options: FakeOptions = {}): FakeHost {
  const counts = new Counts();
  const world: FakeHost['world'] = { counts, beforeCall: null };
  let clock = START;
  let uuids = 0;
  let locked = false;
  const tabs: FakeTab[] = [];
  const add = (name: string): FakeTab => {
    const created = new FakeTab(tabs.length + 11, name, world);
    tabs.push(created);
    return created;
  };
  const tab = add('Neurons');
  let selected: SelectedRange = { tab, row: 1, column: 1, rows: 1, columns: 1 };
  const stored = {
    user: new Map<string, string>(),
    document: new Map<string, string>(),
    cache: new Map<string, string>(),
  };
  const sent: HttpRequest[] = [];
  let bytes = 0;
  const now = options.now ?? (() => clock);
  const advance = (ms: number) => {
    clock += ms;
  };
  const file: SheetFile = {
    id: () => 'spreadsheet-1',
    locale: () => {
      counts.add('locale');
      return host.locale;
    },
    tabs: () => tabs,
    tabByName: (name) => tabs.find(({ called }) => called === name) ?? null,
    tabById: (id) => tabs.find((each) => each.id === id) ?? null,
    addTab: (name) => {
      counts.add('addTab');
      return add(name);
    },
    selected: () => selected,
    select: (tabId, a1) => void host.chosen.push({ tabId, a1 }),
    show: (shown) => void host.chosen.push({ tabId: shown.id, a1: [] }),
    range: (a1) => host.ranges.get(a1) ?? null,
    flush: () => counts.add('flush'),
    toast: (message) => void host.toasts.push(message),
    zone: () => 'Etc/UTC',
    localTime: (at) => new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  };
  const host: FakeHost = {
    counts,
    world,
    tab,
    tabNamed: (name) => {
      const found = tabs.find(({ called }) => called === name);
      if (!found) throw new Error(`there is no tab ${name}`);
      return found;
    },
    choose: (box, on = tab) => {
      selected = { row: 1, column: 1, rows: 1, columns: 1, ...box, tab: on };
    },
    kept: stored,
    sent,
    advance,
    toasts: [],
    alerts: [],
    mails: [],
    handlers: new Set(),
    chosen: [],
    ranges: new Map(),
    sidebars: 0,
    dialogs: [],
    who: ME,
    spent: false,
    locale: 'en_US',
    now,
    random: () => 0.5,
    uuid: () => `${(++uuids).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    user: () => host.who,
    identityToken: () => (host.who === '' ? '' : `identity of ${host.who}`),
    storage: null,
    http: {
      send: (requests) => {
        sent.push(...requests);
        const replies = options.driver
          ? options.driver.send(requests)
          : requests.map((request) => {
              if (!options.answer) throw new Error(`nobody answers ${request.url}`);
              return options.answer(request);
            });
        for (const reply of replies) bytes += Number(reply.headers['content-length'] ?? 0);
        return replies;
      },
      sleep: (ms) => (options.driver ? options.driver.sleep(ms) : advance(ms)),
      bytesRead: () => bytes,
      isSpent: () => host.spent,
    },
    userStore: storeOf(stored.user, 'userStore', counts),
    documentStore: storeOf(stored.document, 'documentStore', counts),
    cache: {
      getAll: (keys) => {
        counts.add('cache.getAll');
        return Object.fromEntries(
          keys.flatMap((key) => (stored.cache.has(key) ? [[key, stored.cache.get(key)!]] : [])),
        );
      },
      putAll: (values) => {
        counts.add('cache.putAll');
        for (const [key, value] of Object.entries(values)) stored.cache.set(key, value);
      },
    },
    keyValueCache: {
      get: (key) => stored.cache.get(`m ${key}`) ?? null,
      put: (key, value) => void stored.cache.set(`m ${key}`, value),
    },
    file,
    locked: (work) => {
      if (locked) throw new Error('the lock is taken twice');
      counts.add('locked');
      locked = true;
      try {
        return work();
      } finally {
        locked = false;
      }
    },
    triggers: {
      ensureHourly: (handler) => void host.handlers.add(handler),
      remove: (handler) => void host.handlers.delete(handler),
    },
    ui: {
      showSidebar: () => {
        host.sidebars++;
      },
      showDialog: (file, title, width, height) => void host.dialogs.push({ file, title, width, height }),
      alert: (message) => void host.alerts.push(message),
    },
    mail: (to, subject, body) => void host.mails.push({ to, subject, body }),
  };
  return host;
}
