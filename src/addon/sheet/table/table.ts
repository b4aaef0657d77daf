/** An id column with the columns that a job writes beside it, read as of one moment. Rows and columns count from 0. */
import { type AnchorColumns, anchorCell, anchorColumns } from '../../../core/cells/anchor-columns';
import { shownCell } from '../../../core/cells/foreign';
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { KeyKind } from '../../../tools/declaration/column-job';
import type { ColumnTag, SheetTab } from '../../interfaces/host';
import { headerText } from '../cells/columns';
import { linkTexts } from '../cells/link-column';
import { BLOCK, type PackedCells, readCells } from '../look/cells';
import { formulaColumns, type Grid, isBlank, readGrid } from '../look/grid';
import { keyOf } from '../look/keys';
import { type CellRules, type LeftReason, leftAlone, readRules } from '../look/left-alone';
import { type MarkedRows, markOf, shortHash } from '../look/row-identity';
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
  keys: RowKeys;
  /** What the id column holds in row `i`, as text. */
  textAt: (i: number) => string;
  /** In row `i`, in the order of `columns`: why the cell is not ours to write, or null. */
  leftAt: (i: number, slot: number) => LeftReason | null;
  rules: CellRules | null;
}

/** The key of each row; null for one without. */
export interface RowKeys {
  readonly length: number;
  at(i: number): string | null | undefined;
}

/** The rows with a key. */
export function* keyedRows({ keys }: Pick<Table, 'keys'>): Generator<[key: string, i: number]> {
  for (let i = 0; i < keys.length; i++) {
    const key = keys.at(i) ?? null;
    if (key !== null) yield [key, i];
  }
}

/** An earlier look at the tab, with which another shares what is equal. */
export type TabLook = Pick<Table, 'grid'> & { keys?: RowKeys };

class PackedKeys implements RowKeys {
  constructor(readonly cells: PackedCells<string>) {}

  get length(): number {
    return this.cells.length;
  }

  at(i: number): string | null {
    return this.cells.cell(i, 0) || null;
  }
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

export function readTabTable(tab: SheetTab, query: TabQuery, like?: TabLook): Table {
  const about = (values: PackedCells, formulas: PackedCells<string>) => {
    const tags = tab.tags();
    const grid: Grid = { tab, values, formulas };
    const place = locateKey(grid, tags, query.key);
    if (!place)
      throw new TtError(
        'INPUT',
        `the column "${query.key.header}" is no longer in the tab ${tab.name()}, or has lost its header`,
      );
    const columns = locateTargets(grid, tags, query.key, place, query.targets);
    const numbers = [...columns.values()].filter((column) => column < values.width);
    const rules =
      query.rules && numbers.length > 0
        ? readRules(tab, values.length, Math.min(...numbers), Math.max(...numbers))
        : null;
    const texts =
      query.kind === 'texts'
        ? linkTexts(
            tab,
            place.column + 1,
            place.headerRow + 2,
            values.column(place.column, place.headerRow + 1),
          )
        : null;
    return { tags, place, columns, rules, texts };
  };
  const read = readGrid(tab, about, like?.grid);
  const { tags, place, columns, rules, texts } = read.more;
  const key = { ...query.key, ...place };
  const anchors = anchorsIn(read, key, query.kind, columns);
  const ownColumn = columns.get(ANCHOR_OUTPUT);
  const anchorOf = (r: number): Cell => {
    const own = ownColumn === undefined ? '' : read.values.cell(r, ownColumn);
    return isBlank(own) || query.isOwnAnchor?.(own) ? anchorCell(anchors, read.values.row(r)) : own;
  };
  const first = place.headerRow + 1;
  const keyIn = (i: number): string => {
    const cell = texts === null ? read.values.cell(first + i, place.column) : texts[i];
    return keyOf(query.kind, cell, query.kind === 'pieces' ? anchorOf(first + i) : '') ?? '';
  };
  const ours = [...columns.values()];
  return {
    grid: read,
    tags,
    key,
    kind: query.kind,
    columns,
    first,
    keys: new PackedKeys(
      readCells(
        (from) => {
          const count = Math.max(0, Math.min(BLOCK, read.values.length - first - from));
          return Array.from({ length: count }, (_x, i) => [keyIn(from + i)]);
        },
        like?.keys instanceof PackedKeys ? like.keys.cells : undefined,
      ),
    ),
    textAt: (i) => texts?.[i] ?? shownCell(read.values.cell(first + i, place.column)),
    leftAt: (i, slot) => leftAlone(read, first + i, ours[slot]!, rules),
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
    values.row(headerRow).map((cell, column) => (column === own ? '' : headerText(cell))),
    header,
  );
}

/** The columns that say which piece of a segment a row means, or null. */
export const anchorsOf = ({ grid, key, kind, columns }: Table): AnchorColumns | null =>
  anchorsIn(grid, key, kind, columns);

/** The cell of an output in row `i`. */
export const outputCell = (table: Table, i: number, output: string): Cell =>
  table.grid.values.cell(table.first + i, table.columns.get(output)!);

export const formulaOf = (table: Table, i: number, output: string): string =>
  table.grid.formulas.cell(table.first + i, table.columns.get(output)!);

/** Returns '' if formats were not read. */
export function outputFormat({ rules, first, columns }: Table, i: number, output: string): string {
  return rules === null ? '' : rules.formats.cell(first + i, columns.get(output)! - rules.left);
}

/** Columns whose cell must be unchanged for a row to be the same: the id, and the anchor if it is part of the key. */
export const keyColumns = (table: Table): number[] => [
  table.key.column,
  ...(anchorsOf(table)?.columns ?? []),
];

/**
 * What rows are known by, beside their key: the columns that no job writes and no formula computes, without `ignoredColumns`.
 */
export function markedRows(table: Table, ignoredColumns: Iterable<number> = []): MarkedRows {
  const { grid, key, tags, columns } = table;
  const ours = new Set([
    ...columns.values(),
    ...tags.map(({ column }) => column - 1),
    key.column,
    ...ignoredColumns,
  ]);
  const computedColumns = formulaColumns(grid.formulas);
  const headers = grid.values.row(key.headerRow).map(headerText);
  const foreign = headers.flatMap((header, column) =>
    ours.has(column) || computedColumns.has(column) || header === ''
      ? []
      : [{ code: shortHash(header), column }],
  );
  return {
    length: table.keys.length,
    keyAt: (i) => table.keys.at(i) ?? '',
    markAt: (i) => markOf((column) => grid.values.cell(table.first + i, column), foreign),
  };
}
