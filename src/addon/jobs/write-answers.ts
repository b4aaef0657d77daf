/** Writes a step's answers to the rows of the current sheet, and records first what the cells held. Needs the lock. */
import { TtError } from '../../core/errors';
import type { JobRow } from '../../tools/declaration/column-job';
import type { Host } from '../interfaces/host';
import type { CellValue } from '../sheet/cells/cell-value';
import { columnLetter } from '../sheet/cells/columns';
import { countLeft, type LeftReason } from '../sheet/look/left-alone';
import type { WriteRecordLine } from '../sheet/record/record-lines';
import { appendWriteRecord, CHANGES_TAB } from '../sheet/record/write-record';
import { markChanged } from '../sheet/table/marks';
import { keyColumns, type Table } from '../sheet/table/table';
import type { CellWrite, WriteOn } from '../sheet/write/cell-write';
import { FORMAT_LAYER, writeLayer } from '../sheet/write/layer-writer';
import { takesJoins } from '../sheet/write/write-blocks';
import { type WriteResult, writeCells } from '../sheet/write/writer';
import { pendingPlan } from './answer-row';
import { clearArrays, columnShift, placesOf, restoreBeside, restoreHeaders } from './beside';
import { noteLinks } from './held-links';
import { type JobRecord, noteRecord, readJobTable, requireJobTable } from './job-columns';
import { joinableCells } from './joinable';
import { matchTable } from './match-table';
import { planWrites, type WritePlan } from './placements';
import { type Job, saveJob } from './state';
import { plannedLine } from './write-record';

/** Maximum characters of a failure's message in the job's record. */
const EXAMPLE = 300;

/** Counts in `job` what was written; the caller saves it. */
export function writeAnswers(
  host: Host,
  job: Job,
  record: JobRecord,
  answers: ReadonlyMap<string, JobRow>,
): void {
  const table = requireJobTable(host, job, true, record);
  const plan = planWrites(table, record.record, job, answers);
  const { inArray, changed } = carryOut(host, job, record, table, plan);
  const firstTimes = new Set(plan.lines.filter(({ state }) => state === 'done').map(({ id }) => id));
  job.done += firstTimes.size;
  job.changed += new Set(changed.map(({ row }) => row)).size;
  job.skipped += plan.skipped;
  for (const [reason, count] of Object.entries(plan.left)) countLeft(job.left, reason as LeftReason, count);
  countLeft(job.left, 'array', inArray.length);
  for (const { code, message } of plan.failures) {
    const failure = job.failures[code] ?? { count: 0, example: message.slice(0, EXAMPLE) };
    job.failures[code] = { ...failure, count: failure.count + 1 };
  }
  if (plan.pending) job.notBefore = host.now() + pendingPlan(answers.values()).waitMs;
  job.total = Math.max(job.total, job.done);
}

/** Records the plan, then writes the cells. */
export function carryOut(
  host: Host,
  job: Job,
  record: JobRecord,
  table: Table,
  plan: Pick<WritePlan, 'held' | 'replaced' | 'lines' | 'formats' | 'writes' | 'changed'>,
): WriteResult & Pick<WritePlan, 'changed'> {
  noteLinks(table.grid.tab, plan.replaced);
  appendLines(host, job, record, plan.lines, plan.held());
  Object.assign(job, {
    touched: job.touched || plan.writes.length > 0,
    blanks: job.blanks || takesJoins(plan.writes) || plan.writes.some(({ value }) => value === ''),
    writing: true,
    places: placesOf(table, job),
  } satisfies Partial<Job>);
  saveJob(host.documentStore, job);
  const headerRow = table.key.headerRow;
  writeLayer(host.file, FORMAT_LAYER, table.grid, headerRow, plan.formats);
  const joins: WriteOn['joins'] = (isWanted) => joinableCells(table, record.record, 'after', isWanted);
  const reformattedCells = new Set(plan.formats.map(({ row, column }) => `${row} ${column}`));
  const on = {
    planned: table.grid,
    headerRow,
    keys: keyColumns(table),
    reformatted: reformattedCells,
    joins,
  };
  const result = writeCells(host.file, on, plan.writes);
  refuseLost(host, job, record, table, result);
  noteNotWritten(host, job, record, table, result);
  job.writing = false;
  const droppedCells = new Set(
    [...result.dropped, ...result.alone].map(({ row, column }) => `${row} ${column}`),
  );
  const changedCells = plan.changed.filter(
    ({ row, output }) => !droppedCells.has(`${row} ${table.columns.get(output)!}`),
  );
  markChanged(host.file, table, result, changedCells, changedNote(host, job));
  return { ...result, changed: changedCells };
}

