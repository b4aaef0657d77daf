/** The work of one question, from its arguments to the answer in wire format. */
import type { Work } from '../../http/work';
import {
  packCell,
  packRows,
  type ToolAnswer,
  type ToolRequest,
  type WireCell,
} from '../../tools/companion/wire';
import type { AnyTool, OutputCell, ToolContext } from '../../tools/declaration/declare';
import { answerIds } from '../../tools/runner/row-answers';
import { type Limits, overLimit } from '../limits/limits';
import { readQuestion } from './question';

export function* answerWork(
  tool: AnyTool,
  question: ToolRequest,
  ctx: ToolContext,
  limits: Limits,
): Work<ToolAnswer> {
  const { ids, args } = readQuestion(tool, question);
  switch (tool.kind) {
    case 'rows': {
      const rows = yield* answerIds(tool, ids, args, ctx);
      const width = tool.columns(args).length;
      if (rows.size * width > limits.cells) throw overLimit('cells', limits, rows.size * width);
      return { rows: packRows(ids, rows) };
    }
    case 'table':
      return { table: packTable(yield* tool.answer(args, ctx), limits) };
    case 'files': {
      const output = yield* tool.answer(args, ctx);
      const bytes = output.files.reduce((sum, file) => sum + file.bytes.length, 0);
      // Base64 turns three bytes into four.
      if (bytes * (4 / 3) > limits.answerMb * 1e6)
        throw overLimit('answerMb', limits, (bytes / 1e6) * (4 / 3));
      return {
        report: packTable(output.report, limits),
        files: output.files.map(({ path, contentType, bytes: content }) => ({
          path,
          contentType,
          base64: Buffer.from(content.buffer, content.byteOffset, content.length).toString('base64'),
        })),
        link: output.link,
      };
    }
  }
}

/** Dates and errors have a form of their own on the wire. */
const isPacked = (cell: OutputCell): boolean => typeof cell === 'object' && cell !== null;

function packTable(table: readonly OutputCell[][], limits: Limits) {
  const cells = table.reduce((sum, row) => sum + row.length, 0);
  if (cells > limits.cells) throw overLimit('cells', limits, cells);
  return table.map((row) => (row.some(isPacked) ? row.map(packCell) : (row as WireCell[])));
}

/** The answer as JSON in UTF-8. Ids are text, so no digit is lost. */
export function answerBytes(answer: ToolAnswer, limits: Limits): Uint8Array {
  let text: string;
  try {
    text = JSON.stringify(answer);
  } catch (error) {
    // V8's longest string is 512 MB.
    if (error instanceof RangeError) throw overLimit('answerMb', limits);
    throw error;
  }
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > limits.answerMb * 1e6) throw overLimit('answerMb', limits, bytes.length / 1e6);
  return bytes;
}
