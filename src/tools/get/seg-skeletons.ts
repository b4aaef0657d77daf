/** get_seg_skeletons and get_bones: a segment's skeleton as rows of an SWC file, or as the end points of its edges. */

import { type Datastack, viewerResolution } from '../../cave/client/datastack';
import type { Skeleton } from '../../cave/morphology/skeleton';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import {
  type Args,
  CACHE_FOREVER,
  cellLimit,
  DATASTACK,
  datastackOf,
  type OutputCell,
  type Param,
  type ToolContext,
  tableTool,
} from '../declaration/declare';
import { axes, number } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { splitSegments } from '../segments/segments';
import { skeletonsOf } from '../segments/skeletons';

/** Limit of cells in one answer. */
const CELLS = 100_000;

const ID: Param = { name: 'id', kind: 'id', description: 'one segment id, as text' };

function* skeletonOf(args: Args, ctx: ToolContext): Work<{ stack: Datastack; skeleton: Skeleton }> {
  const stack = yield* datastackOf(ctx);
  const id = args.id as Id;
  const error = splitSegments(stack, [id]).others.get(id);
  if (error) throw error;
  const found = (yield* skeletonsOf(stack, [id], ctx, (skeleton) => skeleton)).get(id)!;
  if (found instanceof TtError) throw found;
  return { stack, skeleton: found };
}

function whole(rows: OutputCell[][], what: string, ctx: ToolContext): OutputCell[][] {
  const cells = rows.length * (rows[0]?.length ?? 0);
  if (cells <= cellLimit(ctx, CELLS)) return rows;
  const count = rows.length.toLocaleString('en-US');
  throw new TtError('BIG', `${count} ${what}; a formula gives ${CELLS.toLocaleString('en-US')} cells`);
}

/**
 * The vertices, ordered so that a parent precedes its children, each with the position of its parent (-1 for a root).
 * All components are kept; the one with the skeleton's own root comes first.
 */
export function swcOrder({ vertices, edges, root }: Skeleton): { vertex: number; parent: number }[] {
  const neighbours: number[][] = vertices.map(() => []);
  for (const [a, b] of edges) {
    neighbours[a]!.push(b);
    neighbours[b]!.push(a);
  }
  const positions = new Int32Array(vertices.length).fill(-1);
  const order: { vertex: number; parent: number }[] = [];
  const starts = [root, ...vertices.keys()];
  for (const start of starts) {
    const open: [vertex: number, parent: number][] = positions[start] === -1 ? [[start, -1]] : [];
    for (let next = open.pop(); next; next = open.pop()) {
      const [vertex, parent] = next;
      if (positions[vertex] !== -1) continue;
      positions[vertex] = order.length;
      order.push({ vertex, parent });
      for (const neighbour of neighbours[vertex]!) {
        if (positions[neighbour] === -1) open.push([neighbour, positions[vertex]!]);
      }
    }
  }
  return order;
}

export const segSkeletons = tableTool({
  name: 'get_seg_skeletons',
  formula: 'TT_SKELETON',
  family: 'get',
  summary: 'Gives a segment’s skeleton as rows of an SWC file.',
  details:
    'One row a vertex, a parent before its children: number from 0, type (1 soma, 2 axon, 3 dendrite, 0 not told), x, ' +
    'y, z and radius in nm (0 where the service knows none), number of the parent or -1. The first vertex is the one ' +
    'that the service chose, the soma where it knows of one. Every component is kept. A skeleton that is not made ' +
    'yet is queued and says PENDING, and NONE where it was not made in half an hour.',
  params: [ID, DATASTACK],
  returns: 'n, type, x, y, z, radius, parent for each vertex',
  example: {
    formula: '=TT_SKELETON(A2)',
    shows: '0 | 0 | 513420 | 680125 | 184230 | 812.5 | -1 and so on down',
  },
  surfaces: EVERYWHERE,
  outputs: [number('n'), number('type'), ...axes('nm'), number('radius', 'nm'), number('parent')],
  cacheSeconds: CACHE_FOREVER,
  *answer(args, ctx) {
    const { skeleton } = yield* skeletonOf(args, ctx);
    const { vertices, radius, compartment } = skeleton;
    const rows = swcOrder(skeleton).map(({ vertex, parent }, n): OutputCell[] => [
      n,
      compartment[vertex]!,
      ...vertices[vertex]!,
      radius[vertex]!,
      parent,
    ]);
    return whole(rows, 'vertices', ctx);
  },
});

export const skeletonEdges = tableTool({
  name: 'get_bones',
  formula: 'TT_BONES',
  family: 'get',
  summary: 'Gives the edges of a segment’s skeleton as pairs of end points.',
  details: 'In voxels of the viewer’s resolution, not rounded. A skeleton that is not made yet says PENDING.',
  params: [ID, DATASTACK],
  returns: 'x, y, z of both ends of each edge',
  example: {
    formula: '=TT_BONES(A2)',
    shows: '128355 | 170031.25 | 4094 | 128340 | 170020 | 4096 and so on down',
  },
  surfaces: EVERYWHERE,
  outputs: axes('viewer voxels', ['1', '2']),
  cacheSeconds: CACHE_FOREVER,
  *answer(args, ctx) {
    const { stack, skeleton } = yield* skeletonOf(args, ctx);
    const nm = viewerResolution(stack);
    const voxels = (at: number) => skeleton.vertices[at]!.map((x, i) => x / nm[i]!);
    return whole(
      skeleton.edges.map(([a, b]) => [...voxels(a), ...voxels(b)]),
      'edges',
      ctx,
    );
  },
});
