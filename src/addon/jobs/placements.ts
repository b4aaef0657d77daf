/**
 * From answers to cells: which rows of the current sheet take which values, and what the cells held. Writes nothing.
 */
import { TtError } from '../../core/errors';
import type { JobRow } from '../../tools/declaration/column-job';
import { type CellValue, cellValue } from '../sheet/cells/cell-value';
import { neededFormat } from '../sheet/cells/column-formats';
import { isBlank, isEqual, isSame } from '../sheet/look/grid';
import { countLeft, type LeftCounts } from '../sheet/look/left-alone';
import type { MarkedRows, RowMark } from '../sheet/look/row-identity';
import { Ints } from '../sheet/look/text-index';
import type { HeldCell, HeldCells, RowValues, WriteRecordLine } from '../sheet/record/record-lines';
import { ANCHOR_OUTPUT, formulaOf, outputCell, outputFormat, type Table } from '../sheet/table/table';
import { type CellWrite, heldWrite } from '../sheet/write/cell-write';
import type { LayerWrite } from '../sheet/write/layer-writer';
import { failuresOf, fittingRow, isPending, pendingPlan, willAskAgain } from './answer-row';
import { cellsBeside } from './beside';
import type { ReplacedCell } from './held-links';
import { isChange } from './is-change';
import { heldCell, isEarlier, isErased, isFallen, type JudgedRow, judgeCell } from './judge-cell';
import { matchTable } from './match-table';
import type { Job } from './state';
import { plannedLine, type WriteRecord } from './write-record';

export interface WritePlan {
  writes: CellWrite[];
  formats: LayerWrite[];
  lines: WriteRecordLine[];
  /** Lines of rows that this step does not reach, which go on record first: each is made when it is written. */
  held: () => Iterable<WriteRecordLine>;
  /** Filled cells whose content goes on record before it is replaced. */
  replaced: ReplacedCell[];
  /** Filled cells that change, by row of the table's grid. */
  changed: { row: number; output: string }[];
  failures: { code: string; message: string }[];
  skipped: number;
  left: LeftCounts;
  /** The service is still making something for at least one row. */
  pending: boolean;
  /** Over rows that wait, before their reason is written. */
  passes: number;
  /** Keys that the run has not answered yet. */
  open: Set<string>;
}

/** The row of the table that is being decided. */
interface Row extends JudgedRow {
  mark: () => RowMark;
}

/**
 * `answers` is null for the last pass over the sheet: it covers rows that a killed run left unwritten, and rows whose
 * id changed after they were written. That pass leaves cells alone that a user filled meanwhile.
 */
export function planWrites(
  table: Table,
  record: WriteRecord,
  job: Job,
  answers: ReadonlyMap<string, JobRow> | null,
): WritePlan {
  const plan: WritePlan = {
    writes: [],
    formats: [],
    lines: [],
    held: () => [],
    replaced: [],
    changed: [],
    failures: [],
    skipped: 0,
    left: {},
    pending: false,
    passes: pendingPlan(answers?.values() ?? []).passes,
    open: new Set(),
  };
  const { marks, entries } = matchTable(table, record, job.killed);
  const isFirst = answers !== null && !record.isBegun;
  const held = { rows: new Ints(), numbers: new Ints() };
  const counted = new Set<string>();
  for (let i = 0; i < table.keys.length; i++) {
    const key = table.keys.at(i) ?? null;
    const at = entries[i] ?? null;
    const answer = answerFor(key, record, answers);
    const isMeant = answer !== undefined || answers === null;
    const entry = isMeant && at !== null ? record.entryAt(at) : null;
    const row: Row = { i, key, entry, mark: () => marks.markAt(i) };
    if (key !== null && answer) placeRow(plan, table, record, job, row, answer, answers !== null, counted);
    else if (answers === null) clearStrays(plan, table, record, job, row);
    else if (isFirst && at === null && holdsAny(table, i)) {
      held.rows.push(i);
      held.numbers.push(record.nextRow());
    }
  }
  plan.held = () => heldLines(table, marks, held);
  return plan;
}

function answerFor(
  key: string | null,
  record: WriteRecord,
  answers: ReadonlyMap<string, JobRow> | null,
): JobRow | undefined {
  if (key === null) return undefined;
  if (answers) return answers.get(key);
  return record.isDone(key) ? (record.answer(key) as JobRow) : undefined;
}

/** Rows that this step does not reach, with their numbers in the record. */
interface HeldRows {
  rows: Ints;
  numbers: Ints;
}

const holdsAny = (table: Table, i: number): boolean =>
  [...table.columns.keys()].some((output) => isHolding(heldCell(table, i, output)));

const isHolding = ({ value, formula }: HeldCell): boolean => !isBlank(value) || formula !== undefined;

/** What rows hold that this step does not reach: should rows move during a write that is killed, it is known. */
function* heldLines(table: Table, marks: MarkedRows, held: HeldRows): Generator<WriteRecordLine> {
  for (let at = 0; at < held.rows.length; at++) {
    const i = held.rows.at(at);
    const before: HeldCells = {};
    for (const output of table.columns.keys()) {
      const cell = heldCell(table, i, output);
      if (isHolding(cell)) before[output] = cell;
    }
    const line = { id: marks.keyAt(i), row: held.numbers.at(at), mark: marks.markAt(i) };
    yield { ...line, state: 'held', before, after: {}, beside: {} };
  }
}

