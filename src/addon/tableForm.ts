/** What the sidebar's form for TT_TABLE offers: the datastack's tables, and one table's columns with known texts. */

import { tableNames } from '../cave/annotation';
import { runSync } from '../exchange/runner';
import type { Work } from '../exchange/work';
import { type Ctx, stackOf } from '../tools/declare';
import { tableHelp } from '../tools/tableHelp';
import type { TableFormView } from './api';
import { userContext } from './context';
import type { Host } from './host';
import { shared } from './settings';

const ASK_FOR_MS = 60_000;
/** Longer texts are of no use in a list of 300 px, and a line end cannot stand in a field. */
const OFFERED = /^[^\r\n]{1,120}$/;

/** Without a table its columns are left out; without a datastack it is that of the spreadsheet. */
export function tableForm(host: Host, table: string, datastack = ''): TableFormView {
  const ctx = userContext(host, datastack.trim() || shared(host).datastack);
  return runSync(offers(table.trim(), ctx), host.http, {
    now: () => host.now(),
    random: () => host.random(),
    deadline: host.now() + ASK_FOR_MS,
    longestWait: 15_000,
  });
}

function* offers(table: string, ctx: Ctx): Work<TableFormView> {
  if (table === '') {
    const names = yield* tableNames(yield* stackOf(ctx));
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
