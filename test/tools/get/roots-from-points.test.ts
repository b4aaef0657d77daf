/** TT_ID_AT on the sandbox's watershed volumes, and the conversion of voxels. */
import { TtError } from '../../../src/core/errors';
import type { Vec3 } from '../../../src/core/points';
import { openWatershed, supervoxelsAt, voxelAt } from '../../../src/tools/get/supervoxels-at';
import { random } from '../../../workbench/random';
import { EXAMPLES } from '../../support/facts';
import { BANC, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf, tableOf } from '../support';

const FLYWIRE = 'flywire_fafb_production';

/** Points about the representative points of segments, on them or beside them. */
function pointsNear(cave: TestEnvironment, count: number, seed: number, datastack: string): Vec3[] {
  const next = random(seed);
  const roots = cave.sandbox.truth.sampleCurrent(6, datastack);
  const middles = rowsOf(cave, 'TT_COORDS', roots, { datastack }) as Vec3[];
  return Array.from({ length: count }, (_none, i) => {
    const middle = middles[i % middles.length]!;
    return middle.map((v) => v + Math.floor(9 * (next() - 0.5))) as Vec3;
  });
}

let cave: TestEnvironment;
beforeAll(() => {
  cave = testEnvironment();
});

test.each([
  [BANC, 51],
  [FLYWIRE, 52],
])('%s: segments and supervoxels at points are those of the world (seed %i)', (datastack, seed) => {
  const points = pointsNear(cave, 40, seed, datastack);
  const truth = points.map((point) => cave.sandbox.truth.supervoxelAt(point, datastack));
  expect(truth.filter((one) => one !== '0').length).toBeGreaterThan(10);
  const background = (i: number) => `UNKNOWN: no segment there: ${points[i]!.join(', ')} is background`;
  expect(tableOf(cave, 'TT_ID_AT', [points, true], { datastack })).toEqual(
    truth.map((one, i) => [one === '0' ? background(i) : one]),
  );
  expect(tableOf(cave, 'TT_ID_AT', [points], { datastack })).toEqual(
    truth.map((one, i) => [
      one === '0' ? background(i) : cave.sandbox.truth.rootOfSupervoxel(one, datastack),
    ]),
  );
});

test('a request a chunk, one for all roots; the token goes to CAVE alone', () => {
  const points = pointsNear(cave, 12, 53, BANC);
  const chunks = new Set(points.map(([x, y, z]) => [x >> 10, y >> 10, z >> 5].join()));
  cave.forget();
  tableOf(cave, 'TT_ID_AT', [points]);
  const requests = cave.sent.map(({ url }) => new URL(url).hostname);
  expect(requests.filter((host) => host === 'storage.googleapis.com')).toHaveLength(chunks.size);
  expect(cave.sent.filter(({ url }) => url.includes('/roots_binary'))).toHaveLength(1);
  for (const { url, headers } of cave.sent) {
    const named = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'authorization');
    expect(named).toBe(!url.startsWith('https://storage.googleapis.com/'));
  }
});

test('blank, wrong and outside rows are answered in their place', () => {
  const rows = [[128563, 169944, 4093], ['', '', ''], ['128563, 169944'], ['-5, 3, 4'], [10, 10, 10], ['']];
  const answers = tableOf(cave, 'TT_ID_AT', [rows]);
  expect(answers).toHaveLength(5);
  expect(answers[0]).toEqual([expect.stringMatching(/^7205\d{14}$/)]);
  expect(answers[1]).toEqual([null]);
  expect(answers[2]![0]).toMatch(/^INPUT: points, row 3: /);
  expect(answers[3]![0]).toMatch(
    /^INPUT: -5, 3, 4 lies outside brain_and_nerve_cord. Points are voxels of 4 × 4 × 45 nm/,
  );
  expect(answers[4]![0]).toBe('UNKNOWN: no segment there: 10, 10, 10 is background');
});

test('points in too many blocks are told so, the others answered', () => {
  const stack = cave.stack();
  const points: Vec3[] = [0, 1, 2, 0].map((i) => [1024 * i + 5, 5, 5]);
  const found = cave.run(supervoxelsAt(stack, cave.run(openWatershed(stack, cave.ctx().cache)), points, 2));
  expect(found.map((one) => (one instanceof TtError ? one.code : 'id'))).toEqual([
    'UNKNOWN',
    'UNKNOWN',
    'BIG',
    'UNKNOWN',
  ]);
});

test('where the volume lies is asked once, and damaged memory is asked anew', () => {
  const kept = cave.ctx().cache;
  const stack = cave.stack();
  const open = () => cave.run(openWatershed(stack, kept));
  const first = open();
  cave.forget();
  expect(open().scale).toEqual(first.scale);
  expect(cave.sent).toHaveLength(0);
  kept.put(`watershed:${stack.localServer}:${stack.table}`, '{"cut', 10);
  expect(open().volume.place).toEqual(first.volume.place);
  expect(cave.sent).toHaveLength(1);
});

test('a single text asks for one point; nothing asked is nothing fetched', () => {
  expect(tableOf(cave, 'TT_ID_AT', ['128563, 169944, 4093'])).toEqual([
    [expect.stringMatching(/^7205\d{14}$/)],
  ]);
  cave.forget();
  expect(tableOf(cave, 'TT_ID_AT', [[['', '', '']]])).toEqual([[null]]);
  expect(cave.sent).toHaveLength(0);
});

test('the voxel of a scale is the floor of the real division', () => {
  expect(voxelAt([7, 8, 9], [4, 4, 40], [8, 8, 40])).toEqual([3, 4, 9]);
  expect(voxelAt([-1, 0, 1.9], [4, 4, 40], [16, 16, 40])).toEqual([-1, 0, 1]);
  expect(voxelAt([3, 3, 3], [8, 8, 80], [4, 4, 40])).toEqual([6, 6, 6]);
});

describe('the published example', () => {
  test('segments and supervoxels', () => {
    const example = EXAMPLES.get_roots_from_points;
    expect(tableOf(cave, 'TT_ID_AT', [example.points]).flat()).toEqual(example.segments);
    expect(tableOf(cave, 'TT_ID_AT', [example.points, true]).flat()).toEqual(example.supervoxels);
  });
});
