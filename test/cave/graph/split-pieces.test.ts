/** The pieces of split segments, against the sandbox's own count; also after edits of the pieces. */
import { rng } from '@tracer-tools/cave/rng';
import { type SplitPieces, splitPieces } from '../../../src/cave/graph/split-pieces';
import type { Id } from '../../../src/core/ids';
import { errorOf, NOW, testEnvironment } from '../../support/sandbox-driver';

const AT = NOW / 1000;
const cave = testEnvironment();
const stack = cave.stack();
const pieces = (id: Id): SplitPieces => cave.run(splitPieces(stack, id, AT));

const stale = cave.sandbox.truth.sampleStale(120) as Id[];

test('120 stale segments (seed 1): pieces and shares are the count, each supervoxel is of the old segment and the piece', () => {
  let split = 0;
  for (const id of stale) {
    const truth = cave.sandbox.truth.candidates(id, undefined, NOW);
    const answer = pieces(id);
    expect(answer).toMatchObject({ state: 'stale', exact: true });
    expect(answer.pieces.map(({ id: piece, share }) => [piece, share])).toEqual(
      truth.map(({ id: piece, share }) => [piece, share]),
    );
    if (truth.length < 2) continue;
    split++;
    const old = new Set(cave.sandbox.truth.supervoxels(id));
    for (const { id: piece, supervoxel } of answer.pieces) {
      expect(old.has(supervoxel!)).toBe(true);
      expect(cave.sandbox.truth.rootOfSupervoxel(supervoxel!)).toBe(piece);
    }
  }
  expect(split).toBeGreaterThan(30);
});

test('a piece that grew by a merge is told by a supervoxel of the old segment, not of what it merged with', () => {
  const random = rng(7);
  const old = cave.sandbox.truth.sampleCurrent(40)[Math.floor(random() * 40)] as Id;
  const split = cave.sandbox.edit({ kind: 'split', root: old, share: 0.3 });
  const large = cave.sandbox.truth.sampleCurrent(60).find((id) => !split.after.includes(id))!;
  cave.sandbox.edit({ kind: 'merge', root: split.after[0]!, with: large });
  const supervoxels = new Set(cave.sandbox.truth.supervoxels(old));
  const now = cave.sandbox.now() / 1000;
  const answer = cave.run(splitPieces(stack, old, now));
  expect(answer.pieces).toHaveLength(2);
  for (const { supervoxel } of answer.pieces) expect(supervoxels.has(supervoxel!)).toBe(true);
});

test('a current segment is its own only piece and needs no supervoxel', () => {
  const id = cave.sandbox.truth.sampleCurrent(60).find((one) => cave.sandbox.truth.isLatest(one)) as Id;
  expect(pieces(id)).toEqual({ state: 'current', pieces: [{ id, share: 1, supervoxel: null }], exact: true });
});

test('a service that fails is an error, not a segment without pieces', () => {
  cave.sandbox.setFaults({ rate: 1, kinds: ['502'], routes: 'leaves_many' });
  expect(
    errorOf(() => pieces(stale.find((id) => cave.sandbox.truth.candidates(id).length > 1)!)),
  ).toMatchObject({
    code: 'DOWN',
  });
  cave.sandbox.setFaults({ rate: 0 });
});
