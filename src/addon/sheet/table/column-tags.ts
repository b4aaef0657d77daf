/**
 * Lasting names of columns: developer metadata, which follows a column wherever it is moved. An id column has a name
 * of its own, and each column that a job writes beside it says whose it is, what it holds, and its header.
 */
import type { ColumnTag } from '../../interfaces/host';
import { headerText } from '../cells/columns';
import type { Grid } from '../look/grid';

/** An id column; `column` and `headerRow`, from 0, are where it last stood. */
export interface KeyColumn {
  tag: string;
  header: string;
  column: number;
  headerRow: number;
  /** The column has got its name: one without it is another. */
  named?: true;
}

/** What a job writes, and under which header it stands. */
export interface Target {
  output: string;
  header: string;
}

export const keyTag = (tag: string): string => `key ${tag}`;

/** `made`: the add-on added the column, and may take it away again. */
export const targetTag = (key: string, { output, header }: Target, isOwn: boolean): string =>
  JSON.stringify(isOwn ? [key, output, header, 'made'] : [key, output, header]);

export function readTarget({ value }: ColumnTag): (Target & { key: string; isOwn: boolean }) | null {
  if (!value.startsWith('[')) return null;
  const [key, output, header, isOwn] = JSON.parse(value) as [string, string, string, string?];
  return { key, output, header, isOwn: isOwn !== undefined };
}

/** Where an id column stands now, rows and columns from 0; null where it is gone. */
export function locateKey(
  grid: Grid,
  tags: readonly ColumnTag[],
  key: KeyColumn,
): { headerRow: number; column: number } | null {
  const tagged = tags.find(({ value }) => value === keyTag(key.tag));
  // Without a name of its own it may be any id column with this header.
  const others = tags.filter((tag) => tag !== tagged && (key.tag !== '' || readTarget(tag) !== null));
  const foreign = new Set(others.map(({ column }) => column - 1));
  // Before it has its name, one of its row and column must be as it was: a title may hold the same text.
  const isNew = key.tag !== '' && !tagged && !key.named;
  const named = placesOf(grid, key.header).filter(
    (place) =>
      !foreign.has(place.column) &&
      (!isNew || place.column === key.column || place.headerRow === key.headerRow),
  );
  const own = tagged ? named.filter(({ column }) => column === tagged.column - 1) : named;
  // A column that had its name and has it no more was deleted, or its cells were moved beside our headers.
  const isLost = key.named === true && !tagged;
  const known = isLost ? own.filter(({ headerRow }) => ownHeaders(grid, tags, key, headerRow) > 0) : own;
  if (known.length > 0) return best(grid, known, tags, key);
  if (!tagged) return null;
  const column = tagged.column - 1;
  // Its cells were moved away: the header says where to. Else the header was renamed.
  const isEmpty = isEmptyColumn(grid, tagged);
  if (isEmpty) return named.length > 0 ? best(grid, named, tags, key) : null;
  return { headerRow: headerRowByTargets(grid, tags, key) ?? key.headerRow, column };
}

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

/** Several cells hold the header's text: the row with our own headers, then the nearest to where it was. */
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
 * The columns, from 0, that this id column's outputs have. Without a name a column is taken by its header, as long as
 * it is not another id column's.
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
      // A header that the user chose anew means another column; one that was renamed means the same.
      const isMeant = read?.header === target.header || headers[tag.column - 1] === target.header;
      return read?.key === key.tag && read.output === target.output && isMeant;
    });
    const named = headers.flatMap((text, c) =>
      text === target.header && !usedNames.has(c) && c !== place.column ? [c] : [],
    );
    const tagged = own.find(({ column }) => headers[column - 1] === target.header) ?? own[0];
    if (tagged && (headers[tagged.column - 1] ?? '') !== '') {
      // Cells that were moved leave the column's name behind.
      const moved =
        headers[tagged.column - 1] !== target.header && named.length === 1 && isEmptyColumn(grid, tagged);
      found.set(target.output, moved ? named[0]! : tagged.column - 1);
    } else if (named.length > 0) found.set(target.output, nearest(named, place.column));
    else if (tagged) found.set(target.output, tagged.column - 1);
  }
  return found;
}

const isEmptyColumn = (grid: Grid, { column }: ColumnTag): boolean =>
  grid.values.everyIn(column - 1, (cell) => headerText(cell) === '');

const nearest = (columns: readonly number[], to: number): number =>
  [...columns].sort((a, b) => Math.abs(a - to) - Math.abs(b - to))[0]!;
