/** Crossings: every published pair, and the cases where hits are one point or several. */
import { buildBvh } from '../../src/geometry/bvh';
import { crossings } from '../../src/geometry/crossings';
import { segmentHits } from '../../src/geometry/hits';
import { edgeSegments } from '../../src/geometry/insideLength';
import { describeWith } from '../support/sharedData';
import { open, type Pair, pairs } from './pairs';

describeWith(pairs.length === 0 ? null : pairs)('published pairs', () => {
  test('there are eight', () => expect(pairs).toHaveLength(8));

  test.each(pairs.map((pair): [string, Pair] => [pair.name, pair]))('%s: all of it', (_name, pair) => {
    const { mesh, tree, ids } = open(pair);
    const segments = edgeSegments(tree);
    const bvh = buildBvh(mesh);
    const hits = segmentHits(bvh, segments);
    const met = crossings(bvh, segments);
    expect(segments.length / 6).toBe(pair.edges);
    expect(hits.face).toHaveLength(pair.crossings);
    expect(hits.along.face).toHaveLength(0);
    expect(new Set(hits.segment).size).toBe(pair.crossing_edges);
    expect(met.t).toHaveLength(pair.distinct_points_to_6_decimals);

    const ours = new Map<string, { t: number; point: number[] }>();
    for (let i = 0; i < met.t.length; i++) {
      const edge = met.segment[i]!;
      for (const face of met.faces.subarray(met.faceStart[i]!, met.faceStart[i + 1]!)) {
        const nodes = [tree.edges[2 * edge]!, tree.edges[2 * edge + 1]!].map((vertex) => ids[vertex]!);
        ours.set([...nodes, face].join(' '), {
          t: met.t[i]!,
          point: [...met.points.subarray(3 * i, 3 * i + 3)],
        });
      }
    }
    expect(ours.size).toBe(pair.intersections.length);
    let worst = 0;
    for (const [child, parent, face, t, ...point] of pair.intersections) {
      const mine = ours.get([child, parent, face].join(' '));
      expect(mine).toBeDefined();
      worst = Math.max(worst, Math.abs(mine!.t - t) / t);
      for (let k = 0; k < 3; k++) worst = Math.max(worst, Math.abs(mine!.point[k]! / point[k]! - 1));
    }
    expect(worst).toBeLessThan(1e-9);
  });
});
