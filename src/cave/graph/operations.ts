/**
 * The details of an edit: the points that were clicked, the edges that were added or removed, the roots that it made.
 */
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
  /** The two sides in viewer voxels: of a merge the points that were clicked, of a split the mean of its points. */
  points: [OperationPoint, OperationPoint] | null;
  /** The supervoxels on both sides of the edges that it added or removed. */
  ends: Id[];
  /** All roots that it made. */
  roots: Id[];
  user: string;
}

/** UrlFetchApp takes URLs of 2,082 characters. */
const URL_CHARACTERS = 2_000;

/**
 * Details of operations that CAVE's log holds, by their ids. An operation that failed midway can fail a whole request, which is
 * then sent again in halves until that operation is alone.
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

/** Groups whose URLs are short enough; commas are not encoded, brackets take three characters each. */
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
    // Those of a log exist; a reply about others, or fewer, is damaged.
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
  // Undo, redo and failed operations may have no edges; any other has some. Old ones may have no points.
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
    // A negative voxel lies before the first one, unless the graph begins there.
    parts.check(point.every((voxel, i) => voxel >= Math.min(0, graph.offset[i]!)));
    return point;
  });

/** Logged in voxels of the segmentation, which can be coarser than the viewer's (BANC: 16 against 4 nm). */
function side(points: readonly OperationPoint[], merge: boolean, stack: Datastack): OperationPoint {
  const used = merge ? points.slice(0, 1) : points;
  const viewer = viewerResolution(stack);
  const axis = (i: 0 | 1 | 2) => {
    const mean = used.reduce((sum, point) => sum + point[i], 0) / used.length;
    return roundHalfEven((mean * stack.graph.resolution[i]) / viewer[i]);
  };
  return [axis(0), axis(1), axis(2)];
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}
