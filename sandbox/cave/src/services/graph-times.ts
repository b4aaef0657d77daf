/** PyChunkedGraph's routes about the times at which nodes existed. */
import { type GraphNode, Root, SupervoxelRun } from '../graph/nodes';
import { type Call, ServiceError } from '../http/call';
import { float, ids, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { type GraphHandle, graphRoute, idsAsText } from './graph-route';

/**
 * The time of is_latest_roots. It does not see an edit of the same millisecond: at the time of an edit the old root is
 * the latest, while roots_binary already gives the new one.
 */
function latestTime(call: Call): number {
  try {
    return call.time('timestamp', call.now + 1);
  } catch {
    throw new ServiceError(400, 'timestamp is not a valid float');
  }
}

function creationTime(part: GraphNode | SupervoxelRun | undefined): number | null {
  return part === undefined || part instanceof SupervoxelRun ? null : part.created;
}

const rootTimestamps: GraphHandle = (call, _, graph) => {
  const list = call.query.get('is_binary') ? [...call.packed()].map(String) : call.ids('node_ids');
  const time = call.time('timestamp', call.now);
  const latest = call.flag('latest');
  if (!list.some((node) => graph.node(node) !== undefined)) {
    if (latest && list.length > 0) throw new ServiceError(500, list[0]!);
    return sortedReply({ timestamp: [] });
  }
  const times = list.map((node) => {
    const found = graph.node(node);
    const at = creationTime(found);
    if (at === null) throw new ServiceError(500, node);
    if (!latest) return float(at / 1000);
    const end = found instanceof Root && found.retiredAt <= time ? found.retiredAt : time;
    return float(end / 1000);
  });
  return sortedReply({ timestamp: times });
};

/** Times at which rows of a node were written: its creation, and each new parent. */
function cellTimes(part: GraphNode | SupervoxelRun): number[] {
  const parents = [
    ...(part.past ?? []).map(({ time }) => time),
    ...(part.parent === null ? [] : [part.since]),
  ];
  const own = creationTime(part);
  const retirementTimes = part instanceof Root && part.retiredBy !== null ? [part.retiredBy.time] : [];
  return [...(own === null ? [] : [own]), ...parents, ...retirementTimes];
}

const validNodes: GraphHandle = (call, _, graph) => {
  const list = call.query.get('is_binary') ? [...call.packed()].map(String) : call.ids('node_ids');
  const [from, to] = [call.time('start_timestamp', 0), call.time('end_timestamp', call.now)];
  const valid = list.filter((node) => {
    const found = graph.find(node);
    return found !== undefined && cellTimes(found).some((at) => at >= from && at < to);
  });
  return sortedReply({ valid_roots: ids(valid, idsAsText(call)) });
};

export const timeRoutes: Route<State>[] = [
  graphRoute('POST', '/is_latest_roots', (call, _, graph) => {
    const time = latestTime(call);
    const latest = call.ids('node_ids', 'signed').map((node) => {
      const found = graph.node(node);
      if (found === undefined || found.created >= time) return false;
      return !(found instanceof Root) || found.retiredAt >= time;
    });
    return sortedReply({ is_latest: latest });
  }),
  graphRoute('POST', '/root_timestamps', rootTimestamps),
  graphRoute('GET', '/valid_nodes', validNodes),
];
