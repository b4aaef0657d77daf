/** PyChunkedGraph's routes about time: operations, lineage and changelogs. */
import type { ChunkedGraph } from '../graph/graph';
import type { GraphOperation } from '../graph/nodes';
import { type Call, ServiceError } from '../http/call';
import { type ReplyValue, rawIdList, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { changeLogRoutes } from './change-log';
import { graphRoute } from './graph-route';
import { lineageRoutes } from './lineage';

const DAY = 86_400_000;

const stamp = (time: number): string => {
  const [day, clock] = new Date(time).toISOString().slice(0, 23).split('T');
  const [whole, ms] = clock!.split('.');
  return `${day} ${whole}${ms === '000' ? '' : `.${ms}000`}+00:00`;
};

/** The log's columns of an operation: the edge, and for manual edits the points. */
function details(operation: GraphOperation): ReplyValue {
  const { log } = operation;
  const edge = rawIdList([operation.source, operation.sink]);
  const common: Record<string, ReplyValue> = {
    operation_exception: log.as === 'failed' ? log.exception : '',
    operation_status: log.as === 'failed' ? 2 : 0,
    operation_ts: stamp(operation.time),
    roots: rawIdList(operation.after.map((root) => root.id)),
    timestamp: stamp(operation.time),
    user: String(operation.user),
    [operation.kind === 'merge' ? 'added_edges' : 'removed_edges']: [edge],
  };
  if (log.as === 'undo') return { ...common, undo_operation_id: log.of };
  if (log.as === 'redo') return { ...common, redo_operation_id: log.of };
  const points = { source_coords: [[...operation.sourceAt]], sink_coords: [[...operation.sinkAt]] };
  if (log.as !== 'multicut') return { ...common, ...points };
  return {
    ...common,
    ...points,
    bb_offset: [240, 240, 24],
    source_ids: rawIdList([operation.source]),
    sink_ids: rawIdList([operation.sink]),
  };
}

/** A JSON list of numbers; quoted ids and other values make the service fail. */
function operationIds(call: Call): number[] {
  const text = call.query.get('operation_ids') ?? '[]';
  if (!/^\s*\[\s*([0-9]+\s*(,\s*[0-9]+\s*)*)?\]\s*$/.test(text)) throw new ServiceError(500, '');
  return (text.match(/[0-9]+/g) ?? []).map(Number);
}

function operationDetails(call: Call, graph: ChunkedGraph): ReplyValue {
  const found = operationIds(call).flatMap((operationId): [string, ReplyValue][] => {
    const operation = graph.operation(operationId);
    return operation === undefined || operation.time > call.now
      ? []
      : [[String(operationId), details(operation)]];
  });
  return Object.fromEntries(found);
}

/** Half a second before the first operation. The search uses growing windows, so that few families are created. */
function oldest(graph: ChunkedGraph, state: State): number {
  const { start, end } = state.timeline;
  for (let days = 1; start + days * DAY <= end; days *= 2) {
    const first = graph.operationsBetween(start, start + days * DAY)[0];
    if (first !== undefined) return first.time - 500;
  }
  return start - 500;
}

export const historyRoutes: Route<State>[] = [
  ...lineageRoutes,
  ...changeLogRoutes,
  graphRoute('GET', '/operation_details', (call, _, graph) => sortedReply(operationDetails(call, graph))),
  graphRoute('GET', '/root/{root}/last_edit', () => {
    throw new ServiceError(500, '');
  }),
  graphRoute('GET', '/oldest_timestamp', (call, _, graph, state) => {
    const iso = stamp(oldest(graph, state));
    return sortedReply({ iso: iso.replace(' ', call.query.get('delimiter') ?? ' ') });
  }),
  ...['/merge', '/split', '/undo', '/redo', '/graph/split_preview'].map((path) =>
    graphRoute(
      'POST',
      path,
      () => {
        throw new ServiceError(400, 'This sandbox takes edits at /sandbox/edit only.');
      },
      'edit',
    ),
  ),
];
