/** A representative coordinate of a segment: a point inside it, on a thick part. */

import { type Datastack, viewerResolution } from '../../cave/client/datastack';
import { disjointGroups } from '../../cave/graph/descent';
import { type DisjointGroups, level2OfMany } from '../../cave/graph/leaves';
import { l2Data } from '../../cave/morphology/l2cache';
import { TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import type { Work } from '../../http/work';
import {
  CACHE_FOREVER,
  DATASTACK,
  datastackOf,
  IDS,
  type RowAnswer,
  rowTool,
  timestampOf,
} from '../declaration/declare';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { splitSegments, unknownSegment } from '../segments/segments';

/** Number of level-2 nodes that are examined per segment, spread over it. The thickest one gives the point. */
const SAMPLE = 24;

type Point = [number, number, number];

/**
 * A point for each id in viewer voxels; null if none of the examined nodes has data yet. Unknown segments are absent.
 */
export function* representativePoints(stack: Datastack, ids: DisjointGroups): Work<Map<Id, Point | null>> {
  const lists = yield* level2OfMany(stack, ids);
  const samples = new Map<Id, bigint[]>();
  for (const [id, list] of lists) {
    const every = Math.max(1, list.length / SAMPLE);
    const sample: bigint[] = [];
    for (let at = 0; at < list.length; at += every) sample.push(list[Math.floor(at)]!);
    if (list.length > 0) samples.set(id, sample);
  }
  const data = yield* l2Data(
    stack,
    [...new Set([...samples.values()].flat())],
    ['rep_coord_nm', 'max_dt_nm'],
  );
  const nm = viewerResolution(stack);
  const points = new Map<Id, Point | null>();
  for (const [id, sample] of samples) {
    let thickest = -1;
    let point: Point | null = null;
    for (const node of sample) {
      const entry = data.get(toId(String(node)));
      if (!entry?.rep_coord_nm || (entry.max_dt_nm ?? 0) <= thickest) continue;
      thickest = entry.max_dt_nm ?? 0;
      point = entry.rep_coord_nm.map((x, i) => Math.floor(x / nm[i]!)) as Point;
    }
    points.set(id, point);
  }
  return points;
}

export const coords = rowTool({
  name: 'get_coords',
  formula: 'TT_COORDS',
  family: 'get',
  summary: 'Gives a representative point of segments: inside them, on a thick part.',
  details: `The thickest of ${SAMPLE} level-2 nodes spread over the segment, in voxels of the viewer’s resolution.`,
  params: [IDS, DATASTACK],
  returns: 'x, y, z in viewer voxels for each id',
  example: { formula: '=TT_COORDS(A2)', shows: '128563 | 169944 | 4093' },
  surfaces: EVERYWHERE,
  outputs: axes('viewer voxels'),
  idsPerStep: 200,
  *answer(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const points = yield* representativePoints(
      stack,
      yield* disjointGroups(stack, segments, timestampOf(ctx)),
    );
    for (const id of segments) answers.set(id, answerOf(stack, points.get(id)));
    return answers;
  },
});

function answerOf(stack: Datastack, point: Point | null | undefined): RowAnswer | TtError {
  if (point === undefined) return unknownSegment(stack);
  if (point === null) {
    return new TtError('PENDING', 'the L2 cache is still computing this segment. Refresh in some minutes');
  }
  return { cells: [...point], cacheSeconds: CACHE_FOREVER };
}
