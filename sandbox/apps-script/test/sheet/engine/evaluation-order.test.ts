/** The order of evaluation, and circular formulas. */

import { evaluationOrder } from '../../../src/sheet/engine/evaluation-order';
import { random } from '../helpers';

describe('the order of computing', () => {
  test('each node after what it depends on; circles found', () => {
    const edges: Record<string, string[]> = {
      a: ['c'],
      b: ['c'],
      c: ['d', 'e'],
      d: ['c'],
      e: ['f'],
      f: ['f'],
    };
    const { order, circular } = evaluationOrder(['b', 'a'], (node) => edges[node] ?? []);
    expect([...circular].sort()).toEqual(['c', 'd', 'f']);
    const at = (node: string): number => order.indexOf(node);
    expect([at('a') < at('c'), at('b') < at('c'), at('c') < at('e'), at('e') < at('f')]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(order[0]).toBe('b');
  });
});

test.each([51, 52, 53])('random graphs against reachability, seed %i', (seed) => {
  const pick = random(seed);
  for (let round = 0; round < 200; round++) {
    const size = 1 + pick(9);
    const edges = Array.from({ length: size }, () =>
      Array.from({ length: size }, (_, node) => node).filter(() => pick(5) === 0),
    );
    const reach = edges.map((direct) => {
      const visitedNodes = new Set<number>();
      const visit = (node: number): void => {
        if (visitedNodes.has(node)) return;
        visitedNodes.add(node);
        for (const next of edges[node]!) visit(next);
      };
      for (const next of direct) visit(next);
      return visitedNodes;
    });
    const nodes = edges.map((_, node) => node);
    const { order, circular } = evaluationOrder(nodes, (node) => edges[node]!);
    expect([...order].sort()).toEqual(nodes);
    expect([...circular].sort()).toEqual(nodes.filter((node) => reach[node]!.has(node)));
    const at = (node: number): number => order.indexOf(node);
    for (const from of nodes) {
      for (const to of reach[from]!) if (!reach[to]!.has(from)) expect(at(from)).toBeLessThan(at(to));
    }
  }
});
