import { readSwc } from '../../../src/geometry/formats/swc';
import type { Tree } from '../../../src/geometry/skeletons/tree';
import { cableLength, measureTree } from '../../../src/geometry/skeletons/tree-measures';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { publishedBytes, truthOf } from '../support/published';
import { binaryTree, randomTree } from '../support/trees';

interface SkeletonTruth {
  unit_nm: number;
  nodes: number;
  edges: number;
  roots: number[];
  leaves: number;
  branch_points: number;
  connected_components: number;
  type_counts: Record<string, number>;
  cable_length: number;
  cable_length_nm: number;
  longest_edge_nm: number;
  bbox_min: number[];
  bbox_max: number[];
  radius_min: number;
  radius_max: number;
  longest_root_to_tip_path_nm: number;
}

const published = truthOf<SkeletonTruth>('skeletons');
const near = (value: number, expected: number) =>
  expect(Math.abs(value / expected - 1)).toBeLessThanOrEqual(1e-12);

describeWith(published)('published skeletons', () => {
  test.each(published ?? [])('%s', (name, truth) => {
    const measures = measureTree(readSwc(publishedBytes(name)));
    expect(measures).toMatchObject({
      nodes: truth.nodes,
      edges: truth.edges,
      components: truth.connected_components,
      leaves: truth.leaves,
      branchPoints: truth.branch_points,
      box: { min: truth.bbox_min, max: truth.bbox_max },
      radius: { min: truth.radius_min, max: truth.radius_max },
    });
    // In these files the ids are the rows, counted from 1.
    expect(measures.roots.map((root) => root + 1)).toEqual(truth.roots);
    expect(Object.fromEntries(measures.types)).toEqual(truth.type_counts);
    near(measures.cableLength, truth.cable_length);
    near(measures.cableLength * truth.unit_nm, truth.cable_length_nm);
    near(measures.longestEdge * truth.unit_nm, truth.longest_edge_nm);
    near(measures.longestPath * truth.unit_nm, truth.longest_root_to_tip_path_nm);
  });
});

const tree = (vertices: number[], edges: number[], radius?: number[]): Tree => ({
  vertices: Float64Array.from(vertices),
  edges: Uint32Array.from(edges),
  ...(radius ? { radius: Float64Array.from(radius) } : {}),
});

test('nothing, one point, unknown radii', () => {
  expect(measureTree(tree([], []))).toEqual({
    nodes: 0,
    edges: 0,
    roots: [],
    components: 0,
    leaves: 0,
    branchPoints: 0,
    cableLength: 0,
    longestEdge: 0,
    longestPath: 0,
    box: null,
    radius: null,
    types: new Map(),
  });
  expect(measureTree(tree([1, 2, 3], [], [-1]))).toMatchObject({ leaves: 1, components: 1, radius: null });
});

test('an edge that stands twice is twice the cable, but one way', () => {
  const twice = tree([0, 0, 0, 3, 4, 0], [1, 0, 1, 0]);
  expect(cableLength(twice)).toBe(10);
  expect(measureTree(twice)).toMatchObject({ edges: 2, longestPath: 5, components: 1 });
});

test('damaged', () => {
  expect(() => measureTree(tree([0, 0, 0], [0, 1]))).toThrow('names vertex 1, but there are 1');
  expect(() => measureTree(tree([0, 0], []))).toThrow('the skeleton is damaged');
  expect(() => cableLength(tree([0, Number.NaN, 0], []))).toThrow('vertex 0 of the skeleton');
});

test('a complete binary tree of depth 9 with edges of length 5: closed forms', () => {
  const measures = measureTree(binaryTree(9));
  expect(measures).toMatchObject({
    nodes: 1023,
    edges: 1022,
    roots: [0],
    components: 1,
    leaves: 512,
    branchPoints: 511,
    cableLength: 5110,
    longestEdge: 5,
    longestPath: 45,
    box: { min: [0, 0, 0], max: [36, 36, 0] },
  });
});

test.each([95, 96])('a tree of 1,500 vertices, counted by recursion from its root, seed %i', (seed) => {
  const bones = randomTree(random(seed), 1500, [1e5, 2e5, 3e5], 700);
  const children = Array.from({ length: 1500 }, (): number[] => []);
  for (let at = 0; at < bones.edges.length; at += 2) children[bones.edges[at + 1]!]!.push(bones.edges[at]!);
  const length = (a: number, b: number): number =>
    Math.hypot(...[0, 1, 2].map((k) => bones.vertices[3 * a + k]! - bones.vertices[3 * b + k]!));
  const deepest = (vertex: number): number =>
    children[vertex]!.reduce((most, child) => Math.max(most, length(vertex, child) + deepest(child)), 0);
  const lengths = children.flatMap((list, vertex) => list.map((child) => length(vertex, child)));
  const types: Record<string, number> = {};
  for (const type of bones.types!) types[type] = (types[type] ?? 0) + 1;
  const measures = measureTree(bones);
  expect(measures).toMatchObject({
    leaves: children.filter((list) => list.length === 0).length,
    branchPoints: children.filter((list) => list.length > 1).length,
    radius: { min: Math.min(...bones.radius!), max: Math.max(...bones.radius!) },
  });
  expect(Object.fromEntries(measures.types)).toEqual(types);
  near(
    measures.cableLength,
    lengths.reduce((a, b) => a + b, 0),
  );
  near(measures.longestEdge, Math.max(...lengths));
  near(measures.longestPath, deepest(0));
});
