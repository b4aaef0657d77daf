/**
 * Reads a query's JSON answer into the form of `readArrow`, for servers whose Arrow types or compression are not
 * supported here. JSON has no types: a column of unknown kind gets its kind from its name and values.
 */
import { TtError } from '../../core/errors';
import { type Json, type Writable, writeJson } from '../../core/json';
import type { HttpReply } from '../../http/request';
import type { RequestLabel } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';
import type { ArrowColumn, ArrowKind, ArrowTable } from './arrow';

export const JSON_OPTIONS = { return_pyarrow: false, direct_sql_pandas: true, split_positions: true };

/** Columns with times, which are milliseconds in JSON. */
const TIMES = /(?:^|_)(?:created|deleted|time|timestamp|date)$/;
/** Columns with 64-bit ids. Other ids, such as user_id, are smaller. */
const IDS = /^(?:id|valid_id|superceded_id|target_id)(?:_ref)?$|_(?:root|supervoxel)_id(?:_ref)?$/;

/**
 * `kindOf` gives the kind of a column, or null if it is unknown. Throws NONE for a table without rows if kinds are
 * unknown.
 */
export function readJsonTable(
  reply: HttpReply,
  label: RequestLabel,
  kindOf: (column: string) => ArrowKind | null = () => null,
): ArrowTable {
  const parts = new ReplyParts(label);
  const rows = parts.list(parts.json(reply)).map((row) => parts.object(row));
  const names = Object.keys(rows[0] ?? {});
  parts.check(
    rows.every((row) => Object.keys(row).length === names.length && names.every((name) => name in row)),
  );
  const columns = names.map((name): ArrowColumn => {
    const kind =
      kindOf(name) ?? guess(name, rows.map((row) => row[name]!).find((value) => value !== null) ?? null);
    const cells = rows.map((row) => cellOf(row[name]!, kind, parts));
    return { name, kind, at: (row) => cells[row]! };
  });
  return { rows: rows.length, columns };
}

/** The columns of a table, read from one row. */
export function readJsonColumns(reply: HttpReply, label: RequestLabel): ArrowColumn[] {
  const { rows, columns } = readJsonTable(reply, label);
  if (rows > 0) return columns;
  throw new TtError(
    'NONE',
    `${label.route} has no row, and the server sends its columns in a form that is not read here`,
  );
}

function guess(name: string, value: Json): ArrowKind {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return IDS.test(name) ? 'int64' : TIMES.test(name) ? 'time' : 'float';
  return typeof value === 'string' && IDS.test(name) && /^[0-9]{16,20}$/.test(value) ? 'int64' : 'text';
}

/** A cell in the form of `ArrowColumn.at`. */
function cellOf(value: Json, kind: ArrowKind, parts: ReplyParts): string | number | boolean | null {
  if (value === null) return null;
  switch (kind) {
    case 'null':
      throw parts.damageError();
    case 'bool':
      return parts.flag(value);
    case 'int64': {
      const digits = typeof value === 'number' ? value.toString() : parts.text(value);
      parts.check(/^-?[0-9]{1,20}$/.test(digits));
      return digits;
    }
    case 'text':
      return typeof value === 'string' ? value : writeJson(value as Writable);
    default:
      return parts.finite(value);
  }
}
