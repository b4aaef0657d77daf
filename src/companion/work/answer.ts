/** Answers one question in a worker, with its heavy work, its requests and its limits. */
import type { KeyValueCache } from '../../cave/client/datastack';
import type { Kernels } from '../../geometry/kernels';
import { type AsyncDriver, runAsync } from '../../http/runner';
import { SYSTEM_CLOCK } from '../../node/system-clock';
import type { ToolAnswer, ToolRequest } from '../../tools/companion/wire';
import type { AnyTool, HeavyRunner, ToolContext } from '../../tools/declaration/declare';
import { HEAVY } from '../../tools/heavy';
import { localHeavyRunner } from '../../tools/heavy/local-runner';
import { runPolicy } from '../../tools/runner/run-policies';
import type { Limits } from '../limits/limits';
import { answerWork } from './answer-work';

export interface RunContext {
  driver: AsyncDriver;
  kernels: Partial<Kernels>;
  memory: KeyValueCache;
  limits: Limits;
  /** The CAVE token. */
  token: string;
  /** Milliseconds since the epoch; no request starts later. */
  deadline: number;
  progress: (done: number, total: number, words: string) => void;
}

export async function answerQuestion(
  tool: AnyTool,
  question: ToolRequest,
  context: RunContext,
): Promise<ToolAnswer> {
  const { driver, kernels, memory, limits, token, deadline, progress } = context;
  const heavy: HeavyRunner = localHeavyRunner(HEAVY, { kernels, progress });
  const ctx: ToolContext = {
    access: { server: question.server, token },
    datastack: question.datastack,
    cache: memory,
    now: () => Date.now(),
    heavyRunner: heavy,
  };
  const policy = { ...runPolicy('companionTask', SYSTEM_CLOCK), deadline };
  return runAsync(answerWork(tool, question, ctx, limits), driver, policy);
}
