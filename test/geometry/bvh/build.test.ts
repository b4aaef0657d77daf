/** The tree over triangles: each in one leaf, every node's box around what lies below, nodes made where walks come. */
import { buildTree, CLOSED, MAX_LEAF_TRIANGLES, MAX_STACK } from '../../../src/geometry/bvh/build';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { random } from '../../../workbench/random';

function small(next: () => number, count: number, spread: number): Mesh {
  const vertices = new Float64Array(9 * count);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < 3; k++) {
      const low = Math.floor(next() * spread);
      for (let corner = 0; corner < 3; corner++) {
        vertices[9 * i + 3 * corner + k] = low + Math.floor(next() * 20);
      }
    }
  }
  return { vertices, faces: new Uint32Array(3 * count).map((_x, i) => i) };
}

function boundsOf({ vertices }: Mesh): Float64Array {
  const axis = (k: number) => vertices.filter((_x, i) => i % 3 === k);
  return Float64Array.from([
    ...[0, 1, 2].map((k) => Math.min(...axis(k))),
    ...[0, 1, 2].map((k) => Math.max(...axis(k))),
  ]);
}

describe.each([
  [21, 1, 1000],
  [22, 5, 1000],
  [23, 3000, 1000],
  [24, 3000, 3],
])('seed %i: %i triangles within %i', (seed, count, spread) => {
  const mesh = small(random(seed), count, spread);

  test('every triangle once, in boxes that hold it', () => {
    const tree = buildTree(mesh, boundsOf(mesh));
    let deepest = 0;
    const wrong: string[] = [];
    const visit = (node: number, depth: number): number[] => {
      deepest = Math.max(deepest, depth);
      if (tree.count[node] === CLOSED) tree.open(node);
      const first = tree.first[node]!;
      const many = tree.count[node]!;
      if (many > MAX_LEAF_TRIANGLES) wrong.push(`leaf ${node} of ${many}`);
      const below =
        many > 0
          ? Array.from({ length: many }, (_x, i) => first + i)
          : [...visit(first, depth + 1), ...visit(first + 1, depth + 1)];
      for (const at of below) {
        for (let j = 0; j < 9; j++) {
          const x = tree.corners[9 * at + j]!;
          const [centre, half] = [tree.boxes[6 * node + (j % 3)]!, tree.boxes[6 * node + 3 + (j % 3)]!];
          if (x < centre - half || x > centre + half) wrong.push(`triangle ${at} of node ${node}`);
          if (x !== mesh.vertices[9 * tree.face[at]! + j]) wrong.push(`corner ${j} of triangle ${at}`);
        }
      }
      return below;
    };
    expect(visit(0, 1).sort((a, b) => a - b)).toEqual([...tree.face.keys()]);
    expect([...tree.face].sort((a, b) => a - b)).toEqual([...tree.face.keys()]);
    expect(wrong).toEqual([]);
    expect(deepest).toBeLessThan(MAX_STACK);
  });

  test('a node opened twice, or in any order, holds the same triangles', () => {
    const next = random(seed + 100);
    const leaves = (pick: (many: number) => number): string[] => {
      const tree = buildTree(mesh, boundsOf(mesh));
      const waiting = [0];
      const found: string[] = [];
      while (waiting.length > 0) {
        const [node] = waiting.splice(pick(waiting.length), 1) as [number];
        if (tree.count[node] === CLOSED) {
          tree.open(node);
          tree.open(node);
        }
        const [first, many] = [tree.first[node]!, tree.count[node]!];
        if (many === 0) waiting.push(first, first + 1);
        else found.push([...tree.face.subarray(first, first + many)].join(' '));
      }
      return found.sort();
    };
    expect(leaves((many) => Math.floor(next() * many))).toEqual(leaves(() => 0));
  });
});

test('what no walk comes to stays closed', () => {
  const mesh = small(random(25), 3000, 1000);
  const { count } = buildTree(mesh, boundsOf(mesh));
  expect(count.filter((many) => many > 0 && many !== CLOSED)).toHaveLength(0);
  expect(count.filter((many) => many === CLOSED).length).toBeGreaterThan(100);
});
