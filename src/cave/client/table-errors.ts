/** Failures of the materialization engine, which all have status 500: only the message tells them apart. */
import { TtError } from '../../core/errors';
import { oneLine, type RequestLabel } from './error-body';

/** The error for a permanent failure of a table; null for other failures. */
export function lastingTableError(message: string, label: RequestLabel): TtError | null {
  const { route: what, datastack } = label;
  const sql = /^Execution failed on sql '[\s\S]*': ([^\n]+)/.exec(message)?.[1];
  if (sql !== undefined) {
    return /(relation|database) ".*" does not exist/.test(sql)
      ? new TtError('NONE', `${what}: this version of ${datastack} has expired. Use a newer one`)
      : new TtError('INPUT', `${what}: the database refuses a value or expression: ${oneLine(sql)}`);
  }
  if (/ALL root id filters passed/.test(message)) {
    return new TtError(
      'INPUT',
      `${what}: none of the ids is current at this time. Bring them up to date first`,
    );
  }
  if (/do not use live live query/.test(message)) {
    return new TtError('INPUT', `${what}: this is a version’s own time. Ask for that version by its number`);
  }
  if (/^(table|view) /.test(what) && /'NoneType' object has no attribute '(get|id)'/.test(message)) {
    return new TtError('NONE', `${what}: ${datastack} has no such table, view or version`);
  }
  if (
    /not in model or models for|is not a string column|must be less than max bounds|can't adapt type/.test(
      message,
    )
  ) {
    return new TtError('INPUT', `${what}: ${oneLine(message)}`);
  }
  const missing = /^'([A-Za-z_][A-Za-z0-9_]*)'$/.exec(message)?.[1];
  if (missing !== undefined && /^(table|view) /.test(what)) {
    return new TtError('FAULT', `${what}: the service fails on its own column "${missing}". Report it`);
  }
  return null;
}

/** The message for rows whose root ids the engine has not looked up yet. */
export const notLookedUp = (message: string): string => {
  const rows = /There are ([0-9]+) annotations/.exec(message)?.[1];
  return rows
    ? `CAVE has not looked up ${rows} rows. Ask for another version or time, for columns without segment ids, or try again in some minutes`
    : `${message}. Try again in some minutes`;
};