const lineOf = (
  record: WriteRecord,
  { entry, mark, key }: Row,
): Pick<WriteRecordLine, 'id' | 'row' | 'mark'> => ({
  id: key ?? '',
  row: entry?.row ?? record.nextRow(),
  mark: mark(),
});

function placeRow(
  plan: WritePlan,
  table: Table,
  record: WriteRecord,
  job: Job,
  row: Row,
  whole: JobRow,
  isFresh: boolean,
  counted: Set<string>,
): void {
  const key = row.key!;
  const answer = fittingRow(whole);
  const again = isFresh && willAskAgain(answer, record.attempts(key), plan.passes);
  const after: RowValues = {};
  const before: HeldCells = {};
  const kept: RowValues = {};
  const from = plan.writes.length;
  let slot = -1;
  for (const output of table.columns.keys()) {
    slot++;
    const base = row.entry?.before[output];
    if (base?.formula !== undefined && isFallen(table, record, job, row.i, output)) {
      plan.writes.push(writeOf(table, row.i, output, base));
      continue;
    }
    const out = answer[output];
    const left = table.leftAt(row.i, slot);
    if (out === undefined) {
      // The run wrote this for the id that the row had before.
      if (!isFresh && !left && isEarlier(table, row, output))
        plan.writes.push(writeOf(table, row.i, output, base ?? { value: '' }));
      continue;
    }
    if (left) {
      if (isFresh && !again) {
        countLeft(plan.left, left);
        kept[output] = cellValue(out);
      }
      // Recorded in case rows move during a write that is killed.
      if (isFresh && formulaOf(table, row.i, output) !== '') before[output] = heldCell(table, row.i, output);
      continue;
    }
    if (again && out instanceof TtError && out.transient) continue;
    const cell = judgeCell(table, record, job, row, output);
    if (output === ANCHOR_OUTPUT && !cell.isOurs && !isBlank(cell.now)) continue;
    if (!isFresh && !cell.isOurs && !cell.isOpen) continue;
    if (!job.replace && !isBlank(cell.held.value)) {
      if (isFresh) {
        plan.skipped++;
        kept[output] = cellValue(out);
      }
      if (cell.isOurs) plan.writes.push(writeOf(table, row.i, output, cell.held));
      continue;
    }
    const value = isFresh ? cellValue(out) : (out as CellValue);
    after[output] = value;
    const format = neededFormat(output, value, outputFormat(table, row.i, output));
    const isReplaced = !isEqual(cell.now, value);
    // Of a row that the first step did not reach, the record lacks the links and the format.
    if (cell.isNew || (!cell.isOurs && (isReplaced || format !== null))) {
      const held = {
        ...cell.held,
        ...(format === null ? {} : { format: outputFormat(table, row.i, output) }),
      };
      before[output] = held;
      if (isReplaced)
        plan.replaced.push({ row: table.first + row.i, column: table.columns.get(output)!, held });
    }
    if (format !== null)
      plan.formats.push({ row: table.first + row.i, column: table.columns.get(output)!, value: format });
    if (isReplaced) plan.writes.push(writeOf(table, row.i, output, { value }));
    if (isChange(output, cell.held.value, value)) {
      plan.changed.push({ row: table.first + row.i, output });
    }
  }
  if (isFresh || plan.writes.length > from) {
    const beside = cellsBeside(table, row.i);
    plan.lines.push({ ...lineOf(record, row), state: again ? 'again' : 'done', before, after, beside });
  }
  // Another row may get this key later, and its cells may be ours to write.
  if (!again && Object.keys(kept).length > 0)
    plan.lines.push({ ...plannedLine(key), state: 'kept', after: kept });
  plan.pending ||= again && isPending(answer);
  if (isFresh && !counted.has(key) && !again) plan.failures.push(...failuresOf(answer));
  if (isFresh) counted.add(key);
}

const writeOf = (table: Table, i: number, output: string, held: HeldCell): CellWrite =>
  heldWrite(table.first + i, table.columns.get(output)!, held);

/** Clears values of ours on a row that the run does not answer: its id changed, or the values landed there. */
function clearStrays(plan: WritePlan, table: Table, record: WriteRecord, job: Job, row: Row): void {
  const { key, entry, i } = row;
  if (key !== null && !record.isDone(key) && (record.isKnown(key) || !job.planned)) plan.open.add(key);
  const isOwn = entry !== null && entry.key === (key ?? '') && key !== null && record.isKnown(key);
  let slot = -1;
  for (const output of table.columns.keys()) {
    slot++;
    const now = outputCell(table, i, output);
    const base = entry?.before[output];
    const lostFormula = base?.formula !== undefined && formulaOf(table, i, output) === '';
    const wrote = entry?.after[output];
    const isLost = job.killed && job.blanks && wrote === undefined && isErased(base, now);
    const left = lostFormula ? null : table.leftAt(i, slot);
    if ((isBlank(now) && wrote !== '' && !isLost) || left === 'formula') continue;
    if (isSame(base?.value ?? '', now) && !lostFormula) continue;
    const isStray =
      isLost ||
      (wrote !== undefined && isEqual(wrote, now) && !isOwn) ||
      (job.killed && record.isOurs(output, now) && !(isOwn && wrote !== undefined && isEqual(wrote, now)));
    if (!isStray) continue;
    if (left) {
      countLeft(plan.left, left);
      continue;
    }
    plan.writes.push(writeOf(table, i, output, base ?? { value: '' }));
    if (key !== null && !record.isKnown(key)) plan.open.add(key);
  }
}
