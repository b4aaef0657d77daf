/** gsheet_get_tab_as_df and gsheet_get_col_as_list: a tab, or one of its columns, as an array. */
import { columnFor } from '../../core/cells/headers';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { NO_CACHE, type Param, type ToolContext, tableTool } from '../declaration/declare';

const TAB: Param = { name: 'tab', kind: 'text', description: 'the tab’s name' };

function readTab(ctx: ToolContext, name: unknown): Cell[][] {
  if (!ctx.tabs) throw new TtError('INPUT', 'there is no open spreadsheet here');
  const tabName = name as string;
  if (!ctx.tabs.names().includes(tabName)) {
    throw new TtError(
      'INPUT',
      `tab: there is no "${tabName.slice(0, 60)}". There are ${ctx.tabs.names().join(', ').slice(0, 300)}`,
    );
  }
  return ctx.tabs.values(tabName);
}

export const tabAsTable = tableTool({
  name: 'gsheet_get_tab_as_df',
  formula: 'TT_TAB',
  family: 'gsheet',
  summary: 'Gives another tab of this spreadsheet as an array.',
  details: 'A snapshot: Sheets recalculates it when its arguments change, not when the tab does.',
  params: [
    TAB,
    {
      name: 'has_headers',
      kind: 'boolean',
      description:
        'FALSE when the first row is data; TRUE leaves rows without any value out below the headers',
      optional: true,
      defaultValue: true,
    },
  ],
  returns: 'the tab’s used cells',
  example: { formula: '=TT_TAB("Neurons")', shows: 'root_id | cell_type and so on' },
  surfaces: ['formula', 'sidebar'],
  outputs: 'data',
  cacheSeconds: NO_CACHE,
  *answer(args, ctx) {
    const rows = readTab(ctx, args.tab);
    if (args.has_headers === false) return rows;
    const [headers, ...data] = rows;
    if (!headers) return [];
    return [headers, ...data.filter((row) => row.some((cell) => cell !== null && cell !== ''))];
  },
});

export const columnAsList = tableTool({
  name: 'gsheet_get_col_as_list',
  formula: 'TT_COLUMN',
  family: 'gsheet',
  summary: 'Gives one column of a tab of this spreadsheet as a list.',
  details:
    'The column is named by its header (in any case), its letter or its number from 1, in this order. The header row is ' +
    'found in the first 20 rows: titles may stand above it. Blank cells stay in place.',
  params: [
    TAB,
    {
      name: 'col',
      kind: 'text',
      description: 'header, letter or number; A without it',
      optional: true,
      defaultValue: 'A',
    },
    {
      name: 'ignore_header',
      kind: 'boolean',
      description: 'FALSE keeps the header and what stands above it',
      optional: true,
      defaultValue: true,
    },
  ],
  returns: 'a column',
  example: { formula: '=TT_COLUMN("Neurons", "root_id")', shows: '720575941473274509 and so on down' },
  surfaces: ['formula', 'sidebar'],
  outputs: 'data',
  cacheSeconds: NO_CACHE,
  *answer(args, ctx) {
    const rows = readTab(ctx, args.tab);
    const columnName = (args.col as string).trim();
    const found = columnFor(rows, columnName, 'col');
    if (!found) {
      throw new TtError(
        'INPUT',
        `col: "${columnName.slice(0, 40)}" is neither a header nor a column of the tab`,
      );
    }
    const first = args.ignore_header === false ? 0 : Math.max(found.headerRow, 1);
    return rows.slice(first).map((row) => [row[found.column - 1] ?? null]);
  },
});
