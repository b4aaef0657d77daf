/** Undo: gives back what a run replaced, through the same writer. It can be killed, and be taken again. */
import { TtError } from '../../core/errors';
import { endLines } from '../changes/report';
import type { Host } from '../interfaces/host';
import type { CellValue } from '../sheet/cell-value';
import type { CellWrite } from '../sheet/cell-write';
import { isBlank, isEqual, isSame } from '../sheet/grid';
import { FORMAT_LAYER, type LayerWrite, movedWrites, writeLayer } from '../sheet/layer-writer';
import { clearMarks } from '../sheet/marks';
import { matchRows } from '../sheet/row-identity';
import { log } from '../sheet/run-log';
import { formulaOf, markedRows, outputCell, outputFormat, type Table } from '../sheet/table';
import type { HeldCell, WriteRecordLine } from '../sheet/write-record';
import { writeCells } from '../sheet/writer';
import { cellsBeside } from './beside';
import { isCellRun, restoreCells } from './cell-run';
import { dropColumns } from './drop-columns';
import { type JobRecord, readJobRecord, readJobTable } from './job-columns';
import { joinableCells } from './joinable';
import { isUnfinished, type Job, jobs, readJob, saveJob } from './state';
import { appendLines, refuseLost, repairAfterKill } from './write-answers';
import type { RowEntry } from './write-record';

export interface UndoResult {
  message: string;
  restored: number;
  /** Cells that were changed since, or whose row nobody can tell any more. */
  left: number;
}

const LOOKS = 5;

/** Of the newest run that is not undone, or of the one with this id. */
export function undoRun(host: Host, id?: string): UndoResult {
  return host.locked(() => {
    const job = runToUndo(host, id);
    if (isUnfinished(job)) throw new TtError('BUSY', `"${job.title}" is not finished. Cancel it first`);
    if (job.tab) throw new TtError('INPUT', `the run only filled the new tab ${job.sheet}: delete the tab`);
    if (isCellRun(job)) return undoCells(host, job);
    const record = readJobRecord(host, job);
    repairAfterKill(host, job, record);
    const done = restore(host, job, record);
    log(host, {
      run: job.id,
      what: job.title,
      tab: job.sheet,
      state: 'undone',
      rows: done.rows,
      changed: done.restored,
      failed: 0,
      note: done.left > 0 ? `${done.left} left alone` : '',
    });
    if (done.open === 0) endList(host, job.id);
    host.file.flush();
    saveJob(host.documentStore, {
      ...job,
      undone: done.open === 0,
      undoing: done.open > 0,
      updatedAt: host.now(),
    });
    return { message: words(job, done), restored: done.restored, left: done.left };
  });
}

