/** PyChunkedGraph's routes about time: lineage, changelogs, operations. */
import { asObject } from '../../../../src/core/json';
import type { ChunkedGraph } from '../graph/graph';
import { type GraphNode, type GraphOperation, Root } from '../graph/nodes';
import { type Call, idOf, ServiceError } from '../http/call';
import { float, id, ids, jsonText, type ReplyValue, rawIdList, reply, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { nameOf } from '../world/users';
import { graphRoute } from './segmentation';

const DAY = 86_400_000;

function rootOf(graph: ChunkedGraph, node: string): Root {
  const found = graph.node(node);
  if (found instanceof Root) return found;
  const isRootId = graph.grid.decode(BigInt(node)).layer === graph.grid.layers;
  throw new ServiceError(500, isRootId ? node : `${node} is no root`);
}

/**
 * Backward to `past` and forward to `future`; nodes one step beyond a limit are included. Level-2 nodes have no links.
 */
function lineage(
  graph: ChunkedGraph,
  list: string[],
  past: number,
  future: number,
  asText: boolean,
): ReplyValue {
  const alone: GraphNode[] = [];
  const starts = list.flatMap((node) => {
    const found = graph.node(node);
    if (found === undefined) throw new ServiceError(500, node);
    if (found instanceof Root) return [found];
    alone.push(found);
    return [];
  });
  const nodes = new Set<Root>();
  const links = new Map<string, ReplyValue>();
  const link = (a: Root, b: Root): void => {
    links.set(`${a.id} ${b.id}`, { source: id(a.id, asText), target: id(b.id, asText) });
  };
  const back = new Set(starts);
  for (const at of back) {
    nodes.add(at);
    if (at.created < past) continue;
    for (const before of at.createdBy?.before ?? []) {
      link(before, at);
      back.add(before);
    }
  }
  const forth = new Set(starts);
  for (const at of forth) {
    nodes.add(at);
    if (at.created > future) continue;
    for (const after of at.retiredBy?.after ?? []) {
      link(at, after);
      forth.add(after);
    }
  }
  return {
    directed: true,
    graph: {},
    multigraph: false,
    nodes: [...nodes, ...alone].map((node) => ({
      id: id(graph.idOf(node), asText),
      timestamp: float(node.created / 1000),
      operation_id:
        node instanceof Root && node.retiredBy !== null ? id(String(node.retiredBy.id), asText) : undefined,
    })),
    links: [...links.values()],
  };
}

interface LogRow {
  operation: GraphOperation;
  label: number;
  /** Merge: all ends are in the neuron. Split: any end is. */
  inNeuron: boolean;
  /** Merge: its ends were in different originals. Split: its ends are now in different roots. */
  relevant: boolean;
}

/** Edits in the history of a root, by operation id, evaluated at the time of the root's creation. */
function logOf(graph: ChunkedGraph, root: Root): LogRow[] {
  const created = new Set<GraphOperation>();
  for (const at of graph.ancestry(root)) if (at.createdBy !== null) created.add(at.createdBy);
  return [...created]
    .sort((a, b) => a.id - b.id)
    .map((operation, label) => {
      const ends = [operation.source, operation.sink];
      const now = ends.map((end) => graph.rootOfSupervoxel(end, root.created));
      if (operation.kind === 'split') {
        return { operation, label, inNeuron: now.includes(root.id), relevant: now[0] !== now[1] };
      }
      const [first, second] = ends.map((end) => graph.originalOfSupervoxel(end));
      return { operation, label, inNeuron: now.every((id) => id === root.id), relevant: first !== second };
    });
}

const isRetained = (row: LogRow): boolean => row.inNeuron && row.relevant;

function changeTable(graph: ChunkedGraph, root: Root, filtered: boolean, anyEdits: boolean): ReplyValue {
  const rows = logOf(graph, root).filter((row) => !filtered || isRetained(row));
  const line = new Set(graph.ancestry(root));
  const column = (value: (row: LogRow) => ReplyValue): ReplyValue =>
    Object.fromEntries(rows.map((row) => [String(row.label), value(row)]));
  const person = (row: LogRow) => nameOf(row.operation.user);
  return {
    operation_id: column((row) => row.operation.id),
    timestamp: column((row) => row.operation.time),
    user_id: column((row) => String(row.operation.user)),
    before_root_ids: column((row) => rawIdList(row.operation.before.map((r) => r.id))),
    after_root_ids: column((row) =>
      rawIdList(row.operation.after.filter((r) => line.has(r)).map((r) => r.id)),
    ),
    is_merge: column((row) => row.operation.kind === 'merge'),
    ...(filtered
      ? {}
      : { in_neuron: column((row) => row.inNeuron), is_relevant: column((row) => row.relevant) }),
    ...(anyEdits
      ? {
          user_name: column((row) => person(row)?.name ?? 'unknown'),
          user_affiliation: column((row) => person(row)?.affiliation ?? 'unknown'),
        }
      : {}),
  };
}

const stamp = (time: number): string => {
  const [day, clock] = new Date(time).toISOString().slice(0, 23).split('T');
  const [whole, ms] = clock!.split('.');
  return `${day} ${whole}${ms === '000' ? '' : `.${ms}000`}+00:00`;
};

/** The columns that the log has of an operation: the edge, and for manual edits the points. */
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

/** JSON list of numbers; quoted ids and other values make the service fail. */
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

/** Originals among the ancestors younger than `past`; a root without ancestors is its own. */
function pastIds(root: Root, past: number): string[] {
  const reached = new Set([root]);
  for (const at of reached) {
    if (at.created >= past) for (const before of at.createdBy?.before ?? []) reached.add(before);
  }
  const ends = [...reached].filter(
    (at) => at !== root && !(at.createdBy?.before ?? []).some((before) => reached.has(before)),
  );
  return ends.length > 0 ? ends.map((at) => at.id) : [root.id];
}

/** The root that each past id became as a whole, without a split or merge in between. */
function futureIds(graph: ChunkedGraph, past: readonly string[]): [string, string][] {
  return past.flatMap((start): [string, string][] => {
    let at = graph.root(start)!;
    while (at.retiredBy !== null && at.retiredBy.after.length === 1) at = at.retiredBy.after[0]!;
    return at.retiredBy === null ? [[start, at.id]] : [];
  });
}

/** Half a second before the first operation; searched in growing windows, so that few families are made. */
function oldest(graph: ChunkedGraph, state: State): number {
  const { start, end } = state.timeline;
  for (let days = 1; start + days * DAY <= end; days *= 2) {
    const first = graph.operationsBetween(start, start + days * DAY)[0];
    if (first !== undefined) return first.time - 500;
  }
  return start - 500;
}

const rootIdsOf = (call: Call): string[] => {
  const list = asObject(call.json())?.root_ids;
  if (!Array.isArray(list)) throw new ServiceError(500, "'root_ids'");
  return list.map(idOf);
};

export const historyRoutes: Route<State>[] = [
  graphRoute('POST', '/lineage_graph_multiple', (call, _, graph) =>
    sortedReply(
      lineage(
        graph,
        rootIdsOf(call),
        call.time('timestamp_past', 0),
        call.time('timestamp_future', call.now),
        call.flag('int64_as_str'),
      ),
    ),
  ),
  graphRoute('GET', '/root/{root}/lineage_graph', (call, { root }, graph) =>
    sortedReply(lineage(graph, [root!], call.time('timestamp_past', 0), call.now, call.flag('int64_as_str'))),
  ),
  graphRoute('GET', '/tabular_change_log_many', (call, _, graph) => {
    const filtered = call.flag('filtered', true);
    const roots = rootIdsOf(call).map((node) => rootOf(graph, node));
    const edited = roots.some((root) => root.createdBy !== null);
    return sortedReply(
      Object.fromEntries(
        roots.map((root) => [root.id, jsonText(changeTable(graph, root, filtered, edited))]),
      ),
    );
  }),
  graphRoute('GET', '/root/{root}/tabular_change_log', (call, { root }, graph) => {
    const at = rootOf(graph, root!);
    const table = changeTable(graph, at, call.flag('filtered', true), at.createdBy !== null);
    return reply(200, jsonText(table), [['Content-Type', 'text/html; charset=utf-8']]);
  }),
  graphRoute('GET', '/root/{root}/change_log', (call, { root }, graph) => {
    const at = rootOf(graph, root!);
    const rows = logOf(graph, at).filter((row) => !call.flag('filtered') || isRetained(row));
    const count = (kind: GraphOperation['kind'], list: LogRow[]): number =>
      list.filter((row) => row.operation.kind === kind).length;
    const users = [...new Set(rows.map((row) => row.operation.user))];
    const text = call.flag('int64_as_str');
    return sortedReply({
      n_mergers: count('merge', rows),
      n_splits: count('split', rows),
      operations_ids: ids(
        rows.map((row) => String(row.operation.id)),
        text,
      ),
      past_ids: ids([...new Set(rows.flatMap((row) => row.operation.before.map((r) => r.id)))], text),
      user_info: Object.fromEntries(
        users.map((user) => {
          const own = rows.filter((row) => row.operation.user === user);
          return [String(user), { n_mergers: count('merge', own), n_splits: count('split', own) }];
        }),
      ),
    });
  }),
  graphRoute('GET', '/root/{root}/merge_log', (_, { root }, graph) => {
    const merges = logOf(graph, rootOf(graph, root!)).filter((row) => row.operation.kind === 'merge');
    return sortedReply({
      merge_edges: merges.map(({ operation }) => [rawIdList([operation.source, operation.sink])]),
      merge_edge_coords: merges.map(({ operation }) => [[[...operation.sourceAt]], [[...operation.sinkAt]]]),
    });
  }),
  graphRoute('GET', '/operation_details', (call, _, graph) => sortedReply(operationDetails(call, graph))),
  graphRoute('GET', '/past_id_mapping', (call, _, graph) => {
    const past = call.time('timestamp_past', 0);
    const text = call.flag('int64_as_str');
    const map = rootIdsOf(call).map((node): [string, string[]] => [node, pastIds(rootOf(graph, node), past)]);
    const future = futureIds(graph, [...new Set(map.flatMap(([, list]) => list))]);
    return sortedReply({
      past_id_map: Object.fromEntries(map.map(([node, list]) => [node, ids(list, text)])),
      future_id_map: Object.fromEntries(future.map(([node, became]) => [node, id(became, text)])),
    });
  }),
  graphRoute('GET', '/root/{root}/last_edit', () => {
    throw new ServiceError(500, '');
  }),
  graphRoute('GET', '/oldest_timestamp', (call, _, graph, state) => {
    const iso = stamp(oldest(graph, state));
    return sortedReply({ iso: iso.replace(' ', call.query.get('delimiter') ?? ' ') });
  }),
  graphRoute('GET', '/delta_roots', (call, _, graph) => {
    if (call.query.get('timestamp_past') === null)
      throw new ServiceError(400, 'Timestamp parameter is mandatory.');
    const [past, future] = [call.time('timestamp_past', 0), call.time('timestamp_future', call.now)];
    const created = graph.operationsBetween(past, Math.min(future, call.now));
    const text = call.flag('int64_as_str');
    // As in the log: an edge that two edits of the window share is listed twice.
    return sortedReply({
      old_roots: ids(
        created.flatMap((op) => op.before.map((r) => r.id)),
        text,
      ),
      new_roots: ids(
        created.flatMap((op) => op.after.map((r) => r.id)),
        text,
      ),
    });
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
