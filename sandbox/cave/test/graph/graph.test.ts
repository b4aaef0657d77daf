/** What must hold in a graph whatever edits happen: partition, layers, ids that live on, answers at a time. */
import { climb } from '../../src/graph/climb';
import { Branch, Fragment, fragmentsOf, type GraphNode, Root } from '../../src/graph/nodes';
import { splitInside } from '../../src/graph/operations';
import { leavesBelow } from '../../src/graph/subgraph';
import { between, rng } from '../../src/rng';
import { fresh, NOW } from '../ask';

const STACK = 'brain_and_nerve_cord';

function setup() {
  let now = NOW;
  const sandbox = fresh({ now: () => now });
  return {
    sandbox,
    graph: sandbox.truth.graph(),
    tick: () => {
      now += 60_000;
      return now;
    },
  };
}

function nodesAt(node: GraphNode, layer: number): GraphNode[] {
  const [leaves] = leavesBelow([node], layer, null);
  return 'nodes' in leaves! ? leaves.nodes : [];
}

function everyNode(root: Root): GraphNode[] {
  const found: GraphNode[] = [];
  const visit = (node: GraphNode): void => {
    found.push(node);
    if (node instanceof Branch) node.children.forEach(visit);
  };
  visit(root);
  return found;
}

test('layers fall from parent to child, and every node is found again by its id', () => {
  const { sandbox, graph } = setup();
  for (const id of sandbox.truth.sampleCurrent(10)) {
    for (const node of everyNode(graph.root(id)!)) {
      expect(graph.node(graph.idOf(node))).toBe(node);
      if (!(node instanceof Branch)) continue;
      for (const child of node.children) expect(child.layer).toBeLessThan(node.layer);
      if (!(node instanceof Root)) expect(node.children.length).toBeGreaterThan(1);
    }
  }
});

test('some branches skip layers, so that a coarse layer can be incomplete', () => {
  const { sandbox, graph } = setup();
  const below = (id: string, layer: number): number =>
    new Set(nodesAt(graph.root(id)!, layer).flatMap((node) => fragmentsOf(node))).size;
  const short = sandbox.truth.sampleCurrent(40).filter((id) => below(id, 4) < below(id, 2));
  expect(short.length).toBeGreaterThan(10);
});

test('edits at random keep every supervoxel in exactly one current root, seed 5', () => {
  const { sandbox, graph, tick } = setup();
  const random = rng(5);
  const start = sandbox.truth.sampleCurrent(6);
  const all = new Map(
    start.flatMap((id) => sandbox.truth.supervoxels(id).map((sv): [string, string] => [sv, id])),
  );
  let current = start.slice();
  for (let n = 0; n < 30; n++) {
    const at = between(random, 0, current.length - 1);
    const root = current[at]!;
    const merge = random() < 0.4 && current.length > 1;
    const other = current[(at + 1) % current.length]!;
    tick();
    const edit = merge
      ? sandbox.edit({ kind: 'merge', root, with: other })
      : sandbox.edit({ kind: 'split', root, share: random() });
    current = current.filter((id) => !edit.before.includes(id)).concat(edit.after);
    expect(edit.before.some((id) => sandbox.truth.isLatest(id))).toBe(false);
    expect(edit.after.every((id) => sandbox.truth.isLatest(id))).toBe(true);
  }
  const supervoxels = current.flatMap((id) => sandbox.truth.supervoxels(id));
  expect(supervoxels.length).toBe(all.size);
  expect(new Set(supervoxels).size).toBe(all.size);
  for (const [sv, before] of [...all].filter((_, i) => i % 97 === 0)) {
    expect(graph.rootOfSupervoxel(sv, NOW)).toBe(before);
    expect(current).toContain(graph.rootOfSupervoxel(sv, tick()));
  }
});

test('an edit gives new ids to the nodes it touches and leaves the others', () => {
  const { sandbox, graph, tick } = setup();
  const id = sandbox.truth.sampleCurrent(1)[0]!;
  const before = new Set(sandbox.truth.level2(id));
  tick();
  const { after } = sandbox.edit({ kind: 'split', root: id, share: 0.5 });
  const now = after.flatMap((root) => sandbox.truth.level2(root));
  expect(now.filter((node) => !before.has(node)).length).toBe(2);
  expect([...before].filter((node) => !now.includes(node)).length).toBe(2);
  // Untouched nodes have a new parent and keep their id; the old root keeps its own leaves.
  expect(new Set(sandbox.truth.level2(id))).toEqual(before);
  expect(graph.root(id)!.retiredAt).toBeLessThan(Number.POSITIVE_INFINITY);
});

