/** Takes away the headers of columns that the add-on made, where nothing stands below them. */
import type { Host } from '../interfaces/host';
import { targetTag } from '../sheet/column-tags';
import { headerText } from '../sheet/columns';
import { isBlank } from '../sheet/grid';
import { FORMAT_LAYER, movedWrites, writeLayer } from '../sheet/layer-writer';
import type { Table } from '../sheet/table';
import { writeCells } from '../sheet/writer';
import type { Job } from './state';

/** Under the lock. A column in which somebody has put something stays. */
export function dropColumns(host: Host, job: Job, table: Table): void {
  const { grid, key, first, tags } = table;
  const empty = job.targets.flatMap((target) => {
    const column = table.columns.get(target.output);
    const tag = targetTag(job.key.tag, target, true);
    const isMade =
      column !== undefined && tags.some(({ value, column: at }) => value === tag && at === column + 1);
    if (!isMade || headerText(grid.values[key.headerRow]?.[column]) !== target.header) return [];
    const isEmpty = grid.values.every(
      (row, r) => r === key.headerRow || (isBlank(row[column]) && grid.formulas[r]![column] === ''),
    );
    return isEmpty ? [{ column, tag, row: key.headerRow }] : [];
  });
  if (empty.length === 0) return;
  const { grid: now, moved } = writeCells(
    host.file,
    { planned: grid, headerRow: key.headerRow, keys: [key.column] },
    empty.map(({ column, row }) => ({ row, column, value: '' })),
  );
  const formats = empty.flatMap(({ column }) =>
    grid.values.slice(first).map((_row, i) => ({ row: first + i, column, value: 'General' })),
  );
  writeLayer(
    host.file,
    FORMAT_LAYER,
    now,
    Math.max(0, moved.rows.indexOf(key.headerRow)),
    movedWrites(formats, moved),
  );
  for (const { column, tag, row } of empty) {
    const [r, c] = [moved.rows.indexOf(row), moved.columns.indexOf(column)];
    // Protected by now: it stays as it is.
    if (!isBlank(now.values[r]?.[c])) continue;
    if (r >= 0) grid.tab.setBold(r + 1, (c >= 0 ? c : column) + 1, 1, 1, false);
    grid.tab.removeTag(tag);
  }
}
