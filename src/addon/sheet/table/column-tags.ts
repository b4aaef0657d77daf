/**
 * Permanent names of columns: developer metadata, which follows a column wherever it moves. An id column has a name of
 * its own, and each column that a job writes beside it has a name with the id column, the output and the header.
 */
import type { ColumnTag } from '../../interfaces/host';
import { headerText } from '../cells/columns';
import type { Grid } from '../look/grid';

/** An id column; `column` and `headerRow`, from 0, are its last known place. */
export interface KeyColumn {
  tag: string;
  header: string;
  column: number;
  headerRow: number;
  /** The column has its name: one without it is another column. */
  named?: true;
}

/** An output of a job and its header. */
export interface Target {
  output: string;
  header: string;
}

export const keyTag = (tag: string): string => `key ${tag}`;

/** `isOwn`: the add-on added the column and may remove it again. */
export const targetTag = (key: string, { output, header }: Target, isOwn: boolean): string =>
  JSON.stringify(isOwn ? [key, output, header, 'made'] : [key, output, header]);

export function readTarget({ value }: ColumnTag): (Target & { key: string; isOwn: boolean }) | null {
  if (!value.startsWith('[')) return null;
  const [key, output, header, isOwn] = JSON.parse(value) as [string, string, string, string?];
  return { key, output, header, isOwn: isOwn !== undefined };
}

/** Where an id column is now, rows and columns from 0; null if it is gone. */
export function locateKey(
  grid: Grid,
  tags: readonly ColumnTag[],
  key: KeyColumn,
): { headerRow: number; column: number } | null {
  const keyColumnTag = tags.find(({ value }) => value === keyTag(key.tag));
  // Without a name of its own it may be any id column with this header.
  const others = tags.filter((tag) => tag !== keyColumnTag && (key.tag !== '' || readTarget(tag) !== null));
  const foreign = new Set(others.map(({ column }) => column - 1));
  // Before it has its name, its row or its column must be unchanged: a title may hold the same text.
  const isNew = key.tag !== '' && !keyColumnTag && !key.named;
  const places = placesOf(grid, key.header).filter(
    (place) =>
      !foreign.has(place.column) &&
      (!isNew || place.column === key.column || place.headerRow === key.headerRow),
  );
  const own = keyColumnTag ? places.filter(({ column }) => column === keyColumnTag.column - 1) : places;
  // A column that has lost its name was deleted, or its cells were moved beside our headers.
  const isLost = key.named === true && !keyColumnTag;
  const candidates = isLost ? own.filter(({ headerRow }) => ownHeaders(grid, tags, key, headerRow) > 0) : own;
  if (candidates.length > 0) return best(grid, candidates, tags, key);
  if (!keyColumnTag) return null;
  const column = keyColumnTag.column - 1;
  // Its cells were moved away: the header says where to. Else the header was renamed.
  const isEmpty = isEmptyColumn(grid, keyColumnTag);
  if (isEmpty) return places.length > 0 ? best(grid, places, tags, key) : null;
  const headerRow = headerRowByTargets(grid, tags, key);
  // The row of the headers was deleted: an id has taken its place.
  if (headerRow === null && ID.test(headerText(grid.values.cell(key.headerRow, column)))) return null;
  return { headerRow: headerRow ?? key.headerRow, column };
}

/** No year, and no number of a column. */
const ID = /^\d{9,}$/;

interface Place {
  headerRow: number;
  column: number;
}

function placesOf(grid: Grid, header: string): Place[] {
  const found: Place[] = [];
  grid.values.forEach((row, headerRow) => {
    row.forEach((cell, column) => {
      if (headerText(cell) === header) found.push({ headerRow, column });
    });
  });
  return found;
}

/**
 * For several cells with the header's text: prefers the row with our own headers, then the place nearest to the last
 * one.
 */
function best(grid: Grid, places: readonly Place[], tags: readonly ColumnTag[], key: KeyColumn): Place {
  const distance = (place: Place) =>
    Math.abs(place.column - key.column) * 1000 + Math.abs(place.headerRow - key.headerRow);
  const score = (place: Place) => ownHeaders(grid, tags, key, place.headerRow);
  return [...places].sort((a, b) => score(b) - score(a) || distance(a) - distance(b))[0]!;
}

function ownHeaders(grid: Grid, tags: readonly ColumnTag[], key: KeyColumn, row: number): number {
  return tags.filter((tag) => {
    const target = readTarget(tag);
    return target?.key === key.tag && headerText(grid.values.cell(row, tag.column - 1)) === target.header;
  }).length;
}

function headerRowByTargets(grid: Grid, tags: readonly ColumnTag[], key: KeyColumn): number | null {
  let found: number | null = null;
  let most = 0;
  grid.values.forEach((_row, r) => {
    const count = ownHeaders(grid, tags, key, r);
    if (count > most) [found, most] = [r, count];
  });
  return found;
}

/**
 * The columns, from 0, of this id column's outputs. A column without a name is identified by its header, unless it
 * belongs to another id column.
 */
export function locateTargets(
  grid: Grid,
  tags: readonly ColumnTag[],
  key: KeyColumn,
  place: Place,
  targets: readonly Target[],
): Map<string, number> {
  const headers = grid.values.row(place.headerRow).map(headerText);
  const usedNames = new Set(tags.map(({ column }) => column - 1));
  const found = new Map<string, number>();
  for (const target of targets) {
    const own = tags.filter((tag) => {
      const read = readTarget(tag);
      // A header that the user chose for this output means another column; a renamed one means the same.
      const isMeant = read?.header === target.header || headers[tag.column - 1] === target.header;
      return read?.key === key.tag && read.output === target.output && isMeant;
    });
    const namedColumns = headers.flatMap((text, c) =>
      text === target.header && !usedNames.has(c) && c !== place.column ? [c] : [],
    );
    const taggedColumn = own.find(({ column }) => headers[column - 1] === target.header) ?? own[0];
    if (taggedColumn && (headers[taggedColumn.column - 1] ?? '') !== '') {
      // The name of a column stays behind when its cells are moved.
      const moved =
        headers[taggedColumn.column - 1] !== target.header &&
        namedColumns.length === 1 &&
        isEmptyColumn(grid, taggedColumn);
      found.set(target.output, moved ? namedColumns[0]! : taggedColumn.column - 1);
    } else if (namedColumns.length > 0) found.set(target.output, nearest(namedColumns, place.column));
    else if (taggedColumn) found.set(target.output, taggedColumn.column - 1);
  }
  return found;
}

const isEmptyColumn = (grid: Grid, { column }: ColumnTag): boolean =>
  grid.values.everyIn(column - 1, (cell) => headerText(cell) === '');

const nearest = (columns: readonly number[], to: number): number =>
  [...columns].sort((a, b) => Math.abs(a - to) - Math.abs(b - to))[0]!;
