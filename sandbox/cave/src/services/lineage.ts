/** PyChunkedGraph's routes about lineage: which roots came from which. */
import type { ChunkedGraph } from '../graph/graph';
import { type GraphNode, Root } from '../graph/nodes';
import { ServiceError } from '../http/call';
import { float, id, ids, type ReplyValue, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { graphRoute } from './graph-route';
import { rootIdsOf, rootOf } from './root-ids';

/**
 * The lineage backward to `past` and forward to `future`, including nodes one step beyond a limit. Level-2 nodes have
 * no links.
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

/** The originals among the ancestors that are younger than `past`; a root without ancestors is its own original. */
function pastIds(root: Root, past: number): string[] {
  const ancestors = new Set([root]);
  for (const at of ancestors) {
    if (at.created >= past) for (const before of at.createdBy?.before ?? []) ancestors.add(before);
  }
  const ends = [...ancestors].filter(
    (at) => at !== root && !(at.createdBy?.before ?? []).some((before) => ancestors.has(before)),
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

export const lineageRoutes: Route<State>[] = [
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
  graphRoute('GET', '/delta_roots', (call, _, graph) => {
    if (call.query.get('timestamp_past') === null)
      throw new ServiceError(400, 'Timestamp parameter is mandatory.');
    const [past, future] = [call.time('timestamp_past', 0), call.time('timestamp_future', call.now)];
    const operations = graph.operationsBetween(past, Math.min(future, call.now));
    const text = call.flag('int64_as_str');
    // As in the log, an edge that two edits of the window share is listed twice.
    return sortedReply({
      old_roots: ids(
        operations.flatMap((op) => op.before.map((r) => r.id)),
        text,
      ),
      new_roots: ids(
        operations.flatMap((op) => op.after.map((r) => r.id)),
        text,
      ),
    });
  }),
];
