/** Answers one question: runs the tool's work and packs its answer for the wire. */
import type { Memory } from '../../cave/stack';
import { type AsyncDriver, noCounts, type Policy, runAsync } from '../../exchange/runner';
import type { Kernels } from '../../geometry/kernels';
import type { AnyTool, Ctx, Heavy, Out } from '../../tools/declare';
import { HEAVY } from '../../tools/heavy';
import { localHeavy } from '../../tools/heavy/work';
import { type Answer, packCell, packRows, type Question } from '../../tools/wire';
import { type Limits, overLimit } from '../limits/limits';
import { readQuestion } from './question';

export interface RunContext {
  driver: AsyncDriver;
  kernels: Partial<Kernels>;
  memory: Memory;
  limits: Limits;
  /** The CAVE token. */
  token: string;
  /** Milliseconds since the epoch: no request begins after it. */
  deadline: number;
  progress: (done: number, total: number, words: string) => void;
}

const BYTES_AT_ONCE = 64e6;

export async function answerQuestion(
  tool: AnyTool,
  question: Question,
  context: RunContext,
): Promise<Answer> {
  const { driver, kernels, memory, limits, token, deadline, progress } = context;
  const { ids, args } = readQuestion(tool, question);
  const heavy: Heavy = localHeavy(HEAVY, { kernels, progress });
  const ctx: Ctx = {
    access: { server: question.server, token },
    datastack: question.datastack,
    memory,
    now: () => Date.now(),
    heavy,
  };
  const policy: Policy = {
    now: () => Date.now(),
    random: () => Math.random(),
    deadline,
    bytesAtOnce: BYTES_AT_ONCE,
  };
  const counters = noCounts();
  switch (tool.kind) {
    case 'rows': {
      const rows = await runAsync(tool.answer(ids, args, ctx), driver, policy, counters);
      const width = tool.columns(args).length;
      if (rows.size * width > limits.cells) throw overLimit('cells', limits, rows.size * width);
      return { rows: packRows(ids, rows) };
    }
    case 'table': {
      const table = await runAsync(tool.answer(args, ctx), driver, policy, counters);
      return { table: packTable(table, limits) };
    }
    case 'files': {
      const output = await runAsync(tool.answer(args, ctx), driver, policy, counters);
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

function packTable(table: readonly Out[][], limits: Limits) {
  const cells = table.reduce((sum, row) => sum + row.length, 0);
  if (cells > limits.cells) throw overLimit('cells', limits, cells);
  return table.map((row) => row.map(packCell));
}

/** The answer as JSON in UTF-8: ids are text in it, so that no digit is lost. */
export function answerBytes(answer: Answer, limits: Limits): Uint8Array {
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
