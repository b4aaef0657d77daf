/** TT_CURRENT_ID row by row: current, split, ambiguous, unknown, no segment, and shares that are not exact. */
import type { Id } from '../../../src/core/ids';
import { shareCell } from '../../../src/tools/get/current-seg-ids';
import { NOW, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf } from '../support';

let cave: TestEnvironment;
beforeAll(() => {
  cave = testEnvironment();
});
const exactOf = (id: string) => cave.sandbox.truth.candidates(id, undefined, NOW);

test('every kind of id answers in its own row', () => {
  const { truth } = cave.sandbox;
  const stale = truth.sampleStale(120);
  const clear = stale.find((id) => exactOf(id)[0]!.share > 0.75)!;
  const close = stale.find((id) => exactOf(id)[0]!.share < 0.65)!;
  const [current] = truth.sampleCurrent(1) as [string];
  const supervoxel = truth.supervoxels(current)[0]!;
  const rows = rowsOf(cave, 'TT_CURRENT_ID', [current, clear, close, '720575999999999999', supervoxel]);
  const [best, second] = exactOf(close).map(({ share }) => Math.round(share * 100));
  expect(rows.slice(0, 2)).toEqual([[current], [exactOf(clear)[0]!.id]]);
  expect(rows[2]![0]).toMatch(new RegExp(`^AMBIGUOUS: ${best} % / ${second} %.*Add an anchor point$`));
  expect(rows[3]).toEqual(['UNKNOWN: no such segment in brain_and_nerve_cord']);
  expect(rows[4]).toEqual([
    `ID: ${supervoxel} is a supervoxel, not a segment. TT_ID_FROM_SUPERVOXEL gives its segment`,
  ]);
});

test('an ambiguous split is told, not refused, when its share or list is asked for', () => {
  const close = cave.sandbox.truth.findStale(1, (id) => exactOf(id)[0]!.share < 0.65)[0]!;
  const [best] = exactOf(close);
  expect(rowsOf(cave, 'TT_CURRENT_ID', [close], { args: [true] })).toEqual([[best!.id, best!.share]]);
  expect(rowsOf(cave, 'TT_CURRENT_ID', [close], { args: [false, true] })).toEqual([
    exactOf(close).map(({ id }) => id),
  ]);
});

test('a current id has one candidate with all of it', () => {
  const [current] = cave.sandbox.truth.sampleCurrent(1) as [Id];
  expect(rowsOf(cave, 'TT_CURRENT_ID', [current], { args: [true, true] })).toEqual([[current, 1]]);
});

test('a share that does not count supervoxels is marked', () => {
  expect([shareCell(0.5, true), shareCell(0.51234567, false), shareCell(1, false)]).toEqual([
    0.5,
    '≈0.5123',
    1,
  ]);
});
