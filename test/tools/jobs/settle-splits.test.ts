/** What settles a split: choices and shares as people write them. */

import type { Id } from '../../../src/core/ids';
import { settlements, settleSplitsJob } from '../../../src/tools/jobs/settle-splits';
import { errorOf, NOW, testEnvironment } from '../../support/sandbox-driver';

const SUPERVOXEL = '72905421573096843';
const SEGMENT = '720575941473274509';

test.each([
  [{ least_share: '60' }, 0.6, 0],
  [{ least_share: ' 66.7 ' }, 0.667, 0],
  [{ least_share: '100 %' }, 1, 0],
  [{ choices: `${SEGMENT} ${SUPERVOXEL}` }, null, 1],
  [{ choices: ` ${SEGMENT}  ${SUPERVOXEL} , ` }, null, 1],
  [{ choices: `${SEGMENT} ${SUPERVOXEL}`, least_share: '51' }, 0.51, 1],
])('%j', (options, least, choices) => {
  const found = settlements(options);
  expect(found.least === null ? null : found.least.toFixed(3)).toBe(least === null ? null : least.toFixed(3));
  expect(found.choices.size).toBe(choices);
});

test.each<Record<string, string>>([
  {},
  { least_share: '50' },
  { least_share: '-60' },
  { least_share: '0,6' },
  { least_share: 'sixty' },
  { least_share: '101' },
  { choices: SEGMENT },
  { choices: `${SUPERVOXEL} ${SEGMENT}` },
  { choices: `${SEGMENT} ${SUPERVOXEL} ${SUPERVOXEL}` },
  { choices: `${SEGMENT} abc` },
])('%j is refused', (options) => {
  expect(errorOf(() => settlements(options))).toMatchObject({ code: 'INPUT' });
});

test('20 split rows: the largest piece where it holds enough, and only there; an anchor that stands there stays', () => {
  const cave = testEnvironment();
  const { truth } = cave.sandbox;
  const close = truth
    .sampleStale(200)
    .filter((id) => truth.candidates(id, undefined, NOW)[0]!.share < 0.7)
    .slice(0, 20);
  const [anchored] = close;
  const second = truth.candidates(anchored!, undefined, NOW)[1]!.id;
  const own = truth
    .supervoxels(anchored!)
    .find((sv) => truth.rootOfSupervoxel(sv, undefined, NOW) === second)!;
  const rows = close.map((id) => ({ key: id, text: id, anchor: id === anchored ? own : undefined }));
  const run = {
    headers: ['current_id', 'anchor_supervoxel'],
    options: { least_share: '60' },
    written: () => ({}),
  };
  const answers = cave.run(settleSplitsJob.answer(rows, run, cave.ctx()));
  expect(answers.get(anchored!)).toEqual({ current_id: second });
  let settled = 0;
  for (const id of close.slice(1)) {
    const [best] = truth.candidates(id, undefined, NOW);
    const answer = answers.get(id)!;
    if (best!.share < 0.6) {
      expect(answer).toEqual({ current_id: expect.objectContaining({ code: 'AMBIGUOUS' }) });
      continue;
    }
    settled++;
    expect(answer.current_id).toBe(best!.id);
    expect(truth.rootOfSupervoxel(answer.anchor_supervoxel as Id, undefined, NOW)).toBe(best!.id);
    expect(truth.supervoxels(id)).toContain(answer.anchor_supervoxel);
  }
  expect(settled).toBeGreaterThan(2);
});
