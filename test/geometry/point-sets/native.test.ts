import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { frameOf, withNative } from '../../../src/geometry/point-sets/native';
import { random } from '../../../workbench/random';
import { insphere, orient, pointsOf, sign } from '../support/rational';

test('each compiled module is what its sources give', () => {
  const script = join(__dirname, '../../../scripts/wasm.mjs');
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});

/** Sign of `orient` (four points) or `insphere` (five), as the compiled geometry gives it. */
function signOf(points: Float64Array): number {
  const { size, whole } = frameOf(points);
  return withNative((native) => {
    const at = native.begin(5, 0);
    new Float64Array(native.memory.buffer, at, points.length).set(points);
    native.setExtent(...size, whole);
    const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((i) => at + 24 * i) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return points.length === 12 ? native.orient(a, b, c, d) : native.insphere(a, b, c, d, e);
  });
}

const judge = (points: Float64Array): number => {
  const p = pointsOf(points);
  return sign(
    points.length === 12 ? orient(p[0]!, p[1]!, p[2]!, p[3]!) : insphere(p[0]!, p[1]!, p[2]!, p[3]!, p[4]!),
  );
};

/** A neighbouring double, up to three steps away. */
function nudge(value: number, draw: () => number): number {
  const view = new Float64Array([value]);
  const bits = new BigInt64Array(view.buffer);
  if (value !== 0) bits[0]! += BigInt(Math.floor(draw() * 7) - 3);
  return view[0]!;
}

type Draw = () => number;
const whole = (draw: Draw, range: number): number => Math.floor(draw() * range);
const three = (value: () => number): number[] => [value(), value(), value()];

/** Points that nearly or exactly lie in one plane, or on one sphere. */
const ORIENT: Record<string, (draw: Draw) => number[]> = {
  'a small lattice': (draw) => Array.from({ length: 12 }, () => whole(draw, 3)),
  'a lattice of tenths': (draw) => Array.from({ length: 12 }, () => whole(draw, 4) * 0.1),
  'a far lattice of tenths': (draw) => Array.from({ length: 12 }, () => 1e6 + whole(draw, 4) * 0.1),
  'a plane, nudged': (draw) => {
    const [p, u, v] = [three(draw), three(draw), three(draw)];
    return [0, 1, 2, 3].flatMap(() => {
      const [s, t] = [draw(), draw()];
      return p.map((value, axis) => nudge(value + s * u[axis]! + t * v[axis]!, draw));
    });
  },
  'a plane of large whole numbers': (draw) => {
    const [p, u, v] = [
      three(() => whole(draw, 2 ** 40)),
      three(() => whole(draw, 2 ** 20)),
      three(() => whole(draw, 2 ** 20)),
    ];
    return [0, 1, 2, 3].flatMap((i) => {
      const [s, t] = [whole(draw, 1000), whole(draw, 1000)];
      return p.map(
        (value, axis) =>
          value + s * u[axis]! + t * v[axis]! + (i === 3 && axis === 0 ? whole(draw, 3) - 1 : 0),
      );
    });
  },
  'all sizes': (draw) => Array.from({ length: 12 }, () => (draw() - 0.5) * 2 ** (whole(draw, 200) - 100)),
  'a needle': (draw) => {
    const u = three(draw);
    return [0, 1, 2, 3].flatMap((i) => u.map((value) => nudge(value * (i + draw() * 1e-9), draw)));
  },
};

const SPHERE: Record<string, (draw: Draw) => number[]> = {
  'a small lattice': (draw) => Array.from({ length: 15 }, () => whole(draw, 3)),
  'a lattice of tenths': (draw) => Array.from({ length: 15 }, () => whole(draw, 3) * 0.1),
  'a far lattice of tenths': (draw) => Array.from({ length: 15 }, () => 1e6 + whole(draw, 3) * 0.1),
  'a lattice of 500': (draw) => Array.from({ length: 15 }, () => 123_456 + whole(draw, 3) * 500),
  'a sphere, nudged': (draw) => {
    const centre = three(draw);
    return [0, 1, 2, 3, 4].flatMap(() => {
      const v = three(() => draw() - 0.5);
      const length = Math.hypot(...v);
      return v.map((value, axis) => nudge(centre[axis]! + value / length, draw));
    });
  },
  'a sphere of whole points': (draw) => {
    // All ways to write 9·2^40 as three squares that these turns and signs of (1, 2, 2)·2^20 give.
    return [0, 1, 2, 3, 4].flatMap((i) => {
      const turn = whole(draw, 3);
      const off = i === 4 && draw() < 0.5 ? whole(draw, 3) - 1 : 0;
      return [0, 1, 2].map(
        (axis) => (axis === turn ? 1 : 2) * 2 ** 20 * (draw() < 0.5 ? -1 : 1) + (axis === 0 ? off : 0),
      );
    });
  },
  'all sizes': (draw) => Array.from({ length: 15 }, () => (draw() - 0.5) * 2 ** (whole(draw, 120) - 60)),
  'nearly a plane': (draw) => {
    const [u, v] = [three(draw), three(draw)];
    return [0, 1, 2, 3, 4].flatMap(() => {
      const [s, t] = [draw(), draw()];
      return u.map((value, axis) => nudge(s * value + t * v[axis]!, draw));
    });
  },
};

const CASES = 200;

describe.each([
  ['orient', ORIENT],
  ['insphere', SPHERE],
] as const)('%s', (_, families) => {
  test.each(Object.entries(families).map(([name, make], i) => [name, 9100 + i, make] as const))(
    `${CASES} cases of %s have the sign of exact arithmetic, seed %i`,
    (_name, seed, make) => {
      const draw = random(seed);
      let hard = 0;
      for (let i = 0; i < CASES; i++) {
        const points = Float64Array.from(make(draw));
        expect([i, signOf(points)]).toEqual([i, judge(points)]);
        hard += withNative((native) => native.hardSigns());
      }
      // The family is worth its place: without exact arithmetic some sign would be a guess.
      if (!/small lattice|of 500|all sizes/.test(_name)) expect(hard).toBeGreaterThan(CASES / 20);
    },
  );
});

test.each([
  [[NaN, 0, 0], 'coordinate x of point 1 is no number'],
  [[0, 0, 0, 0, 0, -Infinity], 'coordinate z of point 2 is no number'],
  [[0, 1e60, 0], /y of point 1 is 1e\+60: only sizes from/],
  [[0, 0, 1e-60], /z of point 1 is 1e-60: only sizes from/],
  [[1, 2], 'the coordinates do not come in threes'],
])('points %j are refused', (points, words) => {
  expect(() => frameOf(Float64Array.from(points))).toThrow(words);
});

test('whole coordinates are moved and divided to small ones', () => {
  const lattice = Float64Array.of(1000, 2000, -500, 2500, 2000, 500);
  expect(frameOf(lattice)).toEqual({ origin: [1000, 2000, -500], unit: 500, size: [3, 0, 2], whole: true });
  expect(frameOf(Float64Array.of(7, 7, 7))).toMatchObject({ unit: 1, size: [0, 0, 0] });
  expect(frameOf(Float64Array.of(0, 0.5, 3))).toMatchObject({ origin: [0, 0, 0], unit: 1, whole: false });
});
