/**
 * The answers of a row formula: from the cache, then step by step until the time is over. The other rows get PENDING.
 */
import { asTtError, resumableError, TtError } from '../../core/errors';
import { distinct, type Id } from '../../core/ids';
import { type RequestCounters, type RunPolicy, runSync } from '../../http/runner';
import type { Args, RowTool, ToolContext } from '../../tools/declaration/declare';
import { answerIds, type RowAnswers } from '../../tools/runner/row-answers';
import { runPolicy } from '../../tools/runner/run-policies';
import { nextStepSize, type StepTarget } from '../../tools/runner/step-size';
import type { Host } from '../interfaces/host';
import { cachedRows, cacheKey, isLong, keepRows } from './answer-cache';
import { hasResumableError, hasTransientError, notedStart, noteUnfinished } from './long-columns';
import { neighbourIds } from './neighbours';

/** A step that is too long is lost when time runs out; short steps waste round trips. */
const STEP: StepTarget = {
  ms: 6_000,
  shortestMs: 100,
  bytes: 30e6,
  growth: 20,
  least: 1,
  most: Number.POSITIVE_INFINITY,
};
/** Ids in the first step of a heavy function: a step that does not finish within a request is lost. */
const HEAVY_STEP = 25;

/** A function that takes so many ids in a step has one request for all of them: neighbours cost it no time. */
const CHEAP_STEP = 10_000;

/** An answer for every id. */
export function answerInSteps(
  tool: RowTool,
  ids: Id[],
  args: Args,
  ctx: ToolContext,
  host: Host,
  counters?: RequestCounters,
): RowAnswers {
  // One policy for all steps.
  const policy = runPolicy('formula', host);
  const key = cacheKey(tool, ctx, args, host);
  const answers = cachedRows(host, ids, key);
  const isShared = isLong(ids);
  if (ids.length === 1 && answers.size === 0 && !tool.heavy && tool.idsPerStep >= CHEAP_STEP) {
    const near = distinct([...ids, ...neighbourIds(host, key)]);
    const found =
      near.length > 1 ? answerStep(tool, near, args, ctx, host, policy, counters) : new Map<Id, never>();
    const own = found.get(ids[0]!);
    // What went wrong with others is no answer: this id is asked about alone then.
    if (own !== undefined && !(own instanceof TtError)) {
      keepRows(host, found, key, false);
      return new Map([[ids[0]!, own]]);
    }
  }
  // Failures last: they must not take the time of rows that nobody has asked about.
  const failed = ids.filter((id) => answers.has(id) && hasTransientError(answers.get(id)!));
  const fresh = ids.filter((id) => !answers.has(id));
  const start = isShared && fresh.length > 0 ? notedStart(host, key, fresh) : 0;
  let open = [...fresh.slice(start), ...fresh.slice(0, start), ...failed];
  // No step holds both sides of the turn: what did not fit last time would take the others with it.
  let ahead = fresh.length - start;
  const hasWork = open.length > 0;
  let size = tool.heavy ? Math.min(tool.idsPerStep, HEAVY_STEP) : tool.idsPerStep;
  while (open.length > 0 && host.now() < policy.deadline!) {
    const step = open.slice(0, Math.min(size, ahead || size));
    ahead = Math.max(0, ahead - step.length);
    open = open.slice(step.length);
    const before = { at: host.now(), bytes: host.http.bytesRead() };
    const found = answerStep(tool, step, args, ctx, host, policy, counters);
    for (const [id, answer] of found) answers.set(id, answer);
    keepRows(host, found, key, isShared);
    const cost = { ms: host.now() - before.at, bytes: host.http.bytesRead() - before.bytes };
    size = nextStepSize(step.length, cost, {
      ...STEP,
      ms: Math.min(STEP.ms, (policy.deadline! - host.now()) / 2),
    });
  }
  const isOpen = (id: Id): boolean => !answers.has(id) || hasResumableError(answers.get(id)!);
  if (isShared && hasWork) noteUnfinished(host, key, open.find(isOpen) ?? ids.find(isOpen) ?? '');
  return withPending(ids, answers);
}

/** If a step fails as a whole, only its rows fail. */
function answerStep(
  tool: RowTool,
  step: Id[],
  args: Args,
  ctx: ToolContext,
  host: Host,
  policy: RunPolicy,
  counters?: RequestCounters,
): RowAnswers {
  try {
    return runSync(answerIds(tool, step, args, ctx), host.http, policy, counters);
  } catch (error) {
    const ttError = asTtError(error);
    return new Map(step.map((id) => [id, ttError]));
  }
}

function withPending(ids: readonly Id[], answers: RowAnswers): RowAnswers {
  const isDone = (id: Id) => {
    const answer = answers.get(id);
    return answer !== undefined && !(answer instanceof TtError && answer.code === 'PENDING');
  };
  const done = ids.filter(isDone).length;
  for (const id of ids) {
    if (answers.has(id)) continue;
    answers.set(id, resumableError(`${done} of ${ids.length} done`));
  }
  return answers;
}
