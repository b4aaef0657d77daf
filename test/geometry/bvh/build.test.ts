/** The tree over boxes: every triangle in one leaf, every node's box around what lies below. */
import { buildTree, MAX_STACK } from '../../../src/geometry/bvh/build';
import { random } from '../../../workbench/random';

const boxesOf = (next: () => number, count: number, spread: number): Float64Array => {
  const boxes = new Float64Array(6 * count);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < 3; k++) {
      const low = Math.floor(next() * spread);
      boxes[6 * i + k] = low;
      boxes[6 * i + 3 + k] = low + Math.floor(next() * 20);
    }
  }
  return boxes;
};

test.each([
  [21, 1, 1000],
  [22, 5, 1000],
  [23, 3000, 1000],
  [24, 3000, 3],
])('seed %i: %i boxes within %i', (seed, count, spread) => {
  const boxes = boxesOf(random(seed), count, spread);
  const tree = buildTree(boxes);
  expect([...tree.face].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  let [leaves, deepest] = [0, 0];
  const outside: string[] = [];
  const visit = (node: number, depth: number): number[] => {
    deepest = Math.max(deepest, depth);
    const first = tree.first[node]!;
    const below =
      tree.count[node]! > 0
        ? [...tree.face.subarray(first, first + tree.count[node]!)]
        : [...visit(first, depth + 1), ...visit(first + 1, depth + 1)];
    if (tree.count[node]! > 0) leaves += tree.count[node]!;
    for (const face of below) {
      for (let k = 0; k < 3; k++) {
        const [centre, half] = [tree.boxes[6 * node + k]!, tree.boxes[6 * node + 3 + k]!];
        const within = boxes[6 * face + k]! >= centre - half && boxes[6 * face + 3 + k]! <= centre + half;
        if (!within) outside.push(`box ${face} of node ${node}, axis ${k}`);
      }
    }
    return below;
  };
  expect(visit(0, 1)).toHaveLength(count);
  expect(outside).toEqual([]);
  expect([leaves, deepest < MAX_STACK]).toEqual([count, true]);
});