/**
 * Cells that an array fills have no content of their own: nothing was replaced there. A cell that was protected
 * meanwhile is counted, and its content recorded.
 */
function noteNotWritten(
  host: Host,
  job: Job,
  record: JobRecord,
  table: Table,
  { inArray, overArray, alone, gone }: WriteResult,
): void {
  for (const { reason } of alone) countLeft(job.left, reason);
  if (inArray.length + overArray.length + alone.length + gone.length === 0) return;
  const { entries } = matchTable(table, record.record, job.killed);
  const outputs = new Map([...table.columns].map(([output, column]) => [column, output]));
  const lineOf = (
    { row, column }: CellWrite,
    state: 'array' | 'left',
    cellValue: CellValue | null,
    after?: CellValue,
  ): WriteRecordLine[] => {
    const at = entries[row - table.first] ?? null;
    if (at === null) return [];
    const output = outputs.get(column)!;
    const [before, written] = [
      cellValue === null ? {} : { [output]: { value: cellValue } },
      after === undefined ? {} : { [output]: after },
    ];
    const { key, row: number } = record.record.entryAt(at);
    return [{ ...plannedLine(key), row: number, state, before, after: written }];
  };
  const heldIn = ({ row, column }: CellWrite) => table.grid.values.cell(row, column) as CellValue;
  const lines = [
    // Blank by now: should its header come back, Undo gives back what it held.
    ...gone.flatMap((write) => lineOf(write, 'array', null, '')),
    ...inArray.flatMap((write) => lineOf(write, 'array', '')),
    ...overArray.flatMap((write) => lineOf(write, 'array', '', write.value)),
    ...alone.flatMap((write) => lineOf(write, 'left', heldIn(write), write.value)),
  ];
  appendLines(host, job, record, lines);
}

export function appendLines(
  host: Host,
  job: Job,
  record: JobRecord,
  lines: Iterable<WriteRecordLine>,
  first: Iterable<WriteRecordLine> = [],
): void {
  function* recordLines(): Generator<WriteRecordLine> {
    for (const some of [first, lines]) {
      for (const line of some) {
        record.record.add(line);
        yield line;
      }
    }
  }
  record.place = appendWriteRecord(host.file, record.place, job.sheetId, host.now(), recordLines());
  noteRecord(job, record.place);
}

/**
 * Users changed the tab again and again during the write: records and names the cells that could not be fixed.
 * @throws INPUT if there are any
 */
export function refuseLost(
  host: Host,
  job: Job,
  record: JobRecord,
  table: Table,
  { lost }: WriteResult,
): void {
  if (lost.length === 0) return;
  const cells = lost.map(({ row, column, value }) => ({
    a1: `${columnLetter(column + 1)}${row + 1}`,
    value,
  }));
  appendLines(
    host,
    job,
    record,
    cells.map(({ a1, value }) => ({
      ...plannedLine(a1),
      state: 'lost' as const,
      before: { [a1]: { value: value as CellValue } },
    })),
  );
  const examples = cells.slice(0, 20).map(({ a1 }) => a1);
  const more = cells.length > examples.length ? ` and ${cells.length - examples.length} more` : '';
  throw new TtError(
    'INPUT',
    `${table.grid.tab.name()} was changed or protected while it was written, and ${examples.join(', ')}${more} could not be ` +
      `set right. What belongs there stands in the tab ${CHANGES_TAB}, in the lines with the state "lost"`,
  );
}

/** The last step ended between writing its lines and their cells. */
export const wasKilled = (job: Job, { place }: JobRecord): boolean => job.writing || place.lines > job.lines;

/** A killed step may have left values on wrong cells: this fixes other columns and headers first. */
export function repairAfterKill(host: Host, job: Job, record: JobRecord): void {
  if (!wasKilled(job, record) && !job.undoing) return;
  job.killed ||= wasKilled(job, record);
  job.writing = false;
  noteRecord(job, record.place);
  // If a column is gone, the next step ends the run; Undo does not need the column.
  const table = readJobTable(host, job, false, record);
  const fixes: CellWrite[] = [
    ...restoreHeaders(table, record.record, job.targets),
    ...restoreBeside(table, record.record, { ...job, shift: columnShift(table, job) }),
    ...clearArrays(table, record.record),
  ];
  const result = writeCells(
    host.file,
    { planned: table.grid, headerRow: table.key.headerRow, keys: [] },
    fixes,
  );
  refuseLost(host, job, record, table, result);
  saveJob(host.documentStore, job);
}

const changedNote = (host: Host, job: Job): string =>
  `Changed by Tracer Tools on ${host.file.localTime(host.now())}. What it was before stands in the tab TT changes (run ${job.id}).`;
