/**
 * The choices that a form can offer for a table: its columns, the operators of each, and the texts that occur in it.
 */

import type { Datastack } from '../../cave/client/datastack';
import { newestVersion } from '../../cave/tables/materialize';
import { type ColumnKind, knownValues, type TableShape, tableShape } from '../../cave/tables/table-shape';
import type { Work } from '../../http/work';
import { allSettled } from '../../http/work';
import { datastackOf, type ToolContext, timestampOf } from '../declaration/declare';

export interface ColumnHelp {
  name: string;
  kind: ColumnKind;
  /** Operators that TT_TABLE accepts for this column. */
  comparisons: string[];
  /** The texts that occur, sorted, at most 500; empty for other kinds of column. */
  values: string[];
  /** True if there are more texts than `values`. */
  more: boolean;
}

export interface TableHelp {
  table: string;
  view: boolean;
  reference: string | null;
  columns: ColumnHelp[];
}

const VALUES = 500;

const COMPARISONS: Record<ColumnKind, string[]> = {
  id: ['=', '!=', 'in', 'not in', '>', '<', '>=', '<='],
  int: ['=', '!=', 'in', 'not in', '>', '<', '>=', '<='],
  float: ['>', '<', '>=', '<=', '=', '!='],
  bool: ['=', '!='],
  text: ['=', '!=', 'in', 'not in', '~', '>', '<'],
  time: ['>', '<', '>=', '<='],
  position: ['box'],
};

/** Takes two round trips for a table that is not cached. If its texts cannot be read, the form works without them. */
export function* tableHelp(table: string, ctx: ToolContext): Work<TableHelp> {
  const stack = yield* datastackOf(ctx);
  const { version } = yield* newestVersion(stack, ctx.cache, timestampOf(ctx));
  const shape = yield* tableShape(stack, table.trim(), version, ctx.cache);
  const texts = yield* textsOf(stack, shape);
  return {
    table: shape.table,
    view: shape.view,
    reference: shape.reference,
    columns: shape.columns.map(({ name, kind, table: from, column }) => {
      const values = kind === 'text' ? (texts.get(`${from}.${column}`) ?? []) : [];
      return {
        name,
        kind,
        comparisons: COMPARISONS[kind],
        values: values.slice(0, VALUES),
        more: values.length > VALUES,
      };
    }),
  };
}

/** The texts by table and column. */
function* textsOf(stack: Datastack, shape: TableShape): Work<Map<string, string[]>> {
  const tables = shape.view ? [] : [shape.table, ...(shape.reference ? [shape.reference] : [])];
  const found = yield* allSettled(tables.map((table) => knownValues(stack, table)));
  const texts = new Map<string, string[]>();
  found.forEach((outcome, i) => {
    if (!outcome.ok) return;
    for (const [column, values] of outcome.value) texts.set(`${tables[i]}.${column}`, [...values].sort());
  });
  return texts;
}
