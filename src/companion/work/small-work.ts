/**
 * Answers small questions in the service itself: arithmetic on a few thousand cells takes less time than a message to a
 * worker and back. Questions that need a request, or are large, go to a worker, with its limits of time and memory.
 */
import type { AnyTool } from '../../tools/declaration/declare';
import { toolKey, toolsOn } from '../../tools/registry';
import type { Limits } from '../limits/limits';
import { answerBytes, answerWork } from './answer-work';
import type { Task } from './messages';
import type { TaskRunner } from './runner';

/** These only compute: none has heavy work. */
const FAMILIES: readonly string[] = ['calc', 'convert'];
const MOST_CELLS = 10_000;
const MOST_CHARACTERS = 200_000;

const isArithmetic = (tool: AnyTool): boolean =>
  FAMILIES.includes(tool.family) && tool.kind === 'table' && !tool.heavy && !tool.hasHeavyWork;

/** Like `runner`, but answers small questions itself. */
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

  /** Null if the work needs a request. */
  function answerTask(tool: AnyTool, { question }: Task): Uint8Array | null {
    const ctx = {
      // No request is sent from here, so no token is needed.
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