test('a node of one chunk can be cut in two', () => {
  const { graph, tick } = setup();
  const orphan = graph
    .family(graph.world.families - 1)!
    .roots.find((root) => fragmentsOf(root)[0]!.size > 2)!;
  const family = graph.familyOf(orphan);
  const total = fragmentsOf(orphan)[0]!.size;
  const edit = { id: graph.newOperationId(), user: 42, time: tick() };
  const { after } = splitInside(family, fragmentsOf(orphan)[0]!, 0.5, edit);
  const sizes = after.map((root) => fragmentsOf(root)[0]!.size);
  expect(sizes[0]! + sizes[1]!).toBe(total);
  expect(Math.min(...sizes)).toBeGreaterThan(0);
  expect(fragmentsOf(orphan)[0]!.size).toBe(total);
});

describe('bulk owners', () => {
  const { sandbox, graph, tick } = setup();
  const [one, two] = sandbox.truth.sampleCurrent(2) as [string, string];
  const owners = (ids: (string | bigint)[], time = NOW, stop = graph.grid.layers): string[] =>
    [...climb(graph, BigUint64Array.from(ids.map(BigInt)), time, stop)].map(String);
  const sv = sandbox.truth.supervoxels(one)[0]!;
  const unknown = graph.grid.id(1, graph.grid.decode(BigInt(sv)).chunk, 2 ** 26 - 1);

  test('what is at the stop layer or above passes through, known or not', () => {
    const stale = sandbox.truth.sampleStale(1)[0]!;
    expect(owners([stale, two, '720575941499999999'])).toEqual([stale, two, '720575941499999999']);
    const l2 = sandbox.truth.level2(one)[0]!;
    expect(owners([l2, sv], NOW, 2)).toEqual([l2, sandbox.truth.level2(one)[0]]);
  });

  test('zero stays zero; the unknown becomes zero beside others, and stays itself alone', () => {
    expect(owners([0n, sv, unknown])).toEqual(['0', one, '0']);
    expect(owners([unknown])).toEqual([String(unknown)]);
  });

  test('before it existed a supervoxel had no owner', () => {
    expect(owners([sv, sandbox.truth.supervoxels(two)[0]!], Date.UTC(2001, 0, 1))).toEqual([
      sv,
      sandbox.truth.supervoxels(two)[0],
    ]);
  });

  test('a level-2 node that an edit replaced climbs to the old root', () => {
    const id = sandbox.truth.sampleCurrent(3)[2]!;
    const before = sandbox.truth.level2(id);
    const time = tick();
    sandbox.edit({ kind: 'split', root: id, share: 0.5 });
    const found = owners(before, time + 1);
    expect(found.filter((root) => root === id).length).toBe(2);
    expect(found.includes('0')).toBe(false);
  });

  test('a layer that the hierarchy skips is passed over upward', () => {
    const layers = owners(sandbox.truth.supervoxels(one), NOW, 4).map((id) => Number(BigInt(id) >> 56n));
    expect(Math.min(...layers)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...layers)).toBeGreaterThan(4);
  });
});

test('the same seed makes the same world, another seed another one', () => {
  const ids = (seed: number): string[] => fresh({ seed }).truth.sampleStale(12, STACK);
  expect(ids(1)).toEqual(ids(1));
  expect(ids(2)).not.toEqual(ids(1));
});

test('families do not depend on the order in which they are asked for', () => {
  const [a, b] = [fresh(), fresh()];
  const late = b.truth.sampleCurrent(30).at(-1)!;
  expect(b.truth.level2(late)).toEqual(a.truth.level2(late));
});

test('1,500 stale segments, each with successors, some cut nearly in half', () => {
  const { truth } = fresh();
  const stale = truth.sampleStale(1500);
  expect(new Set(stale).size).toBe(1500);
  const best = stale.filter((_, i) => i % 5 === 0).map((id) => truth.candidates(id)[0]!);
  expect(best.every(({ id }) => truth.isLatest(id))).toBe(true);
  expect(best.filter(({ share }) => share < 0.6).length).toBeGreaterThan(10);
  expect(best.filter(({ share }) => share === 1).length).toBeGreaterThan(50);
});

test('a fragment is its own only leaf at level 2', () => {
  const { sandbox, graph } = setup();
  const node = graph.node(sandbox.truth.level2(sandbox.truth.sampleCurrent(1)[0]!)[0]!)!;
  expect(node).toBeInstanceOf(Fragment);
  expect(nodesAt(node, 2)).toEqual([node]);
  expect(nodesAt(node, 3)).toEqual([]);
});
