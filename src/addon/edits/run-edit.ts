/**
 * Edits of a tab that send no requests: a paste, a preparation. Each is recorded like a job, with a line in the log,
 * lines in `TT changes`, and Undo. It runs in one execution; if that is killed, the record says that the edit stopped.
 */
import { TtError } from '../../core/errors';
import type { Host, SheetTab } from '../interfaces/host';
import { noteLinks } from '../jobs/held-links';
import { makeRecordRoom } from '../jobs/job-columns';
import { addJob, type Job, newJob, saveJob } from '../jobs/state';
import { columnLetter } from '../sheet/cells/columns';
import type { Grid } from '../sheet/look/grid';
import type { HeldCell, WriteRecordLine } from '../sheet/record/record-lines';
import { log } from '../sheet/record/run-log';
import { appendWriteRecord } from '../sheet/record/write-record';
import type { CellWrite } from '../sheet/write/cell-write';
import { FORMAT_LAYER, type LayerWrite, movedWrites, writeLayer } from '../sheet/write/layer-writer';
import { type WriteResult, writeCells } from '../sheet/write/writer';
import { applyLayout, type LayoutChange, layoutLine } from './layout';
import { CELLS, EMPTY } from './record-line';

/** Rows and columns count from 0. */
export interface EditPlan {
  title: string;
  /** The look on which the edit was planned, plus the cells that it adds and `SPARE_ROWS` below them. */
  planned: Grid;
  /** First row of `planned` that does not exist yet. */
  firstNewRow: number;
  writes: readonly CellWrite[];
  formats: readonly LayerWrite[];
  /** Number format of a written or formatted cell, by row and column of the look. */
  formatOf(row: number, column: number): string;
  layout: readonly LayoutChange[];
  /** Number of rows in the edit. */
  rows: number;
  message: string;
}

/** Rows that people may insert while the edit is written. */
export const SPARE_ROWS = 20;

const INTERRUPTED = 'it was interrupted. Undo takes back what it wrote; then do it again';

/** Runs under the lock. Returns the finished job. */
export function runEdit(host: Host, edit: EditPlan): Job {
  const { planned, firstNewRow, writes, formats, layout, rows, message, title } = edit;
  const { tab } = planned;
  const job: Job = {
    ...newJob('edit', title, '', host),
    sheetId: tab.id,
    sheet: tab.name(),
    state: 'failed',
    message: INTERRUPTED,
    total: rows,
    touched: true,
  };
  makeRecordRoom(host);
  const lines = [...layout.map(layoutLine), ...cellLines(edit)];
  const place = appendWriteRecord(
    host.file,
    { run: job.id, recordTab: 0, lines: 0 },
    tab.id,
    host.now(),
    lines,
  );
  Object.assign(job, { recordTab: place.recordTab, lines: place.lines } satisfies Partial<Job>);
  addJob(host.documentStore, job);
  if (layout.some(({ kind }) => kind === 'topRow')) tab.insertTopRow();
  const result = write(host, tab, planned, firstNewRow, writes, formats);
  const missedCells = result.dropped.length + result.alone.length + result.inArray.length;
  applyLayout(host.file, result, layout);
  Object.assign(job, {
    state: 'done',
    done: rows,
    message:
      missedCells === 0
        ? message
        : `${message}. ${missedCells} cells were changed meanwhile and are left alone`,
    updatedAt: host.now(),
  } satisfies Partial<Job>);
  saveJob(host.documentStore, job);
  log(host, {
    run: job.id,
    what: title,
    tab: job.sheet,
    state: 'finished',
    rows,
    changed: 0,
    failed: 0,
    note: message,
  });
  host.file.flush();
  return job;
}

function write(
  host: Host,
  tab: SheetTab,
  plannedGrid: Grid,
  firstNewRow: number,
  writes: readonly CellWrite[],
  formats: readonly LayerWrite[],
): WriteResult {
  const size = { rows: plannedGrid.values.length, columns: plannedGrid.values.width, added: firstNewRow };
  tab.growTo(writes.reduce((most, { row }) => Math.max(most, row + 1), 1));
  if (size.columns > tab.maxColumns()) tab.insertColumns(tab.maxColumns(), size.columns - tab.maxColumns());
  const result = writeCells(host.file, { planned: plannedGrid, headerRow: 0, keys: [], size }, writes);
  if (result.lost.length > 0) {
    throw new TtError(
      'BUSY',
      `${tab.name()} was changed again and again while it was written. Undo, and try again`,
    );
  }
  // The rows exist now. Values are protected as text whatever their format.
  writeLayer(host.file, FORMAT_LAYER, result.grid, 0, movedWrites(formats, result.moved));
  return result;
}

/** One line per row: by column letter, what the cells held and what they get. */
function cellLines({ planned, writes, formats, formatOf }: EditPlan): WriteRecordLine[] {
  const found = new Map<number, WriteRecordLine>();
  const lineOf = (row: number): WriteRecordLine => {
    const line = found.get(row) ?? { ...EMPTY, id: CELLS, row: row + 1, before: {}, after: {} };
    found.set(row, line);
    return line;
  };
  const cellBefore = (row: number, column: number): HeldCell => {
    const formula = planned.formulas.cell(row, column);
    return {
      value: planned.values.cell(row, column) as HeldCell['value'],
      ...(formula === '' ? {} : { formula }),
    };
  };
  const replacedLines = writes.map(({ row, column, value }) => {
    const line = lineOf(row);
    const oldCell = cellBefore(row, column);
    line.before[columnLetter(column + 1)] = oldCell;
    line.after[columnLetter(column + 1)] = value;
    return { row, column, held: oldCell };
  });
  noteLinks(planned.tab, replacedLines);
  for (const { row, column } of formats) {
    const letter = columnLetter(column + 1);
    const line = lineOf(row);
    line.before[letter] = {
      ...(line.before[letter] ?? cellBefore(row, column)),
      format: formatOf(row, column),
    };
  }
  return [...found.values()];
}
