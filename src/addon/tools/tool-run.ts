/** Runs a function of the catalogue from the sidebar's form; its fields hold ids, values, or the address of a range. */

import { TtError } from '../../core/errors';
import type { OutputCell } from '../../tools/declaration/declare';
import { toolByFormula } from '../../tools/registry';
import { runTool as runCatalogueTool } from '../../tools/runner/run-tool';
import { datastackFor } from '../../tools/runner/tool-input';
import { regionOf, userContext } from '../access/context';
import { documentSettings } from '../access/settings';
import type { TableView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import type { Job } from '../jobs/state';
import { startTab } from '../jobs/tab-job';
import { runWork } from '../run-work';
import { fieldValue, formValues, tableView } from './form';

/** Runs the function with the formula `name`. */
export function runToolForm(host: Host, name: string, form: Record<string, string>): TableView {
  const tool = toolByFormula(name);
  if (!tool) throw new TtError('INPUT', `there is no function ${name.slice(0, 40)}`);
  const { columns, rows } = runWork(
    runCatalogueTool(tool, formValues(host, tool, form), {
      contextFor: (args) => userContext(host, datastackFor(args, documentSettings(host).datastack)),
      noIds: 'ids: there is no id in the form or its range',
      region: regionOf(host),
    }),
    host,
    'interactive',
  );
  return tableView(columns.length > 0 ? columns : blankHeader(rows), rows);
}

/** Without names of columns, the sidebar shows what the function returns above them. */
const blankHeader = (rows: readonly OutputCell[][]): string[] =>
  new Array<string>(rows.reduce((most, row) => Math.max(most, row.length), 0)).fill('');

/** Starts a job that writes the whole answer to a new tab; the form's fields become its arguments. */
export function startTabFrom(host: Host, formula: string, form: Record<string, string>): Job {
  const tool = toolByFormula(formula);
  const fields = (tool?.params ?? []).map((param) => [
    param.name,
    fieldValue(host, param, form[param.name] ?? ''),
  ]);
  return startTab(host, formula, Object.fromEntries(fields), documentSettings(host).datastack);
}
