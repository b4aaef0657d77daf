/**
 * The details of an edit: the points that were clicked, the edges that were added or removed, the roots that it made.
 */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, type Json } from '../../core/json';
import { isRateLimit } from '../../http/failures';
import { all, replyTo, type Work } from '../../http/work';
import { getRequest } from '../client/access';
import { type Datastack, viewerResolution } from '../client/datastack';
import { damagedReply, type RequestLabel, readJson } from '../client/replies';
import { idList } from './changelog';

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
 * Details by operation id. Unknown ids are absent. An operation that failed midway can fail a whole request, which is
 * then sent again in halves until that operation is alone.
 */
export function* operationDetails(
  stack: Datastack,
  operations: readonly string[],
): Work<Map<string, Operation | TtError>> {
  const base = `${stack.localServer}/segmentation/api/v1/table/${stack.table}/operation_details?operation_ids=`;
  const found = new Map<string, Operation | TtError>();
  yield* all(
    packed([...new Set(operations)], base.length).map((part) => detailsOf(stack, base, part, found)),
  );
  return found;
}

/** Groups whose URLs are short enough; commas are not encoded, brackets take three characters each. */
function packed(operations: readonly string[], baseLength: number): string[][] {
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
  const label: RequestLabel = { route: 'chunkedgraph operation_details', datastack: stack.name };
  const url = `${base}%5B${operations.join(',')}%5D`;
  const reply = yield* replyTo(getRequest(stack.access, url, label.route, operations.length * 1_000));
  try {
    const details = asObject(readJson(reply, label));
    if (!details) throw damagedReply(label);
    for (const [operation, item] of Object.entries(details)) {
      found.set(operation, readOperation(item, stack, label));
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

function readOperation(item: Json, stack: Datastack, label: RequestLabel): Operation {
  const details = asObject(item);
  if (!details) throw damagedReply(label);
  const merge = details.added_edges !== undefined;
  const source = pointsOf(details.source_coords);
  const sink = pointsOf(details.sink_coords);
  return {
    merge,
    points:
      source.length > 0 && sink.length > 0 ? [side(source, merge, stack), side(sink, merge, stack)] : null,
    ends: edgesOf(merge ? details.added_edges : details.removed_edges, label),
    roots: details.roots === undefined ? [] : idList(details.roots, label),
    user: String(details.user ?? ''),
  };
}

function edgesOf(value: Json | undefined, label: RequestLabel): Id[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw damagedReply(label);
  return value.flatMap((edge) => idList(edge, label));
}

function pointsOf(value: Json | undefined): OperationPoint[] {
  const list = Array.isArray(value) ? value : [];
  return list.flatMap((item) =>
    Array.isArray(item) && item.length === 3 ? [[Number(item[0]), Number(item[1]), Number(item[2])]] : [],
  );
}

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