function undoCells(host: Host, job: Job): UndoResult {
  if (job.undone) return { message: `"${job.title}" is undone already`, restored: 0, left: 0 };
  const tab = host.file.tabById(job.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${job.sheet} is no longer there`);
  const { restored, left } = restoreCells(host, job, tab);
  log(host, {
    run: job.id,
    what: job.title,
    tab: job.sheet,
    state: 'undone',
    rows: restored,
    changed: restored,
    failed: 0,
    note: left > 0 ? `${left} left alone` : '',
  });
  host.file.flush();
  saveJob(host.documentStore, { ...job, undone: true, updatedAt: host.now() });
  const what = job.kind === 'freeze' ? 'formula' : 'row';
  const lost = left > 0 ? `; ${left} were changed or moved since and stay as they are` : '';
  return {
    message: `${restored} ${restored === 1 ? `${what} is` : `${what}s are`} back${lost}`,
    restored,
    left,
  };
}

/** What the run found is no longer so. A report that cannot be read is none of Undo's. */
function endList(host: Host, id: string): void {
  try {
    endLines(host, ({ run }) => run === id, 'undone');
  } catch (error) {
    if (!(error instanceof TtError)) throw error;
  }
}

/** The run with this id, or the newest that is not undone. */
export function runToUndo(host: Host, id?: string): Job {
  if (id !== undefined) return readJob(host.documentStore, id);
  const all = jobs(host.documentStore).filter(({ undone }) => !undone);
  const job = all[0];
  if (!job) throw new TtError('INPUT', 'there is no run to undo in this spreadsheet');
  return job;
}

interface Done {
  restored: number;
  left: number;
  rows: number;
  /** Cells that still wait: people changed the tab all the time. */
  open: number;
}

function words(job: Job, { restored, left, open }: Done): string {
  const parts = [`${restored} cells are as they were before "${job.title}"`];
  if (left > 0) parts.push(`${left} were changed since and are left alone`);
  if (open > 0) parts.push(`${open} could not be reached while the tab was being changed: press Undo again`);
  return parts.join('; ');
}

function restore(host: Host, job: Job, record: JobRecord): Done {
  const wasKilled = { undo: job.undoing, run: job.killed };
  const later = laterRuns(host, job);
  const restored = new Set<string>();
  let isFirst = true;
  let plan = planUndo(host, job, record, later, wasKilled);
  for (let look = 0; look < LOOKS && plan.writes.length + plan.formats.length > 0; look++) {
    const { table } = plan;
    if (isFirst) {
      job.undoing = true;
      saveJob(host.documentStore, job);
      appendLines(host, job, record, plan.lines);
      clearMarks(host.file, table.grid.tab, table.key.headerRow, [...table.columns.values()], job.id);
      isFirst = false;
    }
    const headerRow = table.key.headerRow;
    const on = {
      planned: table.grid,
      headerRow,
      keys: [],
      joins: () => joinableCells(table, record.record, 'before'),
    };
    const result = writeCells(host.file, on, plan.writes);
    refuseLost(host, job, record, table, result);
    writeLayer(
      host.file,
      FORMAT_LAYER,
      result.grid,
      Math.max(0, result.moved.rows.indexOf(headerRow)),
      movedWrites(plan.formats, result.moved),
    );
    for (const name of plan.cells) restored.add(name);
    plan = planUndo(host, job, record, later, wasKilled);
  }
  for (const name of plan.cells) restored.delete(name);
  dropColumns(host, job, plan.table);
  return {
    restored: restored.size,
    left: plan.left,
    rows: new Set([...restored].map((name) => name.split(' ')[0])).size,
    open: plan.writes.length,
  };
}

/** Whether the run, or an Undo before this one, was killed: values may stand where they do not belong. */
interface WasKilled {
  undo: boolean;
  run: boolean;
}

interface UndoPlan {
  table: Table;
  writes: CellWrite[];
  formats: LayerWrite[];
  lines: WriteRecordLine[];
  /** `row output` of each cell that is given back. */
  cells: string[];
  left: number;
}

function planUndo(
  host: Host,
  job: Job,
  jobRecord: JobRecord,
  later: readonly LaterRun[],
  killed: WasKilled,
): UndoPlan {
  const { record } = jobRecord;
  const table = readJobTable(host, job, true, jobRecord);
  const marks = markedRows(table);
  const known = record.rows();
  const { entries, unclear } = matchRows(marks, known);
  const touched = later.map((run) => run.touches(table));
  const plan: UndoPlan = { table, writes: [], formats: [], lines: [], cells: [], left: 0 };
  table.keys.forEach((key, i) => {
    const at = entries[i] ?? null;
    const copied = at === null && key !== null ? known.find((entry) => entry.key === key) : undefined;
    const entry = at === null ? copied : known[at]!;
    if (!entry) {
      if (killed.undo) clearRestored(plan, table, record, i);
      return;
    }
    const from = plan.writes.length;
    let slot = -1;
    for (const output of table.columns.keys()) {
      slot++;
      const held = entry.before[output];
      // A row that is not the run's own may be somebody's copy of one: a blank in it is no copy.
      if (at === null && isBlank(outputCell(table, i, output))) continue;
      if (held === undefined || !(output in entry.after || isStrayOf(killed, record, table, i, output)))
        continue;
      const state = stateOf(killed, record, table, i, output, entry, held);
      const isFree = !unclear.has(i) || sameBefore(known, entry, output);
      const isLater = touched.some((touches) => touches(i, output));
      if (state !== 'held' && (state === 'changed' || isLater || !isFree || table.left[i]![slot])) {
        plan.left++;
        continue;
      }
      const place = { row: table.first + i, column: table.columns.get(output)! };
      if (state === 'ours') {
        plan.writes.push(
          held.formula === undefined
            ? { ...place, value: held.value }
            : { ...place, value: held.formula, formula: true },
        );
        plan.cells.push(`${entry.row} ${output}`);
      }
      if (held.format !== undefined && outputFormat(table, i, output) !== held.format && !isLater) {
        plan.formats.push({ ...place, value: held.format });
      }
    }
    if (plan.writes.length > from) {
      const line = { id: entry.key, row: entry.row, mark: marks[i]!.mark, before: {}, after: {} };
      plan.lines.push({ ...line, state: 'undo', beside: cellsBeside(table, i) });
    }
  });
  return plan;
}

/** The cell still holds what the run wrote, or what it held before the run; or somebody changed it. */
function stateOf(
  killed: WasKilled,
  record: JobRecord['record'],
  table: Table,
  i: number,
  output: string,
  entry: RowEntry,
  held: HeldCell,
): 'ours' | 'held' | 'changed' {
  const now = outputCell(table, i, output);
  const formula = formulaOf(table, i, output);
  if (held.formula !== undefined && formula !== '') return 'held';
  if (formula !== '') return 'changed';
  if (isSame(now, held.value) && held.formula === undefined) return 'held';
  if (output in entry.after && isEqual(now, entry.after[output])) return 'ours';
  return isStrayOf(killed, record, table, i, output) ? 'ours' : 'changed';
}

/** It fell there when rows moved during a write, or an Undo, that was killed. */
function isStrayOf(
  killed: WasKilled,
  record: JobRecord['record'],
  table: Table,
  i: number,
  output: string,
): boolean {
  const now = outputCell(table, i, output);
  return (killed.run && record.isOurs(output, now)) || (killed.undo && (isBlank(now) || record.isHeld(now)));
}

/** Rows that nobody can tell apart: it makes no difference where they held the same. */
const sameBefore = (known: readonly RowEntry[], entry: RowEntry, output: string): boolean =>
  known.every(
    (other) =>
      other.key !== entry.key ||
      isSame(other.before[output]?.value as CellValue, entry.before[output]?.value as CellValue),
  );

/** A new row on which a killed Undo has put something. */
function clearRestored(plan: UndoPlan, table: Table, record: JobRecord['record'], i: number): void {
  if (table.keys[i] !== null) return;
  for (const [output, column] of table.columns) {
    const now = outputCell(table, i, output);
    if (isBlank(now) || formulaOf(table, i, output) !== '' || !record.isHeld(now)) continue;
    plan.writes.push({ row: table.first + i, column, value: '' });
  }
}

interface LaterRun {
  touches(table: Table): (i: number, output: string) => boolean;
}

/** Runs after this one that wrote some of its columns and still stand. */
function laterRuns(host: Host, job: Job): LaterRun[] {
  return jobs(host.documentStore)
    .filter(
      (other) => other.number > job.number && other.sheetId === job.sheetId && other.touched && !other.undone,
    )
    .filter(
      (other) =>
        other.key.tag === job.key.tag && other.headers.some((output) => job.headers.includes(output)),
    )
    .map((other) => {
      const known = readJobRecord(host, other).record.rows();
      return {
        touches: (table) => {
          const { entries } = matchRows(markedRows(table), known);
          return (i, output) => entries[i] !== null && output in known[entries[i]!]!.after;
        },
      };
    });
}
