/** Removes the headers of columns that the add-on made and that are empty below. */
import type { Host } from '../interfaces/host';
import { headerText } from '../sheet/cells/columns';
import { type Grid, isBlank } from '../sheet/look/grid';
import { targetTag } from '../sheet/table/column-tags';
import { formatColumns } from '../sheet/table/new-columns';
import type { Table } from '../sheet/table/table';
import { writeCells } from '../sheet/write/writer';
import type { Job } from './state';

/**
 * Needs the lock. Keeps a column in which a user has entered something. Returns false if a user filled one during the
 * write.
 */
export function dropColumns(host: Host, job: Job, table: Table): boolean {
  const { grid, key, tags } = table;
  const empty = job.targets.flatMap((target) => {
    const column = table.columns.get(target.output);
    const tag = targetTag(job.key.tag, target, true);
    const isMade =
      column !== undefined && tags.some(({ value, column: at }) => value === tag && at === column + 1);
    // A killed Undo, or a user, has taken the header away.
    if (!isMade || ![target.header, ''].includes(headerText(grid.values.cell(key.headerRow, column))))
      return [];
    const isEmpty = isEmptyBut(grid, column, key.headerRow);
    return isEmpty ? [{ column, tag, row: key.headerRow, header: target.header }] : [];
  });
  if (empty.length === 0) return true;
  const on = { planned: grid, headerRow: key.headerRow, keys: [key.column] };
  const { grid: now, moved } = writeCells(
    host.file,
    on,
    empty.map(({ column, row }) => ({ row, column, value: '' })),
  );
  const headerRow = Math.max(0, moved.rows.indexOf(key.headerRow));
  const gone = empty.map((each) => ({ ...each, now: moved.columns.indexOf(each.column) }));
  const isUsed = ({ now: c }: { now: number }) => !isEmptyBut(now, c, headerRow);
  // Somebody has put something there in that moment: the column stays, with its header.
  const used = gone.filter(isUsed);
  writeCells(
    host.file,
    { planned: now, headerRow, keys: [] },
    used.map(({ now: column, header }) => ({ row: headerRow, column, value: header })),
  );
  // Protected by now: it stays as it is.
  const free = gone.filter((each) => !isUsed(each) && isBlank(now.values.cell(headerRow, each.now)));
  const plain = free.flatMap(({ now: at }) => (at < 0 ? [] : [{ at, format: 'General' }]));
  formatColumns(host.file, now, headerRow, plain);
  for (const { column, tag, now: c } of free) {
    grid.tab.setBold(headerRow + 1, (c >= 0 ? c : column) + 1, 1, 1, false);
    grid.tab.removeTag(tag);
  }
  return used.length === 0;
}

const isEmptyBut = ({ values, formulas }: Grid, column: number, row: number): boolean =>
  values.everyIn(column, (cell, r) => r === row || (isBlank(cell) && formulas.cell(r, column) === ''));
