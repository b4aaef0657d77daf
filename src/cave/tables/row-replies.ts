/**
 * Reads the rows of a query in JSON form. Rows must be about the requested ids, and no row may repeat; else the answer
 * is damaged.
 */

import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { Id } from '../../core/ids';
import { type Json, parseJson } from '../../core/json';
import type { HttpReply } from '../../http/request';
import type { Datastack } from '../client/datastack';
import { readText } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';
import { tableLabel } from './table-record';
import { ALL_INVALID, NO_ROWS, tableWarnings } from './table-warnings';

export type JsonRow = { [column: string]: Json };

/** The request: rows whose `column` holds one of `ids`. */
export interface RowRequest {
  stack: Datastack;
  table: string;
  column: string;
  ids: readonly Id[];
}

/** Yields the reply's rows one by one: half a million row objects would not fit into an Apps Script heap. */
function* rowsIn(reply: HttpReply, parts: ReplyParts): Generator<JsonRow> {
  const failure = reply.status === 500 ? reply.text() : '';
  if (NO_ROWS.test(failure) || ALL_INVALID.test(failure)) return;
  const text = readText(reply, parts.label).trim();
  parts.check(text.startsWith('[') && text.endsWith(']'));
  let columns: string[] | null = null;
  let at = 1;
  for (;;) {
    const open = text.indexOf('{', at);
    const between = text.slice(at, open < 0 ? text.length - 1 : open).trim();
    if (open < 0) {
      parts.check(between === '');
      return;
    }
    parts.check(between === (columns === null ? '' : ','));
    at = rowEnd(text, open);
    const row = parts.object(parseReply(text.slice(open, at), parts));
    const names = Object.keys(row);
    columns ??= names;
    parts.check(names.length === columns.length && columns.every((name) => name in row));
    yield row;
  }
}

/** The index after the brace that closes a row; braces in texts do not count. */
function rowEnd(text: string, open: number): number {
  const marks = /["}]/g;
  marks.lastIndex = open;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '}') return mark.index + 1;
    const string = /"(?:[^"\\]|\\.)*"/y;
    string.lastIndex = mark.index;
    if (!string.test(text)) break;
    marks.lastIndex = string.lastIndex;
  }
  return text.length;
}

function parseReply(text: string, parts: ReplyParts): Json {
  try {
    return parseJson(text);
  } catch {
    throw parts.damageError();
  }
}

/** Detects a repeated id. The ids are packed, because there may be 200,000. */
class UniqueIds {
  private ids = new BigUint64Array(64);
  private length = 0;

  add(id: string): void {
    if (this.length === this.ids.length) {
      const larger = new BigUint64Array(this.length * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.length++] = BigInt(id);
  }

  get unique(): boolean {
    const sortedIds = this.ids.subarray(0, this.length).sort();
    return sortedIds.every((id, i) => i === 0 || id !== sortedIds[i - 1]);
  }
}

/**
 * Calls `use` for each row of an answer in one or more replies, with the row's id of the request. Returns the number of
 * rows.
 */
export function eachReplyRow(
  replies: readonly HttpReply[],
  request: RowRequest,
  use: (row: JsonRow, id: Id) => void,
): number {
  const parts = new ReplyParts(tableLabel(request.stack, request.table));
  const targets = new Set(request.ids);
  const seenIds = new UniqueIds();
  let rows = 0;
  for (const reply of replies) {
    for (const row of rowsIn(reply, parts)) {
      rows++;
      seenIds.add(parts.id(row.id));
      const id = parts.id(row[request.column]);
      parts.check(targets.has(id));
      use(row, id);
    }
  }
  parts.check(seenIds.unique);
  return rows;
}

/** A row, and the requested id that it matches. */
export interface FoundRow {
  id: Id;
  row: JsonRow;
}

/** The rows of an answer in one or more replies. Throws SHORT if the server cut the table. */
export function readRows(replies: readonly HttpReply[], request: RowRequest): FoundRow[] {
  const rows: FoundRow[] = [];
  eachReplyRow(replies, request, (row, id) => rows.push({ id, row }));
  const cut = replies.map((reply) => tableWarnings(reply).cut).find((limit) => limit !== null);
  if (cut === undefined) return rows;
  throw new TtError('SHORT', `first ${groupedNumber(cut!)} rows of ${request.table} only`);
}

export function readCount(reply: HttpReply, stack: Datastack, table: string): number {
  const parts = new ReplyParts(tableLabel(stack, table));
  const rows = [...rowsIn(reply, parts)];
  parts.check(rows.length === 1);
  return parts.count(rows[0]!.count);
}

/**
 * Number of rows per requested id, for an answer in one or more replies. `whole` is false if the server cut the table.
 * This uses JSON, not Arrow: 200,000 rows are 18 MB of text, or 4.8 MB of Arrow bytes that take 43 MB in Apps Script;
 * Arrow would save 0.1 s.
 */
export function readRowCounts(
  replies: readonly HttpReply[],
  request: RowRequest,
): { counts: Map<Id, number>; rows: number; whole: boolean } {
  const counts = new Map<Id, number>();
  const rows = eachReplyRow(replies, request, (_row, id) => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  });
  return { counts, rows, whole: replies.every((reply) => tableWarnings(reply).cut === null) };
}
