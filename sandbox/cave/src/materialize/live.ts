/**
 * The live query (MaterializationEngine 5.26.4): joins the newest version's rows and the rows changed since then, and
 * filters them again on the columns of the answer.
 */

import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject } from '../../../../src/core/json';
import { type Call, ServiceError } from '../http/call';
import { jsonReply } from '../http/reply';
import type { SandboxStack } from '../stack';
import type { State } from '../state';
import { iso, type MaterializedVersion } from '../world/timeline';
import { writeAnswer } from './answer';
import { checkArguments, filtersOf, LIVE_KEYS, QueryRefusal, readQueryBody } from './body';
import type { TableWithHistory } from './history';
import { combine, type JoinedRow, type Part } from './live-parts';
import { remap } from './live-roots';
import {
  applyLimits,
  findColumn,
  holds,
  joinedRows,
  LiveRow,
  matchingRows,
  type OutputColumn,
  type Query,
  type QueryFilter,
  selectColumns,
} from './query';
import {
  answerColumns,
  formOf,
  frozenRows,
  inVersion,
  type JoinPlan,
  joinOutputs,
  limits,
  namesOf,
  positionScale,
  refuseOtherTables,
  selection,
  sideOf,
  stringMap,
  tableIn,
} from './run';
import { type AnnotationTable, type Form, msOf } from './table';

