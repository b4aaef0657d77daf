/** Names columns permanently, and adds missing ones to the right of the tab's last column. */
import { TtError } from '../../../core/errors';
import type { SheetFile, SheetTab } from '../../interfaces/host';
import { formatOfColumn } from '../cells/column-formats';
import { headerText } from '../cells/columns';
import { type Grid, isBlank, MAX_ATTEMPTS } from '../look/grid';
import { FORMAT_LAYER, writeLayer } from '../write/layer-writer';
import { writeCells } from '../write/writer';
import { keyTag, readTarget, type Target, targetTag } from './column-tags';
import { readTabTable, type TabLook, type Table, type TabQuery } from './table';

/**
 * Returns the table with all its columns in place. `like` is an earlier look.
 * @throws BUSY if users keep changing the tab
 */
export function ensureColumns(file: SheetFile, tab: SheetTab, query: TabQuery, like?: TabLook): Table {
  let last = like;
  const namesGiven = new Set<string>();
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const namedTable = readTabTable(tab, query, last);
    last = namedTable;
    if (takeBackNames(file, namedTable, query.targets, namesGiven)) continue;
    if (!nameColumns(file, namedTable, query.targets, namesGiven)) continue;
    const bare = query.targets.filter(({ output }) => headerOf(namedTable, output) === '');
    if (bare.length === 0) return namedTable;
    writeHeaders(file, namedTable, bare);
  }
  throw new TtError('BUSY', `the tab ${tab.name()} is being changed all the time. Try again in a moment`);
}

function headerOf({ grid, key, columns }: Table, output: string): string {
  const column = columns.get(output);
  return column === undefined ? '' : headerText(grid.values.cell(key.headerRow, column));
}

/** Removes names that landed on another column because columns moved at that moment. Returns whether there were any. */
function takeBackNames(
  file: SheetFile,
  { grid, key, tags }: Table,
  targets: readonly Target[],
  newNames: Set<string>,
): boolean {
  const headersByTag = new Map([[keyTag(key.tag), [key.header]]]);
  for (const target of targets) {
    for (const isOwn of [true, false]) {
      const headers = isOwn ? ['', target.header] : [target.header];
      headersByTag.set(targetTag(key.tag, target, isOwn), headers);
    }
  }
  const astray = tags.filter(({ value, column }) => {
    const header = headerText(grid.values.cell(key.headerRow, column - 1));
    return newNames.has(value) && !headersByTag.get(value)!.includes(header);
  });
  for (const { value } of astray) {
    newNames.delete(value);
    grid.tab.removeTag(value);
  }
  if (astray.length > 0) file.flush();
  return astray.length > 0;
}

/** Returns true if every column had its name already; otherwise sets the names, and the tab must be read again. */
function nameColumns(
  file: SheetFile,
  table: Table,
  targets: readonly Target[],
  newNames: Set<string>,
): boolean {
  const { grid, key, tags, columns } = table;
  const { tab } = grid;
  const headersToWrite: { value: string; column: number; old: string[] }[] = [
    { value: keyTag(key.tag), column: key.column, old: [] },
  ];
  let next = Math.max(grid.values.width, ...tags.map(({ column }) => column));
  const lacking = targets.filter(({ output }) => !columns.has(output)).length + next - tab.maxColumns();
  if (lacking > 0) tab.insertColumns(tab.maxColumns(), lacking);
  for (const target of targets) {
    const own = tags.filter((tag) => {
      const read = readTarget(tag);
      return read?.key === key.tag && read.output === target.output;
    });
    const column = columns.get(target.output) ?? next++;
    const isNew = !columns.has(target.output);
    // A column that a killed start left blank, or that a user uses meanwhile, is not this one.
    const astray = own.filter((tag) => tag.column !== column + 1);
    const isOwn = isNew || own.some((tag) => tag.column === column + 1 && readTarget(tag)!.isOwn);
    headersToWrite.push({
      value: targetTag(key.tag, target, isOwn),
      column,
      old: [...astray, ...own].map(({ value }) => value),
    });
  }
  let complete = true;
  for (const { value, column, old } of headersToWrite) {
    const isSet = tags.some((tag) => tag.value === value && tag.column === column + 1);
    const isStale = tags.some((tag) => tag.value === value && tag.column !== column + 1);
    for (const tag of new Set([...old.filter((each) => each !== value), ...(isStale ? [value] : [])]))
      tab.removeTag(tag);
    if (isSet && !isStale) continue;
    tab.addTag(column + 1, value);
    newNames.add(value);
    complete = false;
  }
  if (complete) return true;
  file.flush();
  return false;
}

