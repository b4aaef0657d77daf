/** get_seg_3d_volume: the volumes of segments, from the L2 cache. */

import { type Datastack, viewerResolution } from '../../cave/client/datastack';
import { disjointGroups } from '../../cave/graph/descent';
import { type DisjointGroups, level2OfMany } from '../../cave/graph/leaves';
import { type L2Attribute, type L2Data, l2Data } from '../../cave/morphology/l2cache';
import type { TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import type { Work } from '../../http/work';
import {
  CACHE_BRIEFLY,
  CACHE_FOREVER,
  DATASTACK,
  datastackOf,
  IDS,
  type OutputCell,
  type RowAnswer,
  rowTool,
  timestampOf,
} from '../declaration/declare';
import { volumeUm3 } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { splitSegments, unknownSegment } from '../segments/segments';

/** The L2 cache's data of a whole segment. */
export interface SegmentVolume {
  /** µm³, over the nodes that have data. */
  volume: number;
  nodes: number;
  /** Number of level-2 nodes without data yet; the request makes the service compute it. */
  missing: number;
  /** A point inside the largest node, in viewer voxels; null unless requested. */
  point: [number, number, number] | null;
  /** The level-2 node that contains `point`. */
  largest: Id | null;
}

/** Number of level-2 nodes whose data is in memory at once: some 20 MB of Apps Script's heap of 50 MB. */
const NODES_AT_ONCE = 120_000;

/** Volumes, and with `points` a point inside each segment. Unknown segments are absent. */
export function* segmentVolumes(
  stack: Datastack,
  ids: DisjointGroups,
  points = false,
): Work<Map<Id, SegmentVolume>> {
  const lists = yield* level2OfMany(stack, ids);
  const attributes: L2Attribute[] = points ? ['size_nm3', 'rep_coord_nm'] : ['size_nm3'];
  const found = new Map<Id, SegmentVolume>();
  for (const group of groupLists(lists)) {
    const nodes = new Set<bigint>();
    for (const [, list] of group) for (const node of list) nodes.add(node);
    const data = yield* l2Data(stack, [...nodes], attributes);
    for (const [id, list] of group)
      found.set(id, bulkOf(list, data, points ? viewerResolution(stack) : null));
  }
  return found;
}

type Listed = [Id, BigUint64Array];

/** The segments in order, in groups up to this number of nodes; a larger segment has its own group. */
function groupLists(lists: ReadonlyMap<Id, BigUint64Array>): Listed[][] {
  const groups: Listed[][] = [];
  let room = 0;
  for (const list of lists) {
    const { length } = list[1];
    if (length === 0) continue;
    if (length > room || groups.length === 0) {
      groups.push([]);
      room = NODES_AT_ONCE;
    }
    groups[groups.length - 1]!.push(list);
    room -= length;
  }
  return groups;
}

function bulkOf(
  list: BigUint64Array,
  data: ReadonlyMap<Id, L2Data>,
  nm: readonly number[] | null,
): SegmentVolume {
  const bulk: SegmentVolume = { volume: 0, nodes: list.length, missing: 0, point: null, largest: null };
  let cubicNm = 0;
  let best = -1;
  for (const node of list) {
    const entry = data.get(toId(String(node)));
    if (entry?.size_nm3 === undefined) {
      bulk.missing++;
      continue;
    }
    cubicNm += entry.size_nm3;
    if (nm && entry.size_nm3 > best && entry.rep_coord_nm) {
      best = entry.size_nm3;
      bulk.largest = toId(String(node));
      bulk.point = entry.rep_coord_nm.map((x, i) => Math.floor(x / nm[i]!)) as [number, number, number];
    }
  }
  bulk.volume = cubicNm / 1e9;
  return bulk;
}

/** The volume as a number, or as text that says how much of the segment is missing. */
export function volumeCell(bulk: SegmentVolume): OutputCell {
  if (bulk.missing === 0) return bulk.volume;
  const missing = bulk.missing.toLocaleString('en-US');
  return `≈${bulk.volume.toFixed(3)} (${missing} of ${bulk.nodes.toLocaleString('en-US')} level-2 nodes have no data yet)`;
}

export const seg3dVolume = rowTool({
  name: 'get_seg_3d_volume',
  formula: 'TT_VOLUME',
  family: 'get',
  summary: 'Gives the volume of segments in cubic micrometres.',
  details:
    'The sum over the segment’s level-2 nodes, from the L2 cache. Where nodes have no data yet the answer is text ' +
    'marked ≈ that counts them: ask again after some minutes. The volume of an id never changes.',
  params: [IDS, DATASTACK],
  returns: 'µm³ for each id',
  example: { formula: '=TT_VOLUME("720575941703820762")', shows: '770.08292352' },
  surfaces: EVERYWHERE,
  outputs: [volumeUm3('volume_um3')],
  idsPerStep: 50,
  *answer(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const found = yield* segmentVolumes(stack, yield* disjointGroups(stack, segments, timestampOf(ctx)));
    for (const id of segments) {
      const bulk = found.get(id);
      answers.set(
        id,
        bulk
          ? { cells: [volumeCell(bulk)], cacheSeconds: bulk.missing === 0 ? CACHE_FOREVER : CACHE_BRIEFLY }
          : unknownSegment(stack),
      );
    }
    return answers;
  },
});
