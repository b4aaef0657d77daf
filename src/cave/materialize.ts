/**
 * The materialization engine: versions, table metadata and queries, frozen or live. Every failure is an HTTP 500
 * here (see replies.ts), a cut table shows in a Warning header alone, and exclusion filters do nothing.
 */
import { TtError } from '../core/errors';
import type { Id } from '../core/ids';
import { asObject, BareNumber, type Json, parseJson, type Writable } from '../core/json';
import type { HttpReply, HttpRequest } from '../exchange/request';
import { ask, type Work } from '../exchange/work';
import { askJson, get, query } from './access';
import { type Asked, broken, readJson, readText } from './replies';
import type { Memory, Stack } from './stack';
import { ALL_INVALID, NO_ROWS, tableWarnings } from './tableWarnings';

const v3 = (stack: Stack) => `${stack.local}/materialize/api/v3/datastack/${stack.name}`;
const asked = (stack: Stack, what: string): Asked => ({ what, datastack: stack.name });

export interface Version {
  version: number;
  /** Seconds since the epoch, UTC, as the graph counts them. */
  timestamp: number;
  expires: string;
}

/** The valid versions, newest first. */
export function* versions(stack: Stack): Work<Version[]> {
  const question = asked(stack, 'materialize versions');
  const list = readJson(
    yield* ask(get(stack.access, `${v3(stack)}/metadata`, question.what, 200_000)),
    question,
  );
  if (!Array.isArray(list)) throw broken(question);
  return list
    .map((item) => asObject(item))
    .filter((item) => item !== null && item.valid === true && item.status === 'AVAILABLE')
    .map((item) => ({
      version: Number(item!.version),
      timestamp: utcSeconds(String(item!.time_stamp)),
      expires: String(item!.expires_on),
    }))
    .sort((a, b) => b.version - a.version);
}

const VERSION_SECONDS = 600;

/** The valid versions, newest first, remembered for ten minutes. */
export function* knownVersions(stack: Stack, memory: Memory): Work<Version[]> {
  const key = `version:${stack.access.server}:${stack.name}`;
  const kept = remembered(memory.get(key));
  if (kept) return kept;
  const list = yield* versions(stack);
  if (list.length > 0) memory.put(key, JSON.stringify(list), VERSION_SECONDS);
  return list;
}

/** The newest version at or before `now` (seconds). */
export function* newestVersion(stack: Stack, memory: Memory, now: number): Work<Version> {
  const newest = (yield* knownVersions(stack, memory)).find((version) => version.timestamp <= now);
  if (!newest) throw new TtError('NONE', `${stack.name} has no materialized version`);
  return newest;
}

/** The version that the server begins a live query with: the newest one before the time, else the oldest. */
export function* versionBefore(stack: Stack, memory: Memory, time: number): Work<Version> {
  const list = yield* knownVersions(stack, memory);
  const found = list.find((version) => version.timestamp <= time) ?? list[list.length - 1];
  if (!found) throw new TtError('NONE', `${stack.name} has no materialized version`);
  return found;
}

/** Refuses a version that has expired or never was: its query would fail in the database. */
export function* checkVersion(stack: Stack, memory: Memory, version: number): Work<null> {
  const list = yield* knownVersions(stack, memory);
  if (list.some((known) => known.version === version)) return null;
  const there = list.map((known) => known.version).join(', ');
  throw new TtError(
    'NONE',
    `version ${version} of ${stack.name} has expired or never was. ${there ? `There are ${there}` : 'There is none'}`,
  );
}

function remembered(text: string | null): Version[] | null {
  try {
    const kept = text === null ? null : parseJson(text);
    const isVersion = (item: Json): boolean => {
      const one = asObject(item);
      return typeof one?.version === 'number' && typeof one.timestamp === 'number';
    };
    const whole = Array.isArray(kept) && kept.length > 0 && kept.every(isVersion);
    return whole ? (kept as unknown as Version[]) : null;
  } catch {
    return null;
  }
}

/** Naive UTC with microseconds; the graph counts milliseconds. */
export function utcSeconds(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/.exec(text);
  const whole = match ? Date.parse(`${match[1]}T${match[2]}Z`) : Number.NaN;
  if (!match || Number.isNaN(whole)) throw new TtError('FAULT', `"${text.slice(0, 40)}" is not a time`);
  return whole / 1000 + Number(`0.${match[3] ?? '0'}`);
}

/** The official description of one table, at the newest version. */
export function* tableInfo(stack: Stack, table: string, version: number): Work<{ [key: string]: Json }> {
  const question = asked(stack, `table ${table}`);
  const url = `${v3(stack)}/version/${version}/table/${encodeURIComponent(table)}/metadata`;
  const info = asObject(readJson(yield* ask(get(stack.access, url, question.what)), question));
  if (!info) throw broken(question);
  return info;
}

/** The record of a view, or null where there is none: the service fails for an unknown one. */
export function* viewInfo(stack: Stack, view: string, version: number): Work<{ [key: string]: Json } | null> {
  const question = asked(stack, `view ${view}`);
  const url = `${v3(stack)}/version/${version}/views/${encodeURIComponent(view)}/metadata`;
  const reply = yield* ask(get(stack.access, url, question.what));
  if (reply.status === 404 || /'NoneType' object/.test(reply.text().slice(0, 4000))) return null;
  return asObject(readJson(reply, question));
}

