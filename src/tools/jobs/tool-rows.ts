/** Shared by the jobs whose answers come from a row function, such as a heavy one that the companion runs. */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import type { HandedOver, JobRow, JobRun, KeyedRow } from '../declaration/column-job';
import type { OutputCell, RowAnswer, ToolContext } from '../declaration/declare';
import { pieceOf } from './piece-key';

/** The requested columns of a row function under the job's headers; an error stands under the first header. */
export function* rowsOf(
  handedOver: HandedOver,
  rows: readonly KeyedRow[],
  run: JobRun,
  ctx: ToolContext,
): Work<Map<string, JobRow>> {
  const { tool, args } = handedOver;
  const ids = rows.map(({ key }) => pieceOf(key).id);
  const found = yield* tool.answer(ids, args, ctx);
  return new Map(
    rows.map(({ key }, i): [string, JobRow] => [key, jobRowOf(found.get(ids[i]!)!, handedOver, run.headers)]),
  );
}

/** The requested columns of one answer, under the job's headers. */
export function jobRowOf(
  answer: RowAnswer | TtError,
  { tool, args, headers, settled }: HandedOver,
  [first]: readonly string[],
): JobRow {
  if (answer instanceof TtError) return { [first!]: answer };
  const columns = tool.columns(args);
  const cells = Object.entries(headers).map(([header, column]): [string, OutputCell] => [
    header,
    answer.cells[columns.indexOf(column)] ?? null,
  ]);
  const row: JobRow = Object.fromEntries(cells);
  return settled ? settled(row) : row;
}
