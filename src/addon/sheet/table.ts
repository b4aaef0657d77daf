/** An id column with the columns that a job writes beside it, read as of one moment. Rows and columns count from 0. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { KeyKind } from '../../tools/declaration/column-job';
import type { ColumnTag, SheetTab } from '../interfaces/host';
import { type KeyColumn, locateKey, locateTargets, type Target } from './column-tags';
import { headerText } from './columns';
import { formulaColumns, type Grid, readGrid } from './grid';
import { ANCHOR_HEADERS, keyOf } from './keys';
import { type CellRules, leftAlone, readRules } from './left-alone';
import { type MarkedRow, markOf, shortHash } from './row-identity';

export interface Table {
  grid: Grid;
  tags: readonly ColumnTag[];
  key: KeyColumn;
  kind: KeyKind;
  /** Column by output. */
  columns: ReadonlyMap<string, number>;
  /** The first row below the header; row `i` of the lists below is row `first + i` of the grid. */
  first: number;
  keys: (string | null)[];
  /** What the id column holds, as text. */
  texts: string[];
  /** By row, in the order of `columns`: the cell is not ours to write. */
  left: boolean[][];
  rules: CellRules | null;
}

export interface TableQuery {
  key: KeyColumn;
  targets: readonly Target[];
  kind: KeyKind;
  /** With formats, rules for content, protection: what a write has to know. */
  rules: boolean;
}

export function readTable(tab: SheetTab, query: TableQuery): Table {
  const read = readGrid(tab, (values, formulas) => {
    const tags = tab.tags();
    const grid: Grid = { tab, values, formulas };
    const place = locateKey(grid, tags, query.key);
    if (!place)
      throw new TtError('INPUT', `the column "${query.key.header}" is no longer in the tab ${tab.name()}`);
    const columns = locateTargets(grid, tags, query.key, place, query.targets);
    const numbers = [...columns.values()].filter((column) => column < (values[0]?.length ?? 0));
    const rules =
      query.rules && numbers.length > 0
        ? readRules(tab, values.length, Math.min(...numbers), Math.max(...numbers))
        : null;
    return { tags, place, columns, rules };
  });
  const { tags, place, columns, rules } = read.more;
  const key = { ...query.key, ...place };
  const anchors = query.kind === 'pieces' ? anchorColumn(read, place.headerRow) : -1;
  const first = place.headerRow + 1;
  const rows = read.values.slice(first);
  const alone = [...columns.values()].map((column) => leftAlone(read, column, rules));
  return {
    grid: read,
    tags,
    key,
    kind: query.kind,
    columns,
    first,
    keys: rows.map((row) => keyOf(query.kind, row[place.column], row[anchors])),
    texts: rows.map((row) => String(row[place.column] ?? '').trim()),
    left: rows.map((_row, i) => alone.map((column) => column[first + i]!)),
    rules,
  };
}

export function anchorColumn({ values }: Grid, headerRow: number): number {
  const headers = (values[headerRow] ?? []).map(headerText);
  return ANCHOR_HEADERS.reduce((found, header) => (found >= 0 ? found : headers.indexOf(header)), -1);
}

/** The cell of an output in row `i`. */
export const cellOf = (table: Table, i: number, output: string): Cell =>
  table.grid.values[table.first + i]?.[table.columns.get(output)!] ?? '';

export const formulaOf = (table: Table, i: number, output: string): string =>
  table.grid.formulas[table.first + i]?.[table.columns.get(output)!] ?? '';

/** '' where formats were not read. */
export function formatOf({ rules, first, columns }: Table, i: number, output: string): string {
  return rules === null ? '' : (rules.formats[first + i]?.[columns.get(output)! - rules.left] ?? '');
}

/** Columns whose cell has to be as it was for a row to be the same: the id, and the anchor where it counts. */
export function keyColumns(table: Table): number[] {
  const anchors = table.kind === 'pieces' ? anchorColumn(table.grid, table.key.headerRow) : -1;
  return anchors >= 0 ? [table.key.column, anchors] : [table.key.column];
}

/** What rows are known by, beside their key: the columns that no job writes and no formula computes. */
export function markedRows(table: Table): MarkedRow[] {
  const { grid, key, tags, columns } = table;
  const ours = new Set([...columns.values(), ...tags.map(({ column }) => column - 1), key.column]);
  const computed = formulaColumns(grid.formulas);
  const headers = (grid.values[key.headerRow] ?? []).map(headerText);
  const foreign = headers.flatMap((header, column) =>
    ours.has(column) || computed.has(column) || header === '' ? [] : [{ code: shortHash(header), column }],
  );
  return table.keys.map((rowKey, i) => ({
    key: rowKey ?? '',
    mark: markOf(grid.values[table.first + i]!, foreign),
  }));
}