/** Ids of rows from one on, up to but without another; without end where that is null. */
export interface IdRange {
  from: bigint;
  to: bigint | null;
}

export interface TableQuery {
  table: string;
  /** A version, or `live` at a moment (seconds since the epoch). */
  at: { version: number } | { live: number };
  /** Column → ids that a row must have one of. Root-id filters of a live query stand alone (a server defect). */
  among?: Record<string, readonly Id[]>;
  /** Ids of the rows. In a live query beside root ids: all of those must be current, and `id` be selected. */
  range?: IdRange;
  columns?: readonly string[];
  count?: boolean;
  /** Not with root ids in a live query: the server would lose rows before it filters. */
  limit?: number;
}

export function rangeKeys(table: string, { from, to }: IdRange): Record<string, Writable> {
  const bound = (id: bigint) => ({ [table]: { id: new BareNumber(String(id)) } });
  return {
    filter_greater_equal_dict: bound(from),
    ...(to === null ? {} : { filter_less_dict: bound(to) }),
  };
}

export function tableQuery(stack: Stack, ask: TableQuery): HttpRequest {
  const live = 'live' in ask.at;
  const among: Record<string, Writable> = {};
  // Live filters match numbers only: ids sent as text would match nothing, silently.
  for (const [column, ids] of Object.entries(ask.among ?? {})) {
    among[column] = ids.map((id) => new BareNumber(id));
  }
  const body: Record<string, Writable> = {
    ...(ask.among ? { filter_in_dict: { [ask.table]: among } } : {}),
    ...(ask.range ? rangeKeys(ask.table, ask.range) : {}),
    ...(ask.limit === undefined ? {} : { limit: ask.limit }),
  };
  if ('live' in ask.at) {
    body.table = ask.table;
    body.timestamp = new Date(ask.at.live * 1000).toISOString().replace('Z', '+00:00');
    if (ask.columns) body.select_columns = { [ask.table]: [...ask.columns] };
  } else if (ask.columns) body.select_columns = [...ask.columns];
  const options = query({
    return_pyarrow: false,
    direct_sql_pandas: true,
    split_positions: true,
    ...(ask.count ? { count: true } : {}),
    // A comparison beside root ids fails while invalid ones are allowed.
    ...(live ? { allow_missing_lookups: true, allow_invalid_root_ids: ask.range === undefined } : {}),
  });
  const path =
    'version' in ask.at
      ? `/version/${ask.at.version}/table/${encodeURIComponent(ask.table)}/query`
      : '/query';
  const expects = ask.count ? 1000 : 10e6;
  return askJson(stack.access, `${v3(stack)}${path}${options}`, body, `table ${ask.table}`, expects);
}

/** The reply's text of rows; null where there are none. */
function rowsText(reply: HttpReply, stack: Stack, table: string): string | null {
  const text = reply.status === 500 ? reply.text() : '';
  if (NO_ROWS.test(text) || ALL_INVALID.test(text)) return null;
  return readText(reply, asked(stack, `table ${table}`));
}

/** Rows as objects, ids as text. Throws SHORT where the server cut the table. */
export function readRows(reply: HttpReply, stack: Stack, table: string): { [column: string]: Json }[] {
  const text = rowsText(reply, stack, table);
  if (text === null) return [];
  const question = asked(stack, `table ${table}`);
  const rows = readJson({ ...reply, text: () => text }, question);
  if (!Array.isArray(rows)) throw broken(question);
  const { cut } = tableWarnings(reply);
  if (cut !== null) throw new TtError('SHORT', `first ${cut.toLocaleString('en-US')} rows of ${table} only`);
  return rows as { [column: string]: Json }[];
}

export function readCount(reply: HttpReply, stack: Stack, table: string): number {
  const rows = readRows(reply, stack, table);
  const count = rows[0]?.count;
  if (typeof count !== 'number') throw broken(asked(stack, `table ${table}`));
  return count;
}

/**
 * How often each id stands in `column`, read from the text itself: half a million row objects would not fit an
 * Apps Script heap. `whole` is false where the server cut the table. JSON, not Arrow: 200,000 rows are 18 MB of text
 * here against 4.8 MB of bytes that Apps Script holds as 43 MB, for 0.1 s saved.
 */
export function readTally(
  reply: HttpReply,
  stack: Stack,
  table: string,
  column: string,
): { counts: Map<string, number>; rows: number; whole: boolean } {
  const counts = new Map<string, number>();
  const text = rowsText(reply, stack, table);
  if (text === null) return { counts, rows: 0, whole: true };
  if (!text.trimEnd().endsWith(']')) throw broken(asked(stack, `table ${table}`));
  const cell = new RegExp(`"${column}":\\s*"?([0-9]+)`, 'g');
  let rows = 0;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    counts.set(match[1]!, (counts.get(match[1]!) ?? 0) + 1);
    rows++;
  }
  if (rows === 0 && !/^\s*\[\s*\]\s*$/.test(text)) throw broken(asked(stack, `table ${table}`));
  return { counts, rows, whole: tableWarnings(reply).cut === null };
}
