/** What jobs share whose answers come from a row function, such as a heavy one that the companion does. */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import type { JobRow, JobRun, KeyedRow } from '../declaration/column-job';
import type { Args, OutputCell, RowTool, ToolContext } from '../declaration/declare';
import { pieceOf } from './piece-key';

/** The wanted columns of a row function, under the job's headers; a row's error stands under the first. */
export function* rowsOf(
  tool: RowTool,
  args: Args,
  headers: Record<string, string>,
  rows: readonly KeyedRow[],
  run: JobRun,
  ctx: ToolContext,
): Work<Map<string, JobRow>> {
  const ids = rows.map(({ key }) => pieceOf(key).id);
  const found = yield* tool.answer(ids, args, ctx);
  const columns = tool.columns(args);
  const [first] = run.headers;
  return new Map(
    rows.map(({ key }, i): [string, JobRow] => {
      const answer = found.get(ids[i]!)!;
      if (answer instanceof TtError) return [key, { [first!]: answer }];
      const cells = Object.entries(headers).map(([header, column]): [string, OutputCell] => [
        header,
        answer.cells[columns.indexOf(column)] ?? null,
      ]);
      return [key, Object.fromEntries(cells)];
    }),
  );
}
