/** What a form can offer for a table: its columns, what each can be compared by, and the texts that occur in it. */
import { newestVersion } from '../cave/materialize';
import type { Stack } from '../cave/stack';
import { type ColumnKind, knownValues, type TableShape, tableShape } from '../cave/tableShape';
import type { Work } from '../exchange/work';
import { settleAll } from '../exchange/work';
import { type Ctx, instant, stackOf } from './declare';

export interface ColumnHelp {
  name: string;
  kind: ColumnKind;
  /** Comparisons that TT_TABLE takes for this column. */
  comparisons: string[];
  /** Texts that occur, sorted, at most 500; empty for other kinds. */
  values: string[];
  /** There are more texts than `values`. */
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

/** Two round trips for a table that is not known yet. Without its known texts a form still works. */
export function* tableHelp(table: string, ctx: Ctx): Work<TableHelp> {
  const stack = yield* stackOf(ctx);
  const { version } = yield* newestVersion(stack, ctx.memory, instant(ctx));
  const shape = yield* tableShape(stack, table.trim(), version, ctx.memory);
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

/** By table and column. */
function* textsOf(stack: Stack, shape: TableShape): Work<Map<string, string[]>> {
  const tables = shape.view ? [] : [shape.table, ...(shape.reference ? [shape.reference] : [])];
  const found = yield* settleAll(tables.map((table) => knownValues(stack, table)));
  const texts = new Map<string, string[]>();
  found.forEach((ended, i) => {
    if (!ended.ok) return;
    for (const [column, values] of ended.value) texts.set(`${tables[i]}.${column}`, [...values].sort());
  });
  return texts;
}
