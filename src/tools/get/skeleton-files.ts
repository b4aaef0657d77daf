/** get_seg_skeletons as files: an SWC file for each segment. */

import { cableLength, type Skeleton } from '../../cave/skeleton';
import { TtError } from '../../core/errors';
import { toUtf8 } from '../../core/gzip';
import type { Cell } from '../../core/table';
import { writeSwc } from '../../geometry/swc';
import type { Tree } from '../../geometry/tree';
import { DATASTACK, type FileTool, type Out, stackOf } from '../declare';
import { idCells } from '../idCells';
import { splitSegments } from '../segments';
import { skeletonsOf } from '../skeletons';
import { rooted } from './seg-skeletons';

const MOST = 200;

export const skeletonFiles: FileTool = {
  kind: 'files',
  name: 'get_seg_skeletons_swc',
  formula: '',
  family: 'get',
  summary: 'Gives segments’ skeletons as SWC files.',
  details:
    'One file a segment, coordinates and radii in nm, a parent before its children, every component kept. A skeleton that is ' +
    `not made yet is queued and named; the others come. At most ${MOST} segments at once.`,
  params: [{ name: 'ids', kind: 'range', words: 'segment ids, as text' }, DATASTACK],
  gives: 'an SWC file a segment, and a row each: vertices and cable length',
  example: { formula: 'get_seg_skeletons_swc 720575941703820762 --out swc', shows: '720575941703820762.swc' },
  faces: 'ML',
  *answer(args, ctx) {
    const { ids, wrong } = idCells(args.ids as Cell[][], 'ids');
    if (ids.length > MOST) throw new TtError('BIG', `${ids.length} segments; ${MOST} skeletons at once`);
    const stack = yield* stackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const found = yield* skeletonsOf(stack, segments, (skeleton) => ({
      swc: writeSwc(treeOf(skeleton)),
      vertices: skeleton.vertices.length,
      length: cableLength(skeleton),
    }));
    const files = segments.flatMap((id) => {
      const made = found.get(id)!;
      if (made instanceof TtError) return [];
      return [{ path: `${id}.swc`, contentType: 'text/plain', bytes: toUtf8(made.swc) }];
    });
    const rows = ids.map((id): Out[] => {
      const made = others.get(id) ?? found.get(id)!;
      return made instanceof TtError ? [id, made, null] : [id, made.vertices, made.length];
    });
    const bad = [...wrong].map(([shown, error]): Out[] => [shown, error, null]);
    return { report: [['id', 'vertices', 'cable_length_nm'], ...rows, ...bad], files, link: '' };
  },
};

/** Hung up by the root that the service chose (the soma, where it knows one), so that the file begins with it. */
function treeOf(skeleton: Skeleton): Tree {
  const order = rooted(skeleton);
  return {
    vertices: Float64Array.from(order.flatMap(({ vertex }) => skeleton.vertices[vertex]!)),
    edges: Uint32Array.from(order.flatMap(({ parent }, child) => (parent < 0 ? [] : [child, parent]))),
    radius: Float64Array.from(order, ({ vertex }) => skeleton.radius[vertex]!),
    types: Uint8Array.from(order, ({ vertex }) => skeleton.compartment[vertex]!),
  };
}
