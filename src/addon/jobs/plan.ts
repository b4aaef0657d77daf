/** Before a job: previews what it would touch, and starts it. */
import { TtError } from '../../core/errors';
import { requireToken } from '../access/settings';
import type { JobPlan, Preview, RecipeStep, SelectionView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { columnLetter, columnSpan, readColumn } from '../sheet/cells/columns';
import { type ReadSelection, readSelection, requireKeys } from '../sheet/cells/selection';
import { type Grid, isBlank, readGrid } from '../sheet/look/grid';
import { idOfKey } from '../sheet/look/keys';
import { isLocked } from '../sheet/look/left-alone';
import { fillsArray } from '../sheet/look/spills';
import { tabById } from '../sheet/look/tab-by-id';
import { DistinctTexts } from '../sheet/look/text-index';
import type { WriteRecordLine } from '../sheet/record/record-lines';
import { log } from '../sheet/record/run-log';
import { appendWriteRecord } from '../sheet/record/write-record';
import { keyTag, type Target } from '../sheet/table/column-tags';
import { ensureColumns } from '../sheet/table/new-columns';
import {
  anchorsOf,
  keyedRows,
  outputCell,
  readTabTable,
  type Table,
  type TabQuery,
} from '../sheet/table/table';
import { requireShort, targetsOf } from '../sheet/table/target-headers';
import { requireFreeColumns } from './claims';
import { makeRecordRoom, noteRecord } from './job-columns';
import { keyKindOf, specOf, wantedHeaders } from './kinds';
import { estimatedMs, roundWords } from './round-time';
import { addJob, type Job, newJob, requireRoom } from './state';
import { plannedLine } from './write-record';

const CELLS_NAMED = 50;
const OPTION_CHARACTERS = 1000;

interface Ready {
  table: Table;
  query: TabQuery;
  targets: Target[];
  options: Record<string, string>;
  selection: SelectionView;
  /** Rows of the table that the plan covers and that hold an id. */
  rows: number[];
}

function checkedPlan(plan: JobPlan, host: Host): Ready {
  const tab = tabById(host.file, plan.sheetId);
  const outputs = wantedHeaders(plan.kind, plan.headers);
  if (outputs.length === 0) throw new TtError('INPUT', 'choose at least one detail to write');
  const options = optionsOf(plan);
  const spec = specOf(plan.kind);
  spec.check?.(options);
  const texts = spec.keys === 'texts';
  const { more: tags, ...grid } = readGrid(tab, () => tab.tags());
  const { view, headerRow } = selectedColumn(grid, plan);
  requireKeys(view, texts);
  requireShort(view.header, `the header of column ${view.column}`);
  const column = readColumn(view.column) - 1;
  const tag = tags.find((each) => each.column === column + 1 && each.value.startsWith(keyTag('')));
  const key = {
    tag: tag ? tag.value.slice(keyTag('').length) : host.uuid().slice(0, 8),
    header: view.header,
    column,
    headerRow,
  };
  const targets = targetsOf(grid, tags, key, outputs, plan.targets ?? {});
  if (targets.some(({ header }) => header === view.header)) {
    throw new TtError(
      'INPUT',
      `the selected column is named ${view.header}, which this job would write. Rename that column, or leave the detail out`,
    );
  }
  const query = { key, targets, kind: keyKindOf(plan.kind), rules: true };
  const table = readTabTable(tab, query, { grid });
  const rows: number[] = [];
  for (const [, i] of keyedRows(table)) {
    const row = table.first + i + 1;
    if (row >= plan.firstRow && row <= plan.lastRow) rows.push(i);
  }
  const selection = texts ? countTexts(view, table, rows) : view;
  return { table, query, targets, options, selection, rows };
}

/** The column that the user selected, even if columns have moved since. */
function selectedColumn(grid: Grid, { column, header, firstRow, lastRow }: JobPlan): ReadSelection {
  const selection = readSelection(grid, column, firstRow, lastRow);
  if (header === undefined || header === '' || selection.view.header === header) return selection;
  const width = grid.values.width;
  const others = Array.from({ length: width }, (_x, c) =>
    readSelection(grid, columnLetter(c + 1), firstRow, lastRow),
  );
  const found = others.filter(({ view }) => view.header === header);
  if (found.length === 1) return found[0]!;
  throw new TtError(
    'INPUT',
    `column ${column} is no longer named ${header}: columns were moved or renamed. Select it again`,
  );
}

/** In a column of texts every filled cell counts, and none is damaged. */
function countTexts(selection: SelectionView, table: Table, rows: readonly number[]): SelectionView {
  return { ...selection, ids: rows.length, distinct: keysOf(table, rows).size, damaged: [] };
}

/** The different keys of rows that have one. */
function keysOf(table: Table, rows: Iterable<number>): DistinctTexts {
  const keys = new DistinctTexts((i) => table.keys.at(i)!);
  for (const i of rows) keys.add(i);
  return keys;
}

function* everyRow(table: Table): Generator<number> {
  for (const [, i] of keyedRows(table)) yield i;
}

export function preview(plan: JobPlan, host: Host): Preview {
  const { table, targets, selection, rows } = checkedPlan(plan, host);
  const { grid, columns, first } = table;
  // Only the write can tell where an array ends; this is what can be seen before.
  const arrays = [...columns.values()].map((column) => fillsArray(grid, column));
  const filledCells: string[] = [];
  const leftCells: string[] = [];
  for (const index of rows) {
    let slot = -1;
    for (const [output, column] of columns) {
      slot++;
      const a1 = `${columnLetter(column + 1)}${first + index + 1}`;
      if (table.leftAt(index, slot) || arrays[slot]![first + index]) leftCells.push(a1);
      else if (!isBlank(outputCell(table, index, output))) filledCells.push(a1);
    }
  }
  const missing = targets.filter(({ output }) => !columns.has(output));
  const next = grid.values.width + 1;
  const numbers = [
    ...[...columns.values()].map((column) => column + 1),
    ...missing.map((_target, i) => next + i),
  ];
  return {
    selection,
    writes: columnSpan(numbers),
    newColumns: missing.map(({ header }) => header),
    into: targets.filter(({ output, header }) => output !== header),
    rows: rows.length,
    replaced: { count: filledCells.length, cells: filledCells.slice(0, CELLS_NAMED) },
    notWritten: { count: leftCells.length, cells: leftCells.slice(0, CELLS_NAMED) },
    requests: roughRequests(selection.distinct, plan.headers),
  };
}

/** A rough figure: requests carry hundreds of ids, and their number grows with the size of the neurons. */
function roughRequests(ids: number, headers: readonly string[]): string {
  const parts = headers.some((header) => header !== 'current_id' && header !== 'share') ? 30 : 10;
  const round = roundWords(estimatedMs(ids, headers));
  const nights = round === '' ? '' : `. Kept fresh by a schedule, its first round takes ${round}`;
  return `about ${Math.max(5, Math.ceil((ids / 500) * parts))} requests${nights}`;
}

/** The job's fields, each short enough for its record. */
function optionsOf({ kind, options = {} }: JobPlan): Record<string, string> {
  const { params: fields } = specOf(kind);
  const entries = fields.map(({ name }): [string, string] => [name, String(options[name] ?? '').trim()]);
  const long = entries.find(([, text]) => text.length > OPTION_CHARACTERS);
  if (long) throw new TtError('BIG', `${long[0]}: up to ${OPTION_CHARACTERS} characters`);
  return Object.fromEntries(entries);
}

export interface StartOptions {
  schedule?: string;
  scheduleStep?: number;
  /** Jobs that follow this one on the same column. */
  next?: RecipeStep[];
  /** Only rows with one of these ids. */
  only?: ReadonlySet<string>;
}

/** Creates the columns and records the job. Its steps do the work. */
export function startJob(plan: JobPlan, host: Host, by: StartOptions = {}): Job {
  requireToken(host);
  return host.locked(() => {
    const ready = checkedPlan(plan, host);
    const { targets, options, selection } = ready;
    const { only } = by;
    const rows = only
      ? ready.rows.filter((index) => only.has(idOfKey(ready.table.keys.at(index)!)))
      : ready.rows;
    const { tab } = ready.table.grid;
    requireFreeColumns(host, ready.table, plan.sheetId, targets);
    refuseProtected(ready);
    const ids = keysOf(ready.table, rows);
    const job = newJob(plan.kind, specOf(plan.kind).title, plan.datastack, host);
    Object.assign(job, {
      sheetId: plan.sheetId,
      replace: plan.replace,
      schedule: by.schedule ?? '',
      scheduleStep: by.scheduleStep ?? 0,
      next: by.next ?? [],
      sheet: selection.sheet,
      key: ready.query.key,
      headers: targets.map(({ output }) => output),
      targets,
      options,
      planned: ids.size < keysOf(ready.table, everyRow(ready.table)).size,
      total: ids.size,
    } satisfies Partial<Job>);
    requireRoom(job);
    const table = ensureColumns(host.file, tab, { ...ready.query, rules: false }, ready.table);
    job.key = { ...table.key, named: true };
    makeRecordRoom(host);
    if (job.planned) {
      const place = { run: job.id, recordTab: 0, lines: 0 };
      noteRecord(job, appendWriteRecord(host.file, place, tab.id, host.now(), plannedLines(ids)));
    }
    const anchors = anchorsOf(table);
    log(host, {
      run: job.id,
      what: job.title,
      tab: job.sheet,
      state: 'started',
      rows: job.total,
      changed: 0,
      failed: 0,
      note: anchors ? `anchors: ${anchors.header}` : '',
    });
    host.file.flush();
    addJob(host.documentStore, job);
    return job;
  });
}

function* plannedLines(ids: DistinctTexts): Generator<WriteRecordLine> {
  for (let number = 0; number < ids.size; number++) yield plannedLine(ids.textOf(number));
}

/** Single protected cells are left alone and counted; a run on a fully protected column does not start. */
function refuseProtected({ table, rows }: Ready): void {
  const { rules, columns, first, grid } = table;
  if (rules === null) return;
  for (const column of columns.values()) {
    if (rows.length > 0 && rows.every((index) => isLocked(rules, first + index, column))) {
      throw new TtError(
        'PERMISSION',
        `column ${columnLetter(column + 1)} of ${grid.tab.name()} is protected from you`,
      );
    }
  }
}
