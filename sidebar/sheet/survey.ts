// What a tab holds, judged by its cells: the id column, damaged ids, duplicate ids. Counts and coordinates are smaller
// than any id, so they are never taken for ids.
import type { TabView } from '../../src/addon/interfaces/api';
import { columnLetter } from '../../src/core/cells/column-letters';
import { HEADER_ROWS, headerRowOf, headerText } from '../../src/core/cells/headers';
import { canBeSegment, idsInCell, readCell } from '../../src/core/cells/id-cell';
import { probablyRounded } from '../../src/core/cells/rounded-ids';
import { compareIds, type Id } from '../../src/core/ids';

export interface IdColumn {
  /** From 1. */
  column: number;
  header: string;
  /** All ids of the column; `pieces` counts those that are supervoxels or graph nodes below the root layer. */
  ids: Id[];
  pieces: number;
  filled: number;
  /** Addresses of cells whose id has lost digits, and of cells whose id looks rounded. */
  rounded: string[];
  doubtful: string[];
  /** Addresses of cells that hold something else. */
  others: string[];
  /** Ids in more than one row, with their rows. */
  twice: { id: Id; rows: number[] }[];
}

export interface Survey {
  /** From 1; 0 without a header row. */
  headerRow: number;
  main: IdColumn | null;
  /** All id columns, including the main one. */
  columns: IdColumn[];
}

/**
 * The byte above 56 bits is the layer of an id. Ids of layer 8 and above are root ids; pieces of segments have lower
 * layers.
 */
const FIRST_ROOT = '576460752303423488';

export function survey({ values, computed }: TabView): Survey {
  const width = values[0]?.length ?? 0;
  const found = Array.from({ length: width }, (_x, c) => idColumn(values, c + 1)).filter(
    (one) => one !== null,
  );
  const main =
    [...found].sort((a, b) => rank(b, computed) - rank(a, computed) || a.column - b.column)[0] ?? null;
  const headerRow = main === null ? 0 : headerRowOf(values.slice(0, HEADER_ROWS + 1), main.column);
  return { headerRow, main, columns: found };
}

/**
 * Ranks root ids above pieces, columns of ids above columns of answers about them, and typed cells above computed ones.
 */
function rank({ ids, pieces, column, header }: IdColumn, computedColumns: readonly boolean[]): number {
  const isAnswer = /^(current|new|anchor|merged)_|_current_id$/i.test(header);
  return (pieces * 2 > ids.length ? 0 : 4) + (isAnswer ? 0 : 2) + (computedColumns[column - 1] ? 0 : 1);
}

function idColumn(values: TabView['values'], column: number): IdColumn | null {
  const headerRow = headerRowOf(values.slice(0, HEADER_ROWS + 1), column);
  const rowsOf = new Map<Id, number[]>();
  const found: IdColumn = {
    column,
    header: headerRow > 0 ? headerText(values[headerRow - 1]![column - 1]) : '',
    ids: [],
    pieces: 0,
    filled: 0,
    rounded: [],
    doubtful: [],
    others: [],
    twice: [],
  };
  values.forEach((row, r) => {
    if (r < headerRow) return;
    const read = readCell(row[column - 1]);
    if (read.kind === 'blank' || read.kind === 'none') return;
    found.filled++;
    const a1 = `${columnLetter(column)}${r + 1}`;
    const ids = idsInCell(read).filter(canBeSegment);
    const isRounded = read.kind === 'rounded' || (read.kind === 'passed' && read.error.code === 'ROUNDED');
    if (isRounded) found.rounded.push(a1);
    else if (read.kind !== 'id' || ids.length === 0) found.others.push(a1);
    for (const id of ids) {
      found.ids.push(id);
      if (compareIds(id, FIRST_ROOT) < 0) found.pieces++;
      rowsOf.set(id, [...(rowsOf.get(id) ?? []), r + 1]);
    }
  });
  if ((found.ids.length + found.rounded.length) * 2 < found.filled || found.filled === 0) return null;
  found.twice = [...rowsOf].flatMap(([id, rows]) => (rows.length > 1 ? [{ id, rows }] : []));
  const suspects = probablyRounded([...rowsOf.keys()]);
  found.doubtful = [...suspects].flatMap((id) =>
    rowsOf.get(id)!.map((row) => `${columnLetter(column)}${row}`),
  );
  return found;
}
