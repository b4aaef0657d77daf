/**
 * Undo of an edit. Identifies columns and rows by what the edit wrote there, wherever they are now; skips cells that
 * were changed since.
 */
import type { Cell } from '../../core/table';
import type { Host } from '../interfaces/host';
import { jobTab } from '../jobs/job-columns';
import { type Job, saveJob } from '../jobs/state';
import { logUndone, runToUndo, type UndoResult, undoRun } from '../jobs/undo';
import type { CellValue } from '../sheet/cells/cell-value';
import { readColumn } from '../sheet/cells/columns';
import { cellKey, type Grid, isEqual, readGrid } from '../sheet/look/grid';
import type { WriteRecordLine } from '../sheet/record/record-lines';
import { readWriteRecord } from '../sheet/record/write-record';
import { type CellWrite, heldWrite } from '../sheet/write/cell-write';
import { FORMAT_LAYER, type LayerWrite, writeLayer } from '../sheet/write/layer-writer';
import { writeCells } from '../sheet/write/writer';
import { dropTopRow, layoutChanges, undoLayout } from './layout';
import { CELLS } from './record-line';

/** Undoes the newest run that is not undone, or the one with this id: an edit here, otherwise a job. */
export function undo(host: Host, id?: string): UndoResult {
  return runToUndo(host, id).kind === 'edit'
    ? host.locked(() => undoEdit(host, runToUndo(host, id)))
    : undoRun(host, id);
}

function undoEdit(host: Host, job: Job): UndoResult {
  const tab = jobTab(host, job);
  const place = { run: job.id, recordTab: job.recordTab, lines: job.lines };
  const lines = readWriteRecord(host.file, place).lines.all();
  const grid = readGrid(tab);
  const cells = lines.filter(({ id }) => id === CELLS);
  const { writes, formats, left } = plan(grid, cells);
  const layout = layoutChanges(lines);
  // Restore the layout first: afterwards, rows that became blank are no longer read.
  undoLayout(host.file, grid, layout);
  writeLayer(host.file, FORMAT_LAYER, grid, 0, formats);
  const reformattedCells = new Set(formats.map(({ row, column }) => `${row} ${column}`));
  const result = writeCells(
    host.file,
    { planned: grid, headerRow: 0, keys: [], reformatted: reformattedCells },
    writes,
  );
  dropTopRow(tab, layout);
  const missedCells =
    result.dropped.length + result.alone.length + result.inArray.length + result.lost.length;
  const restoredCells = Math.max(0, writes.length - missedCells);
  const open = left + missedCells;
  logUndone(host, job, cells.length, restoredCells, open);
  host.file.flush();
  saveJob(host.documentStore, { ...job, undone: true, updatedAt: host.now() });
  const words = [`${restoredCells} cells are as they were before "${job.title}"`];
  if (open > 0) words.push(`${open} were changed since and are left alone`);
  return { message: words.join('; '), restored: restoredCells, left: open };
}

function plan(grid: Grid, lines: readonly WriteRecordLine[]) {
  const columns = columnsNow(grid, lines);
  const rows = rowsNow(grid, lines, columns);
  const writes: CellWrite[] = [];
  const formats: LayerWrite[] = [];
  let remaining = 0;
  lines.forEach((line, i) => {
    const row = rows[i] ?? null;
    for (const [letter, cellBefore] of Object.entries(line.before)) {
      const column = columns.get(letter) ?? null;
      const isWritten = letter in line.after;
      if (row === null || column === null) {
        if (isWritten) remaining++;
        continue;
      }
      const now = grid.values.cell(row, column);
      const formula = grid.formulas.cell(row, column);
      if (isWritten && (formula !== '' || !isEqual(now, line.after[letter]))) {
        if (!isEqual(now, cellBefore.value)) remaining++;
        continue;
      }
      if (cellBefore.format !== undefined) formats.push({ row, column, value: cellBefore.format });
      if (!isWritten) continue;
      writes.push(heldWrite(row, column, cellBefore));
    }
  });
  return { writes, formats, left: remaining };
}

/** By letter in the record: the column, from 0, that holds most of what the edit wrote there. */
function columnsNow(grid: Grid, lines: readonly WriteRecordLine[]): Map<string, number> {
  const found = new Map<string, number>();
  const letters = new Set(lines.flatMap(({ before }) => Object.keys(before)));
  const width = grid.values.width;
  for (const letter of letters) {
    const was = readColumn(letter) - 1;
    const put = new Set(lines.flatMap(({ after }) => (letter in after ? [cellKey(after[letter])] : [])));
    put.delete('');
    const count = (c: number) => grid.values.column(c).filter((cell) => put.has(cellKey(cell))).length;
    let [best, most] = [was, was < width ? count(was) : 0];
    for (let c = 0; c < width && put.size > 0; c++) {
      const here = count(c);
      if (here > most && ![...found.values()].includes(c)) [best, most] = [c, here];
    }
    if (best < width && (most > 0 || put.size === 0)) found.set(letter, best);
  }
  return found;
}

/** The row of each line, from 0: its old row if that holds what was written, or else the first other row that does. */
function rowsNow(
  grid: Grid,
  lines: readonly WriteRecordLine[],
  columns: ReadonlyMap<string, number>,
): (number | null)[] {
  const textOf = (row: readonly Cell[], letters: readonly string[]) =>
    letters.map((letter) => cellKey(row[columns.get(letter) ?? -1])).join('\u0001');
  const shapes = new Map<string, Map<string, number[]>>();
  const usedRows = new Set<number>();
  const writtenTexts = lines.map(({ after }) => {
    const letters = Object.keys(after).filter((letter) => columns.has(letter));
    return { letters, text: letters.map((letter) => cellKey(after[letter] as CellValue)).join('\u0001') };
  });
  const found = lines.map((line, i): number | null => {
    const { letters, text } = writtenTexts[i]!;
    const at = line.row - 1;
    if (at >= grid.values.length || (letters.length > 0 && textOf(grid.values.row(at), letters) !== text))
      return null;
    usedRows.add(at);
    return at;
  });
  const elsewhere = (i: number): number | null => {
    const { letters, text } = writtenTexts[i]!;
    if (letters.every((letter) => cellKey(lines[i]!.after[letter]) === '')) return null;
    const shape = letters.join(' ');
    if (!shapes.has(shape)) {
      const rows = new Map<string, number[]>();
      grid.values.forEach((row, r) => {
        const key = textOf(row, letters);
        rows.set(key, [...(rows.get(key) ?? []), r]);
      });
      shapes.set(shape, rows);
    }
    const row = shapes
      .get(shape)!
      .get(text)
      ?.find((r) => !usedRows.has(r));
    if (row === undefined) return null;
    usedRows.add(row);
    return row;
  };
  const currentRows = found.map((row, i) => row ?? elsewhere(i));
  // Rows of which some cells were changed since.
  return currentRows.map((row, i) => {
    const at = lines[i]!.row - 1;
    return row ?? (at < grid.values.length && !usedRows.has(at) ? at : null);
  });
}
