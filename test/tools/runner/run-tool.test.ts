/** Runs that tell their progress ask in steps; the answer is the same. */
import type { Id } from '../../../src/core/ids';
import {
  IDS,
  NO_CACHE,
  type RowTool,
  rowTool,
  type ToolContext,
} from '../../../src/tools/declaration/declare';
import { count } from '../../../src/tools/declaration/outputs';
import { EVERYWHERE } from '../../../src/tools/declaration/surfaces';
import { type RunOptions, runTool } from '../../../src/tools/runner/run-tool';

const requests: Id[][] = [];
const tool = (more: Partial<RowTool> = {}): RowTool => ({
  ...rowTool({
    name: 'x',
    formula: 'TT_X',
    family: 'get',
    summary: '',
    details: '',
    params: [IDS],
    returns: '',
    example: { formula: '', shows: '' },
    surfaces: EVERYWHERE,
    outputs: [count('n')],
    idsPerStep: 10,
    *answer(ids) {
      requests.push(ids);
      return new Map(ids.map((id) => [id, { cells: [Number(id) % 7], cacheSeconds: NO_CACHE }]));
    },
  }),
  ...more,
});

function run(given: RowTool, many: number, more: Partial<RunOptions> = {}) {
  requests.length = 0;
  const ids = Array.from({ length: many }, (_, i) => [String(720575940000000000n + BigInt(i))]);
  const work = runTool(given, [[...ids, ids[0], ['abc']]], {
    contextFor: () => ({}) as ToolContext,
    noIds: '',
    ...more,
  });
  const step = work.next();
  if (!step.done) throw new Error('it asks nobody');
  return { rows: step.value.rows, steps: requests.map(({ length }) => length) };
}

test('without progress all ids are asked at once', () => {
  expect(run(tool(), 1000).steps).toEqual([1000]);
});

test('with it in 20 steps at most, none smaller than the tool’s; the rows are the same', () => {
  const messages: [number, number][] = [];
  const progress = (done: number, total: number) => void messages.push([done, total]);
  const { rows, steps } = run(tool(), 1000, { progress });
  expect(steps).toEqual(Array.from({ length: 20 }, () => 50));
  expect(messages[0]).toEqual([0, 1000]);
  expect(messages.at(-1)).toEqual([1000, 1000]);
  expect(rows).toEqual(run(tool(), 1000).rows);
  expect(rows).toHaveLength(1002);
  expect(run(tool(), 25, { progress }).steps).toEqual([10, 10, 5]);
});

test('heavy work is asked once: it tells its own progress', () => {
  expect(run(tool({ heavy: 'short' }), 1000, { progress: () => undefined }).steps).toEqual([1000]);
});
