/** PyChunkedGraph's changelogs: the edits in a root's history. */
import type { ChunkedGraph } from '../graph/graph';
import type { GraphOperation, Root } from '../graph/nodes';
import { ids, jsonText, type ReplyValue, rawIdList, reply, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { nameOf } from '../world/users';
import { graphRoute } from './graph-route';
import { rootIdsOf, rootOf } from './root-ids';

interface LogRow {
  operation: GraphOperation;
  label: number;
  /** For a merge: all ends are in the neuron. For a split: any end is. */
  inNeuron: boolean;
  /** For a merge: its ends were in different originals. For a split: its ends are now in different roots. */
  relevant: boolean;
}

/** The edits in a root's history by operation id, evaluated at the time of the root's creation. */
function logOf(graph: ChunkedGraph, root: Root): LogRow[] {
  const operations = new Set<GraphOperation>();
  for (const at of graph.ancestry(root)) if (at.createdBy !== null) operations.add(at.createdBy);
  return [...operations]
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

export const changeLogRoutes: Route<State>[] = [
  graphRoute('GET', '/tabular_change_log_many', (call, _, graph) => {
    const isFiltered = call.flag('filtered', true);
    const roots = rootIdsOf(call).map((node) => rootOf(graph, node));
    const isEdited = roots.some((root) => root.createdBy !== null);
    return sortedReply(
      Object.fromEntries(
        roots.map((root) => [root.id, jsonText(changeTable(graph, root, isFiltered, isEdited))]),
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
];
