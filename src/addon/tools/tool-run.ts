/** A catalogue function from the sidebar's form: its fields hold ids, values, or the address of a range. */

import { TtError } from '../../core/errors';
import { type IdCell, readCell } from '../../core/ids';
import type { Cell } from '../../core/table';
import { cellError, readArgs } from '../../tools/declaration/args';
import {
  type Args,
  IDS,
  type OutputCell,
  type RowTool,
  type ToolContext,
} from '../../tools/declaration/declare';
import { EDIT_TOOLS } from '../../tools/gsheet/edits';
import { toolByFormula } from '../../tools/registry';
import { userContext } from '../access/context';
import { documentSettings } from '../access/settings';
import type { TableView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import type { Job } from '../jobs/state';
import { startTab } from '../jobs/tab-job';
import { applySheetEdit } from '../sheet/edit';
import { fieldValue, runWork, tableView } from './form';
import { showCells, VIEWER_NAME } from './viewer';

/** `name` is a formula, or the name of a function that has none. */
export function runTool(host: Host, name: string, form: Record<string, string>): TableView {
  const edit = EDIT_TOOLS.find((tool) => tool.name === name);
  if (edit) return { header: ['done'], cells: [[applySheetEdit(host, edit.plan(form))]], rows: 1, notes: [] };
  if (name === VIEWER_NAME) {
    const cells = fieldValue(host, IDS, form.ids ?? '') as Cell[][];
    const error = `opened on ${showCells(host, cells.flat())} ids`;
    return { header: ['window'], cells: [[error]], rows: 1, notes: [] };
  }
  const tool = toolByFormula(name);
  if (!tool) throw new TtError('INPUT', `there is no function ${name.slice(0, 40)}`);
  const fields = tool.params.map((param) => fieldValue(host, param, form[param.name] ?? ''));
  const args = readArgs(tool, fields);
  const ctx = userContext(host, String(args.datastack ?? documentSettings(host).datastack));
  if (tool.kind === 'rows') return rowsView(tool, fields, args, ctx, host);
  const rows = runWork(tool.answer(args, ctx), host);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return tableView(new Array<string>(width).fill(''), rows);
}

/** The form's fields as values, for a job that writes the whole answer to a new tab. */
export function startTabFrom(host: Host, formula: string, form: Record<string, string>): Job {
  const tool = toolByFormula(formula);
  const fields = (tool?.params ?? []).map((param) => [
    param.name,
    fieldValue(host, param, form[param.name] ?? ''),
  ]);
  return startTab(host, formula, Object.fromEntries(fields), documentSettings(host).datastack);
}

function rowsView(tool: RowTool, fields: unknown[], args: Args, ctx: ToolContext, host: Host): TableView {
  const at = tool.params.findIndex((param) => param.kind === 'ids');
  const cells = (fields[at] as Cell[][] | undefined)?.flat().map(readCell) ?? [];
  const ids = cells.flatMap((cell) => (cell.kind === 'id' ? [cell.id] : []));
  if (ids.length === 0) throw new TtError('INPUT', 'ids: there is no id in the form or its range');
  const answers = runWork(tool.answer([...new Set(ids)], args, ctx), host);
  const rowOf = (cell: IdCell): OutputCell[] => {
    if (cell.kind === 'blank') return [''];
    if (cell.kind !== 'id') return [cell.shown, cellError(cell)];
    const answer = answers.get(cell.id);
    return answer === undefined || answer instanceof TtError
      ? [cell.id, answer ?? null]
      : [cell.id, ...answer.cells];
  };
  return tableView(['id', ...tool.columns(args)], cells.map(rowOf));
}
