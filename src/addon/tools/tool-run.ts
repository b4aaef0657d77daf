/** A catalogue function from the sidebar's form: its fields hold ids, values, or the address of a range. */

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

/** A function with a formula, by that. */
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

/** A table's columns have no names of their own: the sidebar says above them what the function returns. */
const blankHeader = (rows: readonly OutputCell[][]): string[] =>
  new Array<string>(rows.reduce((most, row) => Math.max(most, row.length), 0)).fill('');

/** The form's fields as values, for a job that writes the whole answer to a new tab. */
export function startTabFrom(host: Host, formula: string, form: Record<string, string>): Job {
  const tool = toolByFormula(formula);
  const fields = (tool?.params ?? []).map((param) => [
    param.name,
    fieldValue(host, param, form[param.name] ?? ''),
  ]);
  return startTab(host, formula, Object.fromEntries(fields), documentSettings(host).datastack);
}
