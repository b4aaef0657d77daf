/** TT_TRIAGE on the local CAVE, against every bone and every face tried one by one. */
import { swamps } from '@tracer-tools/cave/seeds/swamps';
import { rowsOf, tableOf } from '../support';
import { heavyBench } from './support';

type Point = readonly number[];
const minus = (a: Point, b: Point): number[] => a.map((x, i) => x - b[i]!);
const det = (a: Point, b: Point, c: Point): number =>
  a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
  a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
  a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);

/** Whether a segment passes through a triangle, by the signs of five volumes: none of the world's is degenerate. */
function passes(p: Point, q: Point, a: Point, b: Point, c: Point): boolean {
  const side = (from: Point) => det(minus(a, from), minus(b, from), minus(c, from));
  if (side(p) > 0 === side(q) > 0) return false;
  const d = minus(q, p);
  const around = [
    [a, b],
    [b, c],
    [c, a],
  ].map(([u, v]) => det(d, minus(u!, p), minus(v!, p)) > 0);
  return around.every((sign) => sign === around[0]);
}

type Box = readonly (readonly [number, number])[];
const boxOf = (points: readonly Point[]): Box =>
  [0, 1, 2].map((axis) => {
    const along = points.map((point) => point[axis]!);
    return [Math.min(...along), Math.max(...along)] as const;
  });
const overlap = (a: Box, b: Box): boolean =>
  a.every(([low, high], axis) => high >= b[axis]![0] && low <= b[axis]![1]);

test('every neuron of the world: which swamps, and where', async () => {
  const cave = await heavyBench();
  const requestIds = cave.sandbox.truth.sampleCurrent(36);
  const answers = rowsOf(cave, 'TT_TRIAGE', requestIds);
  // The first question queues the skeletons that are not made yet: such rows say so, and none is an answer.
  const ids = requestIds.filter((_id, i) => !String(answers[i]![0]).startsWith('PENDING'));
  const rows = ids.map((id) => answers[requestIds.indexOf(id)]!);
  expect(ids.length).toBeGreaterThan(20);
  let passing = 0;
  ids.forEach((id, i) => {
    const bones = tableOf(cave, 'TT_BONES', [id]).map((row) => row.map(Number));
    const nm = bones.map((bone) => bone.map((x, k) => x * [4, 4, 45][k % 3]!));
    const crossed: string[] = [];
    let points = 0;
    for (const [swamp, { points: vertices, faces }] of swamps()) {
      let hits = 0;
      const corners = faces.map((face) => face.map((at) => vertices[at]!));
      const box = boxOf(vertices);
      const near = nm.filter((bone) => overlap(boxOf([bone.slice(0, 3), bone.slice(3)]), box));
      for (const bone of near) {
        for (const [a, b, c] of corners as unknown as [Point, Point, Point][]) {
          if (passes(bone.slice(0, 3), bone.slice(3), a, b, c)) hits++;
        }
      }
      if (hits > 0) crossed.push(String(swamp));
      points += hits;
    }
    const [passed, names, where] = rows[i]!;
    const listed = String(where) === '' ? 0 : String(where).split('; ').length;
    expect({ id, names, listed }).toEqual({
      id,
      names: crossed.length > 0 ? crossed.join(', ') : expect.stringMatching(/^(none|[0-9, ]+)$/),
      listed: points,
    });
    expect(passed).toBe(names !== 'none');
    passing += passed === true ? 1 : 0;
  });
  expect(passing).toBeGreaterThan(0);
  expect(passing).toBeLessThan(ids.length);
});

test('a datastack without swamps says NONE', async () => {
  const cave = await heavyBench();
  expect(() =>
    rowsOf(cave, 'TT_TRIAGE', ['720575940379940739'], { datastack: 'flywire_fafb_production' }),
  ).toThrow(/has no swamps/);
});