/** The microseconds of a time in text form; the times of versions have them. */
function microsOf(text: string): number {
  const zone = /([Zz]|[+-][0-9]{2}:?[0-9]{2})$/.exec(text)?.[1] ?? 'Z';
  const parts =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.([0-9]{1,6})[0-9]*)?/.exec(text);
  const whole = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2]}${zone}`);
  if (parts === null || Number.isNaN(whole)) {
    const errors = { timestamp: ['Not a valid datetime.'] };
    throw new QueryRefusal(jsonReply({ schema_errors: errors, message: '' }, 500));
  }
  return whole * 1000 + Number((parts[3] ?? '').padEnd(6, '0'));
}

function versionFor(state: State, micros: number): MaterializedVersion {
  const valid = state.timeline.versions.filter((version) => version.valid);
  const before = valid.filter((version) => microsOf(iso(version.time)) <= micros);
  const nearest = before.at(-1) ?? valid[0];
  if (nearest === undefined) throw new ServiceError(500, '404 Not Found: no version supports that timestamp');
  return nearest;
}

/** The values that all parts of one live query share. */
interface Question {
  tables: TableWithHistory[];
  join: JoinPlan | null;
  select: Record<string, string[]> | null;
  /** In ms. */
  time: number;
  now: number;
  limit: number;
  offset: number;
}

export function queryLive(call: Call, stack: SandboxStack, state: State): WireReply {
  checkArguments(call);
  const body = readQueryBody(call, LIVE_KEYS, ['table', 'timestamp']);
  const micros = microsOf(String(body.timestamp));
  const version = versionFor(state, micros);
  const main = tableIn(stack, String(body.table), call);
  const join = joinOf(body, stack, call);
  const { limit, offset } = limits(state, body);
  const time = Math.floor(micros / 1000);
  const tables = join === null ? [main] : [join.left, join.right];
  const select = selection(asObject(body.select_columns));
  const question: Question = { tables, join, select, time, now: state.now(), limit, offset };
  const filters = filtersOf(body);
  refuseOtherTables(filters, tables);

  const isVersionTime = micros === microsOf(iso(version.time));
  const rootMapping = remap({
    filters,
    graph: stack.graph,
    time,
    versionTime: version.time,
    same: isVersionTime,
    allowInvalid: call.flag('allow_invalid_root_ids'),
    text: call.text,
  });
  const frozen = inVersion(main, version) ? frozenPart(question, version, rootMapping.filters) : null;
  const modifiedAt = Math.max(msOf(main.facts.lastModified), main.lastChange);
  const isChanged = modifiedAt > version.time || modifiedAt > time;
  if (isChanged && isVersionTime) {
    throw new ServiceError(
      500,
      '400 Bad Request: do not use live live query to query a materialized timestamp',
    );
  }
  const production = isChanged
    ? productionPart(question, version, filters, call.flag('allow_missing_lookups'))
    : null;
  const { outputs, rows } = combine(main, frozen, production, {
    time,
    versionTime: version.time,
    selected: select !== null,
  });
  const retainedRows = filterAgain(rows, filters, outputs, rootMapping.quoted);
  const { scale, resolution } = positionScale(body, main, stack);
  const byTable = new Map<AnnotationTable, LiveRow[]>(
    tables.map((table) => [table, retainedRows.map((row) => row.get(table)!)]),
  );
  const columns = answerColumns(outputs, byTable, scale);
  const warnings = [...rootMapping.warnings, ...(frozen?.warnings ?? []), ...(production?.warnings ?? [])];
  return writeAnswer(
    { columns, rows: retainedRows.length, warnings, resolution, names: namesOf(outputs) },
    call,
  );
}

function joinOf(body: ReturnType<typeof readQueryBody>, stack: SandboxStack, call: Call): JoinPlan | null {
  const joins = body.join_tables;
  if (!Array.isArray(joins) || joins.length === 0) return null;
  const [leftName, leftColumn, rightName, rightColumn] = (joins[0] as unknown[]).map(String);
  return {
    left: tableIn(stack, leftName!, call),
    leftColumn: leftColumn!,
    right: tableIn(stack, rightName!, call),
    rightColumn: rightColumn!,
    suffixes: stringMap(asObject(body.suffixes)),
    select: selection(asObject(body.select_columns)),
  };
}

function outputsOf({ tables, join, select }: Question, form: Form): OutputColumn[] {
  if (join !== null) return joinOutputs(join, form, true);
  const [table] = tables as [TableWithHistory];
  return selectColumns(table, form, select?.[table.facts.name] ?? null).map((column) => ({
    name: column.name,
    column,
    table,
  }));
}

/**
 * The texts for `mat` and `prod` differ in runs of spaces, because the service's source breaks the text over two lines.
 */
const capWarning = (rows: number, limit: number, gap: string): string[] =>
  rows >= limit
    ? [
        `result has ${rows} entries, which is equal or more ${gap}than limit of ${limit} there may be more results which are not shown`,
      ]
    : [];

function run(
  question: Question,
  query: Omit<Query, 'limit' | 'offset' | 'table'>,
  mainOnly: Partial<Query>,
): JoinedRow[] {
  const { tables, join, limit, offset, time, now } = question;
  const liveRow = (row: LiveRow): LiveRow => new LiveRow(row.table, row.row, time, now);
  if (join === null) {
    const whole: Query = { ...query, table: tables[0]!, limit, offset, ...mainOnly };
    return applyLimits(matchingRows(whole), whole).map((row) => new Map([[row.table, liveRow(row)]]));
  }
  const left = sideOf({ ...query, table: join.left, ...mainOnly });
  const right = sideOf({ ...query, table: join.right });
  return applyLimits(joinedRows(left, join.leftColumn, right, join.rightColumn), { limit, offset }).map(
    ([a, b]) =>
      new Map([
        [join.left as AnnotationTable, liveRow(a)],
        [join.right as AnnotationTable, liveRow(b)],
      ]),
  );
}

const isSupervoxel = ({ name }: OutputColumn): boolean => name.endsWith('supervoxel_id');

function refuseLoneSupervoxel(outputs: OutputColumn[]): void {
  for (const { name } of outputs.filter(isSupervoxel)) {
    const root = name.replace(/supervoxel_id$/, 'root_id');
    if (!outputs.some((output) => output.name === root)) throw new ServiceError(500, `'${root}'`);
  }
}

const missingWords = (rows: number): string =>
  `There are ${rows} annotations that need supervoxel lookups, wait till new annotation ingest is done or pick an less recent timestamp`;

const lacks = (row: JoinedRow, outputs: OutputColumn[]): boolean =>
  outputs.some((output) => isSupervoxel(output) && row.get(output.table)!.value(output.column) === '1');

function frozenPart(question: Question, version: MaterializedVersion, filters: QueryFilter[]): Part | null {
  const form = formOf(version);
  const has = frozenRows(version);
  const [main] = question.tables as [TableWithHistory];
  let any = false;
  for (let i = 0; i < main.length && !any; i++) any = has(main.row(i));
  if (!any) return null;
  const outputs = outputsOf(question, form);
  const query = { form, filters, time: version.time, now: version.time, has };
  const rows = run(question, query, {});
  refuseLoneSupervoxel(outputs);
  // In a version, missing look-ups always fail the query, whatever the request allows.
  const missing = form === 'merged' ? 0 : rows.filter((row) => lacksIn(row, outputs, version.time)).length;
  if (missing > 0) throw new ServiceError(500, `406 Not Acceptable: ${missingWords(missing)}`);
  return { outputs, rows, warnings: capWarning(rows.length, question.limit, ' '.repeat(8)) };
}

const lacksIn = (row: JoinedRow, outputs: OutputColumn[], now: number): boolean =>
  outputs.some((output) => isSupervoxel(output) && !row.get(output.table)!.row.lookedUpAt(now));

function productionPart(
  question: Question,
  version: MaterializedVersion,
  filters: QueryFilter[],
  allowMissing: boolean,
): Part {
  const [main] = question.tables as [TableWithHistory];
  const { time, now, limit } = question;
  const [start, end] = time > version.time ? [version.time, time] : [time, version.time];
  const outputs = outputsOf(question, 'split').filter(({ column }) => column.name !== 'superceded_id');
  if (!outputs.some(({ name, table }) => name === 'created' && table === main)) {
    const createdColumn = findColumn(main, 'split', 'created');
    outputs.push({ name: 'created', column: createdColumn, table: main });
  }
  const plain = filters.filter((filter) => !filter.column.endsWith('_root_id'));
  const query = { form: 'split' as const, filters: plain, time, now, has: () => true };
  const all = run(question, query, { among: main.changedIn(start, end) });
  refuseLoneSupervoxel(outputs);
  const rows = all.filter((row) => !lacks(row, outputs));
  const missing = all.length - rows.length;
  if (missing > 0 && !allowMissing)
    throw new ServiceError(500, `406 Not Acceptable: ${missingWords(missing)}`);
  return {
    outputs,
    rows,
    warnings: [
      ...(missing > 0 ? [missingWords(missing)] : []),
      // Rows without supervoxel are dropped before the count: with one such row, a cut is not reported.
      ...capWarning(rows.length, limit, ' '.repeat(4)),
    ],
  };
}

/** pandas filters the answer: a missing column is a KeyError, and text does not equal a number. */
function filterAgain(
  rows: JoinedRow[],
  filters: QueryFilter[],
  outputs: OutputColumn[],
  quotedIds: Set<string>,
): JoinedRow[] {
  let retainedRows = rows;
  for (const { table: name, column, comparison: by, value } of filters) {
    if (by === 'spatial' || by === 'regex') continue;
    const output = outputs.find((one) => one.table.facts.name === name && one.column.name === column);
    if (output === undefined) throw new ServiceError(500, `'${column}'`);
    const numeric = ['id', 'root', 'supervoxel', 'int', 'float'].includes(output.column.kind);
    const isText = (one: unknown): boolean => typeof one === 'string' && (!isLong(one) || quotedIds.has(one));
    const values = (by === 'in' ? (value as unknown[]) : [value]).filter((one) => !(numeric && isText(one)));
    const acceptedTexts = new Set(values.map(String));
    retainedRows = retainedRows.filter((row) => {
      const cell = row.get(output.table)!.value(output.column);
      if (by === 'in') return cell !== null && acceptedTexts.has(String(cell));
      return values.length > 0 && holds(by, cell, value);
    });
  }
  return retainedRows;
}

/** Long bare numbers have become text. */
const isLong = (text: string): boolean => /^[0-9]{16,}$/.test(text);
