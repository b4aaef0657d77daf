/** PyChunkedGraph, the routes about time: lineage, change logs, operations. */
import { asObject } from '../../../core/json';
import type { ChunkedGraph } from '../graph/graph';
import { Root, type Root as RootNode } from '../graph/nodes';
import type { Operation } from '../graph/operation';
import { type Call, idOf, ServiceError } from '../http/call';
import { float, id, idList, ids, json, type Raw, reply, sortedReply, type Value } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { nameOf } from '../world/people';
import { graphRoute } from './segmentation';

const DAY = 86_400_000;

function rootOf(graph: ChunkedGraph, node: string): RootNode {
  const found = graph.node(node);
  if (!(found instanceof Root)) throw new ServiceError(500, `${node} is no root`);
  return found;
}

/** Backward to `past` and forward to `future`; nodes just across a limit are included. */
function lineage(graph: ChunkedGraph, list: string[], past: number, future: number, asText: boolean): Value {
  const starts = list.map((node) => {
    const found = graph.root(node);
    if (found === undefined) throw new ServiceError(500, node);
    return found;
  });
  const nodes = new Set<RootNode>();
  const links = new Map<string, Value>();
  const link = (a: RootNode, b: RootNode): void => {
    links.set(`${a.id} ${b.id}`, { source: id(a.id, asText), target: id(b.id, asText) });
  };
  const back = new Set(starts);
  for (const at of back) {
    nodes.add(at);
    if (at.created <= past) continue;
    for (const before of at.madeBy?.before ?? []) {
      link(before, at);
      back.add(before);
    }
  }
  const forth = new Set(starts);
  for (const at of forth) {
    nodes.add(at);
    if (at.retiredAt > future) continue;
    for (const after of at.retiredBy?.after ?? []) {
      link(at, after);
      forth.add(after);
    }
  }
  return {
    directed: true,
    graph: {},
    multigraph: false,
    nodes: [...nodes].map((node) => ({
      id: id(node.id, asText),
      timestamp: float(node.created / 1000),
      operation_id: node.retiredBy === null ? undefined : id(String(node.retiredBy.id), asText),
    })),
    links: [...links.values()],
  };
}

interface LogRow {
  operation: Operation;
  label: number;
  relevant: boolean;
}

/** Edits in the history of a root, oldest first; `relevant` where the result is still part of it. */
function logOf(graph: ChunkedGraph, root: RootNode, time: number): LogRow[] {
  const made = new Set<Operation>();
  for (const at of graph.ancestry(root)) if (at.madeBy !== null) made.add(at.madeBy);
  const inside = (supervoxel: string): boolean =>
    graph.rootOfSupervoxel(supervoxel, Math.min(time, root.retiredAt - 1)) === root.id;
  return [...made]
    .sort((a, b) => a.time - b.time)
    .map((operation, label) => {
      const sides = [inside(operation.source), inside(operation.sink)];
      return { operation, label, relevant: sides.some(Boolean) };
    });
}

