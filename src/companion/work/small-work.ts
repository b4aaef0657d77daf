/**
 * Small questions that are answered where they arrive: arithmetic on a few thousand cells takes less time than its way
 * to a worker and back. Whatever asks for a request, or is large, goes to a worker, with its limits of time and memory.
 */
import type { AnyTool } from '../../tools/declaration/declare';
import { toolKey, toolsOn } from '../../tools/registry';
import type { Limits } from '../limits/limits';
import { answerBytes, answerWork } from './answer-work';
import type { Task } from './messages';
import type { TaskRunner } from './runner';

/** Of arithmetic alone: no work of theirs is heavy. */
const FAMILIES: readonly string[] = ['calc', 'convert'];
const MOST_CELLS = 10_000;
const MOST_CHARACTERS = 200_000;

const isArithmetic = (tool: AnyTool): boolean =>
  FAMILIES.includes(tool.family) && tool.kind === 'table' && !tool.heavy && !tool.hasHeavyWork;

/** As `runner`, but for small questions. */
export function withSmallWork(runner: TaskRunner, limits: Limits, now: () => number): TaskRunner {
  const arithmetic = new Map(
    toolsOn('companion').flatMap((tool) => (isArithmetic(tool) ? [[toolKey(tool), tool]] : [])),
  );
  return {
    ...runner,
    async run(task, options) {
      const tool = arithmetic.get(task.tool);
      return (tool && isSmall(task) && answerTask(tool, task)) || runner.run(task, options);
    },
  };

  /** Null where the work asks for a request. */
  function answerTask(tool: AnyTool, { question }: Task): Uint8Array | null {
    const ctx = {
      // A request that would carry the token is not sent from here.
      access: { server: question.server, token: '' },
      datastack: question.datastack,
      cache: { get: () => null, put: () => {} },
      now,
    };
    const step = answerWork(tool, question, ctx, limits).next();
    return step.done ? answerBytes(step.value, limits) : null;
  }
}

function isSmall({ question }: Task): boolean {
  let cells = 0;
  let characters = 0;
  const count = (cell: unknown): void => {
    cells++;
    if (typeof cell === 'string') characters += cell.length;
  };
  for (const value of Object.values(question.args)) {
    if (!Array.isArray(value)) count(value);
    else if (value.length > MOST_CELLS) return false;
    else for (const row of value) row.forEach(count);
  }
  return cells <= MOST_CELLS && characters <= MOST_CHARACTERS;
}
