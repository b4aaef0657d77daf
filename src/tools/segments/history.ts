/** Shared by the history functions: one id gives its rows; several ids give rows that begin with their id. */

import type { Datastack } from '../../cave/client/datastack';
import { lineageOf } from '../../cave/graph/lineage';
import type { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import { type Args, datastackOf, type OutputCell, type ToolContext } from '../declaration/declare';
import { idCells } from '../declaration/id-cells';
import { splitSegments } from './segments';

export type Rows = OutputCell[][] | TtError;

export const NEVER_EDITED = 'never edited';
/** CAVE's log omits a split with its undo, and a merge whose two sides a later split separated. */
export const NO_EDIT_LISTED = 'edited, but CAVE lists none of its edits: it lists those that still matter';

/**
 * Rows of a log by id. If the log is empty, the lineage tells whether the segment was ever edited, and one row says so.
 */
export function* orNoEdits(stack: Datastack, found: ReadonlyMap<Id, Rows>): Work<Map<Id, Rows>> {
  const empty = [...found].filter(([, rows]) => Array.isArray(rows) && rows.length === 0).map(([id]) => id);
  if (empty.length === 0) return new Map(found);
  const { lineage, failures } = yield* lineageOf(stack, empty);
  const rows = new Map(found);
  for (const id of empty) {
    const error = failures.get(id);
    const isEdited = (lineage.get(id)?.parents.length ?? 0) > 0;
    rows.set(id, error ?? [[isEdited ? NO_EDIT_LISTED : NEVER_EDITED]]);
  }
  return rows;
}

/**
 * `header` does not include the id column. With one id, its error is the answer; with several, each error stands in its
 * own row.
 */
export function* historyTable(
  args: Args,
  ctx: ToolContext,
  header: string[],
  work: (stack: Datastack, ids: Id[]) => Work<Map<Id, Rows>>,
): Work<OutputCell[][]> {
  const { ids, errors } = idCells(args.id, 'id');
  const alone = ids.length + errors.size === 1;
  for (const error of errors.values()) if (alone) throw error;
  const stack = yield* datastackOf(ctx);
  const { segments, others } = splitSegments(stack, ids);
  const found: Map<Id, Rows> = segments.length > 0 ? yield* work(stack, segments) : new Map();
  const rowsOf = (id: Id): Rows => others.get(id) ?? found.get(id) ?? [];
  const body = alone ? only(rowsOf(ids[0]!)) : ids.flatMap((id) => withId(id, rowsOf(id)));
  const bad = [...errors].map(([text, error]): OutputCell[] => [text, error]);
  const top: OutputCell[][] = header.length === 0 ? [] : [alone ? header : ['id', ...header]];
  return [...top, ...body, ...bad];
}

function only(rows: Rows): OutputCell[][] {
  if (!Array.isArray(rows)) throw rows;
  return rows;
}

const withId = (id: Id, rows: Rows): OutputCell[][] =>
  Array.isArray(rows) ? rows.map((row) => [id, ...row]) : [[id, rows]];