function changeTable(
  graph: ChunkedGraph,
  root: RootNode,
  filtered: boolean,
  time: number,
  anyEdits: boolean,
): Value {
  const rows = logOf(graph, root, time).filter((row) => !filtered || row.relevant);
  const line = new Set(graph.ancestry(root));
  const column = (value: (row: LogRow) => Value): Value =>
    Object.fromEntries(rows.map((row) => [String(row.label), value(row)]));
  const person = (row: LogRow) => nameOf(row.operation.user);
  return {
    operation_id: column((row) => row.operation.id),
    timestamp: column((row) => row.operation.time),
    user_id: column((row) => String(row.operation.user)),
    before_root_ids: column((row) => idList(row.operation.before.map((r) => r.id))),
    after_root_ids: column((row) =>
      idList(row.operation.after.filter((r) => !filtered || line.has(r)).map((r) => r.id)),
    ),
    is_merge: column((row) => row.operation.kind === 'merge'),
    ...(filtered
      ? {}
      : { in_neuron: column((row) => row.relevant), is_relevant: column((row) => row.relevant) }),
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

function details(operation: Operation): Value {
  const pair = idList([operation.source, operation.sink]);
  const common: Record<string, Value> = {
    operation_exception: '',
    operation_status: 0,
    operation_ts: stamp(operation.time),
    roots: idList(operation.after.map((root) => root.id)),
    sink_coords: [[...operation.sinkAt]],
    source_coords: [[...operation.sourceAt]],
    timestamp: stamp(operation.time + 6123),
    user: String(operation.user),
  };
  if (operation.kind === 'merge') return { ...common, added_edges: [pair] };
  return {
    ...common,
    removed_edges: [pair],
    bb_offset: [240, 240, 24],
    source_ids: idList([operation.source]),
    sink_ids: idList([operation.sink]),
  };
}

function operationDetails(call: Call, graph: ChunkedGraph): Value {
  const wanted = (call.query.get('operation_ids') ?? '').match(/[0-9]+/g) ?? [];
  const found = wanted.flatMap((text): [string, Value][] => {
    const operation = graph.operation(Number(text));
    return operation === undefined || operation.time > call.now ? [] : [[text, details(operation)]];
  });
  return Object.fromEntries(found);
}

/** Roots of the same matter at an earlier time. */
function pastIds(graph: ChunkedGraph, root: RootNode, past: number): string[] {
  return graph
    .ancestry(root)
    .filter((at) => at.created <= past && at.retiredAt > past && at !== root)
    .map((at) => at.id);
}

/** Half a second before the first operation; looked for in growing windows, so that few families are made. */
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
    const edited = roots.some((root) => root.madeBy !== null);
    return sortedReply(
      Object.fromEntries(
        roots.map((root) => [root.id, json(changeTable(graph, root, filtered, call.now, edited))]),
      ),
    );
  }),
  graphRoute('GET', '/root/{root}/tabular_change_log', (call, { root }, graph) => {
    const at = rootOf(graph, root!);
    const table = changeTable(graph, at, call.flag('filtered', true), call.now, at.madeBy !== null);
    return reply(200, json(table), [['Content-Type', 'application/json']]);
  }),
  graphRoute('GET', '/root/{root}/change_log', (call, { root }, graph) => {
    const at = rootOf(graph, root!);
    const rows = logOf(graph, at, call.now).filter((row) => !call.flag('filtered') || row.relevant);
    const count = (kind: Operation['kind'], list: LogRow[]): number =>
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
          const [merges, splits] = [count('merge', own), count('split', own)];
          return [
            String(user),
            { n_mergers: merges > 0 ? merges : undefined, n_splits: splits > 0 ? splits : undefined },
          ];
        }),
      ),
    });
  }),
  graphRoute('GET', '/root/{root}/merge_log', (call, { root }, graph) => {
    const merges = logOf(graph, rootOf(graph, root!), call.now).filter(
      (row) => row.operation.kind === 'merge',
    );
    return sortedReply({
      merge_edges: merges.map(({ operation }) => [idList([operation.source, operation.sink])]),
      merge_edge_coords: merges.map(({ operation }) => [[[...operation.sourceAt]], [[...operation.sinkAt]]]),
    });
  }),
  graphRoute('GET', '/operation_details', (call, _, graph) => sortedReply(operationDetails(call, graph))),
  graphRoute('GET', '/past_id_mapping', (call, _, graph) => {
    const past = call.time('timestamp_past', 0);
    const map = rootIdsOf(call).map((node): [string, Raw] => [
      node,
      ids(pastIds(graph, rootOf(graph, node), past), call.flag('int64_as_str')),
    ]);
    return sortedReply({ past_id_map: Object.fromEntries(map), future_id_map: {} });
  }),
  graphRoute('GET', '/oldest_timestamp', (call, _, graph, state) => {
    const iso = stamp(oldest(graph, state));
    return sortedReply({ iso: iso.replace(' ', call.query.get('delimiter') ?? ' ') });
  }),
  graphRoute('GET', '/delta_roots', (call, _, graph) => {
    if (call.query.get('timestamp_past') === null)
      throw new ServiceError(400, 'Timestamp parameter is mandatory.');
    const [past, future] = [call.time('timestamp_past', 0), call.time('timestamp_future', call.now)];
    const made = graph.operationsBetween(past, Math.min(future, call.now));
    const text = call.flag('int64_as_str');
    return sortedReply({
      old_roots: ids([...new Set(made.flatMap((op) => op.before.map((r) => r.id)))], text),
      new_roots: ids([...new Set(made.flatMap((op) => op.after.map((r) => r.id)))], text),
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
