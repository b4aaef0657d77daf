/** A form of the sidebar: its fields read as a function takes them, its answer cut to what a sidebar shows. */
import { cellText, TtError } from '../core/errors';
import { runSync } from '../exchange/runner';
import type { Work } from '../exchange/work';
import type { Out, Param } from '../tools/declare';
import type { TableView } from './api';
import type { Host } from './host';
import { isIds } from './paramView';
import { plain } from './sheet/text';

const ROWS_SENT = 200;
const ASK_FOR_MS = 240_000;

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

export function askFor<T>(work: Work<T>, host: Host): T {
  return runSync(work, host.http, {
    now: () => host.now(),
    random: () => host.random(),
    deadline: host.now() + ASK_FOR_MS,
    longestWait: 15_000,
  });
}

export function tableView(header: string[], rows: Out[][]): TableView {
  const cells = rows.slice(0, ROWS_SENT).map((row) =>
    row.map((out) => {
      const cell = out instanceof TtError ? cellText(out) : plain(out);
      return cell instanceof Date ? cell.toISOString() : cell;
    }),
  );
  return { header, cells, rows: rows.length, notes: [] };
}