/** Only into empty columns. */
function writeHeaders(file: SheetFile, table: Table, bare: readonly Target[]): void {
  const { grid, key, first } = table;
  const free: { target: Target; column: number }[] = [];
  for (const target of bare) {
    const column = table.columns.get(target.output);
    if (column === undefined) continue;
    if (grid.values.everyIn(column, isBlank)) free.push({ target, column });
    else for (const isOwn of [true, false]) grid.tab.removeTag(targetTag(key.tag, target, isOwn));
  }
  const result = writeCells(
    file,
    { planned: grid, headerRow: key.headerRow, keys: [key.column] },
    free.map(({ target, column }) => ({ row: key.headerRow, column, value: target.header })),
  );
  const row = result.moved.rows.indexOf(key.headerRow);
  if (row < 0) return;
  const columns = free.flatMap(({ target, column }) => {
    const format = formatOfColumn(target.output);
    const at = result.moved.columns.indexOf(column);
    return format === '' || at < 0 ? [] : [{ at, format }];
  });
  formatColumns(file, result.grid, row, columns);
  boldHeaders(
    file,
    grid.tab,
    first,
    free.map(({ target }) => target.header),
  );
}

/** Cells that are formatted with one look before and one after. */
const CELLS_AT_ONCE = 100_000;

/** All rows below the header, from 0; a few columns together where the tab is long. */
export function formatColumns(
  file: SheetFile,
  grid: Grid,
  headerRow: number,
  columns: readonly { at: number; format: string }[],
): void {
  const rows = Math.max(1, grid.values.length - headerRow - 1);
  const together = Math.max(1, Math.floor(CELLS_AT_ONCE / rows));
  for (let from = 0; from < columns.length; from += together) {
    const formats = columns
      .slice(from, from + together)
      .flatMap(({ at, format }) =>
        Array.from({ length: rows }, (_x, i) => ({ row: headerRow + 1 + i, column: at, value: format })),
      );
    writeLayer(file, FORMAT_LAYER, grid, headerRow, formats);
  }
}

/** Bold is set where the headers are found at that moment, and taken off again where something else was hit. */
function boldHeaders(file: SheetFile, tab: SheetTab, rows: number, headers: readonly string[]): void {
  const places = () => {
    const values = tab.data();
    const row = values.findIndex(
      (line, r) =>
        r < rows + HEADER_SHIFT && headers.every((text) => line.some((cell) => headerText(cell) === text)),
    );
    return row < 0
      ? []
      : headers.map((text) => ({ row, column: values[row]!.findIndex((cell) => headerText(cell) === text) }));
  };
  const before = places();
  if (before.length === 0) return;
  const bold = tab.bolds(before[0]!.row + 1, 1, 1, Math.max(...before.map(({ column }) => column)) + 1)[0]!;
  for (const { row, column } of before) tab.setBold(row + 1, column + 1, 1, 1, true);
  file.flush();
  const after = places();
  for (const { row, column } of before) {
    const stands = after.some((place) => place.row === row && place.column === column);
    if (!stands && !bold[column]) tab.setBold(row + 1, column + 1, 1, 1, false);
  }
  for (const { row, column } of after) {
    if (!before.some((place) => place.row === row && place.column === column))
      tab.setBold(row + 1, column + 1, 1, 1, true);
  }
}

/** Maximum number of rows that users insert above the headers meanwhile. */
const HEADER_SHIFT = 20;
