/** What the sidebar's form for TT_TABLE offers: the datastack's tables, or one table's columns with known texts. */

import { tableNames } from '../../cave/tables/annotation';
import type { Work } from '../../http/work';
import { datastackOf, type ToolContext } from '../../tools/declaration/declare';
import { tableHelp } from '../../tools/tables/table-help';
import { userContext } from '../access/context';
import { documentSettings } from '../access/settings';
import type { TableFormView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';

/** Longer texts are useless in a list of 300 px, and a field cannot hold a line break. */
const OFFERED = /^[^\r\n]{1,120}$/;

/** Without a table, returns only names of tables; without a datastack, uses that of the spreadsheet. */
export function tableForm(host: Host, table: string, datastack = ''): TableFormView {
  const ctx = userContext(host, datastack.trim() || documentSettings(host).datastack);
  return runWork(offers(table.trim(), ctx), host, 'lookup');
}

function* offers(table: string, ctx: ToolContext): Work<TableFormView> {
  if (table === '') {
    const names = yield* tableNames(yield* datastackOf(ctx));
    return { tables: names.sort((a, b) => (a < b ? -1 : 1)), columns: [] };
  }
  const help = yield* tableHelp(table, ctx);
  return {
    tables: [],
    columns: help.columns.map((column) => {
      const values = column.values.filter((value) => OFFERED.test(value));
      return { ...column, values, more: column.more || values.length < column.values.length };
    }),
  };
}
