/** The edits between an old id and its successor, counted by the sandbox that made them. */
import { pick, rng } from '@tracer-tools/cave/rng';
import type { Id } from '../../../src/core/ids';
import { editsBetween, type IdChange } from '../../../src/tools/segments/edits-between';
import { testEnvironment } from '../../support/sandbox-driver';

test('60 chains of random edits (seed 3): merges, splits and the day of the last, with its user', () => {
  const cave = testEnvironment();
  const { sandbox } = cave;
  const random = rng(3);
  const neurons = sandbox.truth.findCurrent(60, (id) => sandbox.truth.supervoxelCount(id) > 300);
  const changes: IdChange[] = [];
  const result: { merges: number; splits: number }[] = [];
  for (let n = 0; n < 60; n++) {
    let root = neurons[n]!;
    const from = root;
    const counts = { merges: 0, splits: 0 };
    for (let edit = 0; edit < 1 + Math.floor(random() * 4); edit++) {
      cave.driver.sleep(60_000);
      if (random() < 0.5) {
        root = sandbox.edit({ kind: 'split', root, share: 0.8 }).after[0]!;
        counts.splits++;
      } else {
        const other = pick(random, neurons.slice(100 + n, 101 + n));
        if (!sandbox.truth.isLatest(other) || other === root) continue;
        root = sandbox.edit({ kind: 'merge', root, with: other }).after[0]!;
        counts.merges++;
      }
    }
    if (root === from) continue;
    changes.push({ from: from as Id, to: root as Id });
    result.push(counts);
  }
  expect(changes.length).toBeGreaterThan(40);
  const before = cave.sent.length;
  const found = cave.run(editsBetween(cave.stack(), changes));
  expect(found.map(({ merges, splits }) => ({ merges, splits }))).toEqual(result);
  for (const { note } of found) {
    expect(note).toMatch(/^(\d+ merges?)?( and )?(\d+ splits?)?, the last on \d{4}-\d\d-\d\d by \S.*$/);
  }
  expect(cave.sent.length - before).toBeLessThanOrEqual(changes.length + 3);
});

test('without the log nobody is named, and the counts stay; another piece that became the larger one is no edit', () => {
  const cave = testEnvironment();
  const { sandbox } = cave;
  const [a, b] = sandbox.truth.sampleCurrent(80).filter((id) => sandbox.truth.supervoxelCount(id) > 300);
  const [first] = sandbox.edit({ kind: 'split', root: a!, share: 0.8 }).after;
  sandbox.setFaults({ rate: 1, kinds: ['500'], routes: 'tabular_change_log' });
  const [one, two] = cave.run(
    editsBetween(cave.stack(), [
      { from: a as Id, to: first as Id },
      { from: b as Id, to: first as Id },
    ]),
  );
  expect(one).toMatchObject({ merges: 0, splits: 1, note: expect.not.stringContaining(' by ') });
  expect(two).toEqual({
    merges: 0,
    splits: 0,
    note: 'another piece of the old segment is the larger one now',
  });
});
