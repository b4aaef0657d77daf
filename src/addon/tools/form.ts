/** A form of the sidebar: its fields read as a function takes them, its answer cut to what a sidebar shows. */
import { cellText, TtError } from '../../core/errors';
import { runSync } from '../../http/runner';
import type { Work } from '../../http/work';
import type { OutputCell, Param } from '../../tools/declaration/declare';
import type { TableView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { isIds } from '../interfaces/id-params';
import { cellValue } from '../sheet/cell-value';

const ROWS_SENT = 200;
const REQUEST_BUDGET_MS = 240_000;

/** A file's bytes, which the sidebar read. */
const UPLOADED = 'base64:';

const ADDRESS = /^(?:(?:'[^']+'|[^'!\s]+)!)?\$?[A-Za-z]{1,3}\$?[0-9]*(?::\$?[A-Za-z]{1,3}\$?[0-9]*)?$/;

/** An address is read from the sheet; ids may be listed; anything else is the value itself. */
export function fieldValue(host: Host, param: Param, text: string): unknown {
  if (text.startsWith(UPLOADED)) return text;
  const value = text.trim();
  const many = param.kind === 'ids' || param.kind === 'points' || param.kind === 'range';
  if (value !== '' && ADDRESS.test(value) && /[0-9:]/.test(value)) {
    const cells = host.file.range(value);
    if (cells) return many ? cells : (cells[0]?.[0] ?? '');
  }
  if (isIds(param)) {
    return value
      .split(/[\s,;]+/)
      .filter((part) => part !== '')
      .map((part) => [part]);
  }
  if (many) return value === '' ? '' : value.split(/\r?\n/).map((line) => [line]);
  return value;
}

export function runWork<T>(work: Work<T>, host: Host): T {
  return runSync(work, host.http, {
    now: () => host.now(),
    random: () => host.random(),
    deadline: host.now() + REQUEST_BUDGET_MS,
    maxWaitMs: 15_000,
  });
}

export function tableView(header: string[], rows: OutputCell[][]): TableView {
  const cells = rows.slice(0, ROWS_SENT).map((row) =>
    row.map((out) => {
      const cell = out instanceof TtError ? cellText(out) : cellValue(out);
      return cell instanceof Date ? cell.toISOString() : cell;
    }),
  );
  return { header, cells, rows: rows.length, notes: [] };
}
