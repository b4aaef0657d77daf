/** A catalogue function from the sidebar's form: its fields hold ids, values, or the address of a range. */

import { cellText, TtError } from '../core/errors';
import { type IdCell, readCell } from '../core/ids';
import type { Cell } from '../core/table';
import { runSync } from '../exchange/runner';
import { cellError, readArgs } from '../tools/args';
import { type Args, type Ctx, IDS, type Out, type Param, type RowTool } from '../tools/declare';
import { EDIT_TOOLS } from '../tools/gsheet/edits';
import { TOOLS, toolByFormula } from '../tools/registry';
import type { TableView, ToolView } from './api';
import { userContext } from './context';
import type { Host } from './host';
import { writesTab } from './jobs/outputs';
import type { Job } from './jobs/state';
import { startTab } from './jobs/tabJob';
import { shared } from './settings';
import { applyEdit } from './sheet/edit';
import { plain } from './sheet/text';
import { showCells, VIEWER_TOOL } from './viewer';

const ROWS_SENT = 200;
const ASK_FOR_MS = 240_000;

/** Every function that a form can run; those that only write cells have no formula. */
export function toolViews(): ToolView[] {
  const views = TOOLS.map((tool) => ({
    name: tool.name,
    formula: tool.formula,
    family: tool.family,
    summary: tool.summary,
    example: tool.example.formula,
    gives: `${tool.gives}. ${tool.details}`,
    params: tool.params.map(paramView),
    writesTab: writesTab(tool.formula),
  }));
  const edits = EDIT_TOOLS.map((tool) => ({
    name: tool.name,
    formula: '',
    family: tool.family,
    summary: tool.summary,
    example: '',
    gives: tool.details,
    params: tool.params.map(paramView),
    writesTab: false,
  }));
  return [...views, ...edits, VIEWER_TOOL];
}

const paramView = (param: Param): ToolView['params'][number] => ({
  name: param.name,
  kind: param.kind === 'range' ? 'points' : param.kind,
  words: param.words,
  optional: param.optional ?? false,
  ...(param.choices ? { choices: [...param.choices] } : {}),
  ...(param.file ? { file: true } : {}),
  ...(param.initial !== undefined ? { initial: String(param.initial) } : {}),
});

/** `name` is a formula, or the name of a function that has none. */
export function runTool(host: Host, name: string, form: Record<string, string>): TableView {
  const edit = EDIT_TOOLS.find((tool) => tool.name === name);
  if (edit) return { header: ['done'], cells: [[applyEdit(host, edit.plan(form))]], rows: 1, notes: [] };
  if (name === VIEWER_TOOL.name) {
    const cells = fieldValue(host, IDS, form.ids ?? '') as Cell[][];
    const said = `opened on ${showCells(host, cells.flat())} ids`;
    return { header: ['window'], cells: [[said]], rows: 1, notes: [] };
  }
  const tool = toolByFormula(name);
  if (!tool) throw new TtError('INPUT', `there is no function ${name.slice(0, 40)}`);
  const fields = tool.params.map((param) => fieldValue(host, param, form[param.name] ?? ''));
  const args = readArgs(tool, fields);
  const ctx = userContext(host, String(args.datastack ?? shared(host).datastack));
  if (tool.kind === 'rows') return rowsView(tool, fields, args, ctx, host);
  const rows = ask(tool.answer(args, ctx), host);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return sent(
    Array.from({ length: width }, (_cell, i) => (i === 0 ? tool.gives : '')),
    rows,
  );
}

/** The form's fields as values, for a job that writes the whole answer to a new tab. */
export function startTabFrom(host: Host, formula: string, form: Record<string, string>): Job {
  const tool = toolByFormula(formula);
  const fields = (tool?.params ?? []).map((param) => [
    param.name,
    fieldValue(host, param, form[param.name] ?? ''),
  ]);
  return startTab(host, formula, Object.fromEntries(fields), shared(host).datastack);
}

function rowsView(tool: RowTool, fields: unknown[], args: Args, ctx: Ctx, host: Host): TableView {
  const at = tool.params.findIndex((param) => param.kind === 'ids');
  const cells = (fields[at] as Cell[][] | undefined)?.flat().map(readCell) ?? [];
  const ids = cells.flatMap((cell) => (cell.kind === 'id' ? [cell.id] : []));
  if (ids.length === 0) throw new TtError('INPUT', 'ids: there is no id in the form or its range');
  const answers = ask(tool.answer([...new Set(ids)], args, ctx), host);
  const rowOf = (cell: IdCell): Out[] => {
    if (cell.kind === 'blank') return [''];
    if (cell.kind !== 'id') return [cell.shown, cellError(cell)];
    const answer = answers.get(cell.id);
    return answer === undefined || answer instanceof TtError
      ? [cell.id, answer ?? null]
      : [cell.id, ...answer.cells];
  };
  return sent(['id', ...tool.columns(args)], cells.map(rowOf));
}

const ADDRESS = /^(?:(?:'[^']+'|[^'!\s]+)!)?\$?[A-Za-z]{1,3}\$?[0-9]*(?::\$?[A-Za-z]{1,3}\$?[0-9]*)?$/;

/** An address is read from the sheet; ids may be listed; anything else is the value itself. */
function fieldValue(host: Host, param: Param, text: string): unknown {
  const value = text.trim();
  const many = param.kind === 'ids' || param.kind === 'points' || param.kind === 'range';
  if (value !== '' && ADDRESS.test(value) && /[0-9:]/.test(value)) {
    const cells = host.file.range(value);
    if (cells) return many ? cells : (cells[0]?.[0] ?? '');
  }
  if (param.kind === 'ids') {
    return value
      .split(/[\s,;]+/)
      .filter((part) => part !== '')
      .map((part) => [part]);
  }
  if (many) return value === '' ? '' : value.split(/\r?\n/).map((line) => [line]);
  return value;
}

function ask<T>(work: Parameters<typeof runSync<T>>[0], host: Host): T {
  return runSync(work, host.http, {
    now: () => host.now(),
    random: () => host.random(),
    deadline: host.now() + ASK_FOR_MS,
    longestWait: 15_000,
  });
}

function sent(header: string[], rows: Out[][]): TableView {
  const cells = rows.slice(0, ROWS_SENT).map((row) =>
    row.map((out) => {
      const cell = out instanceof TtError ? cellText(out) : plain(out);
      return cell instanceof Date ? cell.toISOString() : cell;
    }),
  );
  return { header, cells, rows: rows.length, notes: [] };
}
