/** An id column with the columns that a job writes beside it, read as of one moment. Rows and columns count from 0. */
import { type AnchorColumns, anchorCell, anchorColumns } from '../../../core/cells/anchor-columns';
import { shownCell } from '../../../core/cells/foreign';
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { KeyKind } from '../../../tools/declaration/column-job';
import type { ColumnTag, SheetTab } from '../../interfaces/host';
import { headerText } from '../cells/columns';
import { linkTexts } from '../cells/link-column';
import { formulaColumns, type Grid, isBlank, readGrid } from '../look/grid';
import { keyOf } from '../look/keys';
import { type CellRules, type LeftReason, leftAlone, readRules } from '../look/left-alone';
import { type MarkedRow, markOf, shortHash } from '../look/row-identity';
import { type KeyColumn, locateKey, locateTargets, type Target } from './column-tags';

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
  /** By row, in the order of `columns`: why the cell is not ours to write, or null. */
  left: (LeftReason | null)[][];
  rules: CellRules | null;
}

export interface TabQuery {
  key: KeyColumn;
  targets: readonly Target[];
  kind: KeyKind;
  /** Also reads what a write needs to know: formats, rules for content, protection. */
  rules: boolean;
  /** Whether the job itself has put this anchor beside an id: then it is not part of the row's key. */
  isOwnAnchor?: (cell: Cell | undefined) => boolean;
}

/** The output that tells the next run which piece of a segment is meant. */
export const ANCHOR_OUTPUT = 'anchor_supervoxel';

export function readTabTable(tab: SheetTab, query: TabQuery): Table {
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
    const cells = values.slice(place.headerRow + 1).map((row) => row[place.column]);
    const texts =
      query.kind === 'texts'
        ? linkTexts(tab, place.column + 1, place.headerRow + 2, cells)
        : cells.map((cell) => shownCell(cell));
    return { tags, place, columns, rules, texts };
  });
  const { tags, place, columns, rules, texts } = read.more;
  const key = { ...query.key, ...place };
  const anchors = anchorsIn(read, key, query.kind, columns);
  const ownColumn = columns.get(ANCHOR_OUTPUT);
  const anchorOf = (row: readonly Cell[]): Cell => {
    const own = ownColumn === undefined ? '' : row[ownColumn];
    return isBlank(own) || query.isOwnAnchor?.(own) ? anchorCell(anchors, row) : own!;
  };
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
    keys: rows.map((row, i) =>
      keyOf(query.kind, query.kind === 'texts' ? texts[i] : row[place.column], anchorOf(row)),
    ),
    texts,
    left: rows.map((_row, i) => alone.map((column) => column[first + i]!)),
    rules,
  };
}

/** Anchor columns other than the one that the job fills. */
function anchorsIn(
  { values }: Grid,
  { header, headerRow }: KeyColumn,
  kind: KeyKind,
  columns: ReadonlyMap<string, number>,
): AnchorColumns | null {
  if (kind !== 'pieces') return null;
  const own = columns.get(ANCHOR_OUTPUT);
  return anchorColumns(
    (values[headerRow] ?? []).map((cell, column) => (column === own ? '' : headerText(cell))),
    header,
  );
}

/** The columns that say which piece of a segment a row means, or null. */
export const anchorsOf = ({ grid, key, kind, columns }: Table): AnchorColumns | null =>
  anchorsIn(grid, key, kind, columns);

/** The cell of an output in row `i`. */
export const outputCell = (table: Table, i: number, output: string): Cell =>
  table.grid.values[table.first + i]?.[table.columns.get(output)!] ?? '';

export const formulaOf = (table: Table, i: number, output: string): string =>
  table.grid.formulas[table.first + i]?.[table.columns.get(output)!] ?? '';

/** Returns '' if formats were not read. */
export function outputFormat({ rules, first, columns }: Table, i: number, output: string): string {
  return rules === null ? '' : (rules.formats[first + i]?.[columns.get(output)! - rules.left] ?? '');
}

/** Columns whose cell must be unchanged for a row to be the same: the id, and the anchor if it is part of the key. */
export const keyColumns = (table: Table): number[] => [
  table.key.column,
  ...(anchorsOf(table)?.columns ?? []),
];

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
