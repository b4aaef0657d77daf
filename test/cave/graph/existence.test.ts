/** Which ids exist, where some came of others and hide one another's nodes; and lineages of lists full of unknown ids. */

import { pick, rng } from '@tracer-tools/cave/rng';
import { existing } from '../../../src/cave/graph/existence';
import { lineageOf } from '../../../src/cave/graph/lineage';
import { type Id, toId } from '../../../src/core/ids';
import { testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const stack = cave.stack();
const { truth } = cave.sandbox;

/** Ids of the right form that nobody has. */
const nobody = (count: number): Id[] =>
  Array.from({ length: count }, (_, i) => toId(String(720575949000000001n + BigInt(i * 3))));

/** Every ancestor of some segments: most share their nodes with others of the list. */
const families = (count: number): Id[] => [
  ...new Set(
    truth
      .sampleCurrent(count)
      .flatMap((id) => truth.operations(id).flatMap(({ before, after }) => [...before, ...after]))
      .map((root) => root.id as Id),
  ),
];

test('every ancestor of 60 segments exists though others take its nodes, seed 3', () => {
  const random = rng(3);
  const known = families(60);
  const mixed = [...known, ...nobody(40)].sort(() => random() - 0.5);
  const { value, counts } = cave.counted(existing(stack, mixed));
  expect([...value].sort()).toEqual([...known].sort());
  expect(counts.requests).toBeLessThanOrEqual(6);
});

test('a list of unknown ids alone ends after two looks', () => {
  const { value, counts } = cave.counted(existing(stack, nobody(50)));
  expect([value.size, counts.requests]).toEqual([0, 2]);
});

describe('lineages', () => {
  const known = families(40).slice(0, 150);

  test.each([
    [1, 3],
    [2, 5],
    [40, 14],
    [1_000, 60],
  ])('%i unknown ids among known ones: each said, at most %i requests, seed 4', (count, most) => {
    const random = rng(4);
    const bad = nobody(count);
    const ids = known.slice();
    for (const id of bad) ids.splice(ids.indexOf(pick(random, ids)), 0, id);
    const { value, counts } = cave.counted(lineageOf(stack, ids));
    expect([...value.failures.keys()].sort()).toEqual([...bad].sort());
    expect([...value.failures.values()].every((error) => error.code === 'UNKNOWN')).toBe(true);
    for (const id of known) expect(value.lineage.has(id)).toBe(true);
    console.log(
      `${count} unknown of ${ids.length}: ${counts.requests} requests, ${counts.roundTrips} round trips`,
    );
    expect(counts.requests).toBeLessThanOrEqual(most);
  });
});
