/** The details of an edit: the clicked points, the added or removed edges, and the roots that the edit created. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Json } from '../../core/json';
import { isRateLimit } from '../../http/failures';
import { all, replyTo, type Work } from '../../http/work';
import { getRequest } from '../client/access';
import { type Datastack, viewerResolution } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';

export type OperationPoint = [number, number, number];

export interface Operation {
  merge: boolean;
  /** The two sides in viewer voxels: for a merge the clicked points, for a split the means of the clicked points. */
  points: [OperationPoint, OperationPoint] | null;
  /** The supervoxels at both ends of the edges that the edit added or removed. */
  ends: Id[];
  /** All roots that the edit created. */
  roots: Id[];
  user: string;
}

/** UrlFetchApp accepts URLs of at most 2,082 characters. */
const URL_CHARACTERS = 2_000;

/**
 * The details of operations by their ids, which must come from CAVE's log. An operation that failed midway can fail a
 * whole request; the request is then sent again in halves until that operation is alone.
 */
export function* operationDetails(
  stack: Datastack,
  operations: readonly string[],
): Work<Map<string, Operation | TtError>> {
  const base = `${stack.localServer}/segmentation/api/v1/table/${stack.table}/operation_details?operation_ids=`;
  const found = new Map<string, Operation | TtError>();
  yield* all(
    packOperations([...new Set(operations)], base.length).map((part) => detailsOf(stack, base, part, found)),
  );
  return found;
}

/** Groups whose URLs are short enough. Commas are not encoded; each bracket takes three characters. */
function packOperations(operations: readonly string[], baseLength: number): string[][] {
  const groups: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const operation of operations) {
    length += operation.length + 1;
    if (length > URL_CHARACTERS) {
      groups.push([]);
      length = baseLength + 6 + operation.length;
    }
    groups[groups.length - 1]!.push(operation);
  }
  return groups;
}

function* detailsOf(
  stack: Datastack,
  base: string,
  operations: string[],
  found: Map<string, Operation | TtError>,
): Work<null> {
  const parts = new ReplyParts({ route: 'chunkedgraph operation_details', datastack: stack.name });
  const url = `${base}%5B${operations.join(',')}%5D`;
  const reply = yield* replyTo(getRequest(stack.access, url, parts.label.route, operations.length * 1_000));
  try {
    const details = parts.object(parts.json(reply));
    // All operations of a log exist: a reply about others, or about fewer, is damaged.
    parts.check(Object.keys(details).length === operations.length && operations.every((id) => id in details));
    for (const [operation, item] of Object.entries(details)) {
      found.set(operation, readOperation(item, stack, parts));
    }
  } catch (error) {
    if (!(error instanceof TtError) || reply.status !== 500 || isRateLimit(reply)) throw error;
    if (operations.length === 1) {
      found.set(operations[0]!, error);
      return null;
    }
    const middle = operations.length >> 1;
    yield* all([
      detailsOf(stack, base, operations.slice(0, middle), found),
      detailsOf(stack, base, operations.slice(middle), found),
    ]);
  }
  return null;
}

function readOperation(item: Json, stack: Datastack, parts: ReplyParts): Operation {
  const details = parts.fields(item, ['user'], OPTIONAL);
  const merge = details.added_edges !== undefined;
  const edges = merge ? details.added_edges : details.removed_edges;
  const sides = [details.source_coords, details.sink_coords].map((value) => pointsOf(value, stack, parts));
  const [source, sink] = sides as [OperationPoint[], OperationPoint[]];
  // Undo, redo and failed operations may have no edges; all other operations have some. Old operations may have no
  // points.
  if (!isUnusual(details)) parts.check(edges !== undefined);
  parts.check(source.length > 0 === sink.length > 0);
  return {
    merge,
    points: source.length > 0 ? [side(source, merge, stack), side(sink, merge, stack)] : null,
    ends: edges === undefined ? [] : parts.list(edges).flatMap((edge) => edgeOf(edge, parts)),
    roots: details.roots === undefined ? [] : parts.nodes(details.roots, stack.graph.layers),
    user: parts.textOrCount(details.user),
  };
}

const OPTIONAL = [
  'added_edges',
  'removed_edges',
  'source_coords',
  'sink_coords',
  'roots',
  'operation_status',
];

const isUnusual = ({ operation_status: status, ...details }: { [key: string]: Json }): boolean =>
  (status !== undefined && status !== 0) || 'undo_operation_id' in details || 'redo_operation_id' in details;

function edgeOf(value: Json, parts: ReplyParts): Id[] {
  const ends = parts.list(value).map((end) => parts.node(end, 1));
  parts.check(ends.length === 2);
  return ends;
}

const pointsOf = (value: Json | undefined, { graph }: Datastack, parts: ReplyParts): OperationPoint[] =>
  (value === undefined ? [] : parts.list(value)).map((item) => {
    const point = parts.triple(item);
    // A negative voxel lies outside the volume, unless the graph begins there.
    parts.check(point.every((voxel, i) => voxel >= Math.min(0, graph.offset[i]!)));
    return point;
  });

/** The log uses voxels of the segmentation, which can be coarser than the viewer's (BANC: 16 against 4 nm). */
function side(points: readonly OperationPoint[], merge: boolean, stack: Datastack): OperationPoint {
  const averagedPoints = merge ? points.slice(0, 1) : points;
  const viewer = viewerResolution(stack);
  const axis = (i: 0 | 1 | 2) => {
    const mean = averagedPoints.reduce((sum, point) => sum + point[i], 0) / averagedPoints.length;
    return roundHalfEven((mean * stack.graph.resolution[i]) / viewer[i]);
  };
  return [axis(0), axis(1), axis(2)];
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}
