/** Reads a form of the sidebar: its fields as arguments, and its answer cut to what the sidebar shows. */
import { idTexts } from '../../core/cells/id-list';
import { NO_REGION } from '../../core/cells/region';
import { readAsOf } from '../../core/cells/time-text';
import type { AnyTool, OutputCell, Param } from '../../tools/declaration/declare';
import type { TableView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { isIds } from '../interfaces/id-params';
import { plainValue } from '../sheet/cells/cell-value';

const ROWS_SENT = 200;

/** Prefix of a file's bytes that the sidebar has read. */
const UPLOADED = 'base64:';

const ADDRESS = /^(?:(?:'[^']+'|[^'!\s]+)!)?\$?[A-Za-z]{1,3}\$?[0-9]*(?::\$?[A-Za-z]{1,3}\$?[0-9]*)?$/;

/** The form's fields in the order of the tool's parameters. */
export const formValues = (host: Host, tool: AnyTool, form: Record<string, string>): unknown[] =>
  tool.params.map((param) => fieldValue(host, param, form[param.name] ?? ''));

/** Reads an address from the sheet; splits lists of ids; returns any other value unchanged. */
export function fieldValue(host: Host, param: Param, text: string): unknown {
  if (text.startsWith(UPLOADED)) return text;
  const value = text.trim();
  const many = param.kind === 'ids' || param.kind === 'points' || param.kind === 'range';
  // v3 is a version, not a cell.
  if (param.kind === 'time' && !('reason' in readAsOf(value, NO_REGION))) return value;
  if (value !== '' && ADDRESS.test(value) && /[0-9:]/.test(value)) {
    const cells = host.file.range(value);
    if (cells) return many || cells.flat().length > 1 ? cells : (cells[0]?.[0] ?? '');
  }
  if (isIds(param)) {
    return idTexts(text, param.name).map((part) => [part]);
  }
  if (many) return value === '' ? '' : value.split(/\r?\n/).map((line) => [line]);
  return value;
}

export function tableView(header: string[], rows: OutputCell[][]): TableView {
  const cells = rows.slice(0, ROWS_SENT).map((row) =>
    row.map((out) => {
      const cell = plainValue(out);
      return cell instanceof Date ? cell.toISOString() : cell;
    }),
  );
  return { header, cells, rows: rows.length, notes: [], outputs: [] };
}
