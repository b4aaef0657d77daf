/** get_seg_skeletons as files: one SWC file per segment. */

import type { Skeleton } from '../../cave/morphology/skeleton';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Cell } from '../../core/table';
import { toUtf8 } from '../../core/utf8';
import { writeSwc } from '../../geometry/formats/swc';
import type { Tree } from '../../geometry/skeletons/tree';
import { cableLength } from '../../geometry/skeletons/tree-measures';
import type { Work } from '../../http/work';
import { readAddress, readSource } from '../../neuroglancer/source';
import { openSkeletons, readSkeletons } from '../../volumes/skeletons/read-skeletons';
import { DATASTACK, datastackOf, fileTool, type OutputCell, type ToolContext } from '../declaration/declare';
import { idCells } from '../declaration/id-cells';
import { count, id, lengthNm } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';
import { splitSegments } from '../segments/segments';
import { skeletonsOf } from '../segments/skeletons';
import { swcOrder } from './seg-skeletons';

const MOST = 200;

export const skeletonSwcFiles = fileTool({
  name: 'get_seg_skeletons_swc',
  family: 'get',
  summary: 'Gives segments’ skeletons as SWC files.',
  details:
    'One file a segment, coordinates and radii in nm, a parent before its children, every component kept. A skeleton that is ' +
    `not made yet is queued and named; the others come. At most ${MOST} segments at once.`,
  params: [
    { name: 'ids', kind: 'range', description: 'segment ids, as text' },
    {
      name: 'source',
      kind: 'text',
      description:
        'a precomputed skeleton source such as precomputed://gs://bucket/skeletons; CAVE’s skeletons without it',
      optional: true,
      defaultValue: '',
    },
    DATASTACK,
  ],
  returns: 'an SWC file a segment, and a row each: vertices and cable length',
  example: { command: 'get_seg_skeletons_swc 720575941703820762 --out swc', shows: '720575941703820762.swc' },
  surfaces: FILE_SURFACES,
  outputs: [id('id'), count('vertices'), lengthNm('cable_length_nm')],
  *answer(args, ctx) {
    const { ids, errors } = idCells(args.ids as Cell[][], 'ids');
    if (ids.length > MOST) throw new TtError('BIG', `${ids.length} segments; ${MOST} skeletons at once`);
    const source = String(args.source ?? '').trim();
    const found = source === '' ? yield* fromService(ids, ctx) : yield* fromSource(source, ids);
    const files = ids.flatMap((id) => {
      const tree = found.get(id)!;
      if (tree instanceof TtError) return [];
      return [{ path: `${id}.swc`, contentType: 'text/plain', bytes: toUtf8(writeSwc(tree)) }];
    });
    const rows = ids.map((id): OutputCell[] => {
      const tree = found.get(id)!;
      return tree instanceof TtError ? [id, tree, null] : [id, tree.vertices.length / 3, cableLength(tree)];
    });
    const bad = [...errors].map(([text, error]): OutputCell[] => [text, error, null]);
    return { report: [['id', 'vertices', 'cable_length_nm'], ...rows, ...bad], files, link: '' };
  },
});

function* fromService(ids: readonly Id[], ctx: ToolContext): Work<Map<Id, Tree | TtError>> {
  const stack = yield* datastackOf(ctx);
  const { segments, others } = splitSegments(stack, ids);
  return new Map([...(yield* skeletonsOf(stack, segments, ctx, treeOf)), ...others]);
}

/** Reads a skeleton layer from a bucket, sharded or not. */
function* fromSource(text: string, ids: readonly Id[]): Work<Map<Id, Tree | TtError>> {
  const url = readAddress(readSource(text).store);
  if (url === '') {
    throw new TtError(
      'INPUT',
      `source: such as precomputed://gs://bucket/skeletons, not "${text.slice(0, 80)}"`,
    );
  }
  const reach = (store: string) => ({ url: readAddress(readSource(store).store) });
  const found = yield* readSkeletons(yield* openSkeletons({ url }, reach), ids);
  return new Map(
    ids.map((id) => [
      id,
      found.get(id) ?? new TtError('UNKNOWN', `there is no skeleton of ${id} at ${text}`),
    ]),
  );
}

/** The tree begins at the root that the service chose (the soma, if it is known), so the file begins with it. */
function treeOf(skeleton: Skeleton): Tree {
  const order = swcOrder(skeleton);
  return {
    vertices: Float64Array.from(order.flatMap(({ vertex }) => skeleton.vertices[vertex]!)),
    edges: Uint32Array.from(order.flatMap(({ parent }, child) => (parent < 0 ? [] : [child, parent]))),
    radius: Float64Array.from(order, ({ vertex }) => skeleton.radius[vertex]!),
    types: Uint8Array.from(order, ({ vertex }) => skeleton.compartment[vertex]!),
  };
}
