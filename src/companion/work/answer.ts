/** Answers one question: runs the tool's work and packs its answer for the wire. */
import type { KeyValueCache } from '../../cave/client/datastack';
import type { Kernels } from '../../geometry/kernels';
import { type AsyncDriver, runAsync } from '../../http/runner';
import { SYSTEM_CLOCK } from '../../node/system-clock';
import { packCell, packRows, type ToolAnswer, type ToolRequest } from '../../tools/companion/wire';
import type { AnyTool, HeavyRunner, OutputCell, ToolContext } from '../../tools/declaration/declare';
import { HEAVY } from '../../tools/heavy';
import { localHeavyRunner } from '../../tools/heavy/local-runner';
import { answerIds } from '../../tools/runner/row-answers';
import { runPolicy } from '../../tools/runner/run-policies';
import { type Limits, overLimit } from '../limits/limits';
import { readQuestion } from './question';

export interface RunContext {
  driver: AsyncDriver;
  kernels: Partial<Kernels>;
  memory: KeyValueCache;
  limits: Limits;
  /** The CAVE token. */
  token: string;
  /** Milliseconds since the epoch: no request begins after it. */
  deadline: number;
  progress: (done: number, total: number, words: string) => void;
}

export async function answerQuestion(
  tool: AnyTool,
  question: ToolRequest,
  context: RunContext,
): Promise<ToolAnswer> {
  const { driver, kernels, memory, limits, token, deadline, progress } = context;
  const { ids, args } = readQuestion(tool, question);
  const heavy: HeavyRunner = localHeavyRunner(HEAVY, { kernels, progress });
  const ctx: ToolContext = {
    access: { server: question.server, token },
    datastack: question.datastack,
    cache: memory,
    now: () => Date.now(),
    heavyRunner: heavy,
  };
  const policy = { ...runPolicy('companionTask', SYSTEM_CLOCK), deadline };
  switch (tool.kind) {
    case 'rows': {
      const rows = await runAsync(answerIds(tool, ids, args, ctx), driver, policy);
      const width = tool.columns(args).length;
      if (rows.size * width > limits.cells) throw overLimit('cells', limits, rows.size * width);
      return { rows: packRows(ids, rows) };
    }
    case 'table': {
      const table = await runAsync(tool.answer(args, ctx), driver, policy);
      return { table: packTable(table, limits) };
    }
    case 'files': {
      const output = await runAsync(tool.answer(args, ctx), driver, policy);
      const bytes = output.files.reduce((sum, file) => sum + file.bytes.length, 0);
      // Base64 makes four bytes of three.
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

function packTable(table: readonly OutputCell[][], limits: Limits) {
  const cells = table.reduce((sum, row) => sum + row.length, 0);
  if (cells > limits.cells) throw overLimit('cells', limits, cells);
  return table.map((row) => row.map(packCell));
}

/** The answer as JSON in UTF-8: ids are text in it, so that no digit is lost. */
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
