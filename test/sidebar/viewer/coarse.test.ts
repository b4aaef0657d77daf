// Fewer edges for the same picture: nothing moves further than a cube, nothing vanishes, thick stays thick.
import { coarseEdges } from '../../../sidebar/viewer/coarse';
import { boxOf, type Neuron } from '../../../sidebar/viewer/decode';
import { random } from '../../../workbench/random';

function neuronOf(positions: number[], pairs: number[], radii: number[]): Neuron {
  const points = Float32Array.from(positions);
  return {
    id: '1',
    offset: [1000, 0, -50],
    positions: points,
    radii: Float32Array.from(radii),
    compartments: new Uint8Array(radii.length),
    pairs: Uint32Array.from(pairs),
    soma: null,
    cable: 0,
    current: true,
    ...boxOf(points, [1000, 0, -50]),
  };
}

test('a line of ten points in cubes of five: one edge, between the thickest of each', () => {
  const positions = Array.from({ length: 10 }, (_x, i) => [i, 0, 0]).flat();
  const pairs = Array.from({ length: 9 }, (_x, i) => [i, i + 1]).flat();
  const neuron = neuronOf(positions, pairs, [1, 1, 9, 1, 1, 1, 1, 1, 8, 1]);
  expect([...coarseEdges(neuron, 5)]).toEqual([2, 8]);
  expect([...coarseEdges(neuron, 0.5)]).toEqual(pairs);
});

test('a small piece apart stays, as a point', () => {
  const neuron = neuronOf([0, 0, 0, 100, 0, 0, 500, 0, 0, 501, 0, 0], [0, 1, 2, 3], [1, 1, 1, 2]);
  expect([...coarseEdges(neuron, 50)]).toEqual([0, 1, 3, 3]);
});

test('random trees: every edge has one beside it, and there are fewer (seed 11)', () => {
  const next = random(11);
  const count = 3000;
  const positions = [0, 0, 0];
  const pairs: number[] = [];
  for (let i = 1; i < count; i++) {
    const from = next() < 0.02 ? Math.floor(next() * i) : i - 1;
    for (let axis = 0; axis < 3; axis++) positions.push(positions[3 * from + axis]! + 100 * (next() - 0.45));
    pairs.push(from, i);
  }
  const radii = Array.from({ length: count }, next);
  const neuron = neuronOf(positions, pairs, radii);
  const cell = 400;
  const fewer = coarseEdges(neuron, cell);
  expect(fewer.length).toBeLessThan(pairs.length / 3);
  const point = (vertex: number) => [0, 1, 2].map((axis) => neuron.positions[3 * vertex + axis]!);
  const near = (a: number[], b: number[]) =>
    Math.hypot(...a.map((x, i) => x - b[i]!)) <= cell * Math.sqrt(3) + 1e-3;
  for (let i = 0; i < pairs.length; i += 20) {
    const [a, b] = [point(pairs[i]!), point(pairs[i + 1]!)];
    let found = false;
    for (let k = 0; k < fewer.length && !found; k += 2) {
      const [p, q] = [point(fewer[k]!), point(fewer[k + 1]!)];
      found =
        (near(a, p) && near(b, q)) ||
        (near(a, q) && near(b, p)) ||
        (near(a, p) && near(b, p)) ||
        (near(a, q) && near(b, q));
    }
    expect(found).toBe(true);
  }
});
