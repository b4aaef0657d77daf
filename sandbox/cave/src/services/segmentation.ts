/** PyChunkedGraph's routes that look up parents and children. */
import { climb } from '../graph/climb';
import type { ChunkedGraph } from '../graph/graph';
import { chunkX, chunkY, chunkZ } from '../graph/grid';
import { Fragment, fragmentsOf, type GraphNode, Root, SupervoxelRun } from '../graph/nodes';
import { leavesBelow } from '../graph/subgraph';
import { type Call, ServiceError } from '../http/call';
import { bytesReply, float, id, ids, jsonReply, Raw, type ReplyValue, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import { type State, stackByTable } from '../state';
import { graphError } from './errors';
import { graphInfo } from './graph-info';
import { supervoxelListText, supervoxelTexts } from './leaves';

type Handle = (
  call: Call,
  parts: Record<string, string>,
  graph: ChunkedGraph,
  state: State,
) => ReturnType<Route<State>['handle']>;

export const P = '/segmentation/api/v1/table/{table}';

/** A route of one graph; everything needs the view permission. */
export function graphRoute(
  method: string,
  path: string,
  handle: Handle,
  right: 'view' | 'edit' = 'view',
): Route<State> {
  return {
    method,
    pattern: `${P}${path}`,
    access: { stack: 'table', right },
    gzip: true,
    onError: graphError,
    handle: (call, parts, state) => handle(call, parts, stackByTable(state, parts.table!)!.graph, state),
  };
}

const open = (pattern: string, value: ReplyValue): Route<State> => ({
  method: 'GET',
  pattern,
  access: 'token',
  gzip: true,
  onError: graphError,
  handle: () => sortedReply(value),
});

const info = (pattern: string): Route<State> => ({
  method: 'GET',
  pattern,
  access: { stack: 'table' },
  gzip: true,
  onError: graphError,
  handle: (_, { table }, state) => sortedReply(graphInfo(stackByTable(state, table!)!, state)),
});

const text = (call: Call): boolean => call.flag('int64_as_str');

function stopLayer(call: Call, graph: ChunkedGraph, missing: number): number {
  const layer = call.number('stop_layer') ?? missing;
  if (layer > graph.grid.layers) throw new ServiceError(500, '');
  return layer;
}

/** Chunks (of level 2 by default) within `x0-x1_y0-y1_z0-z1` base voxels; null without bounds. */
export function chunkBounds(
  call: Call,
  graph: ChunkedGraph,
): ((chunk: number, layer?: number) => boolean) | null {
  const given = call.query.get('bounds');
  if (given === null || given === '') return null;
  const axes = given.split('_').map((axis) => axis.split('-').map(Number));
  if (axes.length !== 3 || axes.some((axis) => axis.length !== 2 || axis.some((n) => !Number.isFinite(n)))) {
    throw new ServiceError(500, `invalid bounds '${given}'`);
  }
  const { voxelOffset, chunkSize } = graph.grid.facts;
  return (chunk, layer = 2) =>
    [chunkX(chunk), chunkY(chunk), chunkZ(chunk)].every((c, k) => {
      const edge = chunkSize[k]! * 2 ** (layer - 2);
      const start = voxelOffset[k]! + c * edge;
      return start < axes[k]![1]! && start + edge > axes[k]![0]!;
    });
}

/** Leaves of each node at a layer, as JSON lists; `found` as `ids` in order. */
function leafLists(call: Call, graph: ChunkedGraph, nodeIds: readonly string[], layer: number): Raw[] {
  const request = nodeIds.map((node) => graph.find(node));
  return leavesBelow(request, layer, chunkBounds(call, graph)).map((leaves, i) => {
    if ('itself' in leaves) return ids([nodeIds[i]!], text(call));
    if ('supervoxelsOf' in leaves) {
      return new Raw(supervoxelListText(graph.grid, leaves.supervoxelsOf, text(call)));
    }
    return ids(
      leaves.nodes.map((node) => graph.idOf(node)),
      text(call),
    );
  });
}

/**
 * Time of is_latest_roots. It does not see an edit of its own millisecond: at the time of an edit the old root is the
 * latest, while roots_binary already gives the new one.
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

const roots: Handle = (call, _, graph) => {
  const list = call.ids('node_ids');
  const time = call.time('timestamp', call.now);
  const out = climb(
    graph,
    BigUint64Array.from(list.map(BigInt)),
    time,
    stopLayer(call, graph, graph.grid.layers),
  );
  if (call.query.get('as_binary') === 'root_ids')
    return bytesReply(new Uint8Array(out.buffer), 'text/html; charset=utf-8');
  return sortedReply({ root_ids: ids([...out].map(String), text(call)) });
};

function singleLeaves(call: Call, graph: ChunkedGraph, node: string): Raw {
  if (graph.find(node) instanceof SupervoxelRun) return ids([], false);
  return leafLists(call, graph, [node], call.number('stop_layer') ?? 1)[0]!;
}

const leavesMany: Handle = (call, _, graph) => {
  const nodeIds = call.ids('node_ids');
  const lists = leafLists(call, graph, [...new Set(nodeIds)], call.number('stop_layer') ?? 1);
  const byId = new Map([...new Set(nodeIds)].map((node, i) => [node, lists[i]!]));
  // The service joins the parts of an id once for each time it is in the request; the second time none are left.
  const twice = nodeIds.some((node, i) => nodeIds.indexOf(node) < i && byId.get(node)!.text !== '[]');
  if (twice) throw new ServiceError(500, 'zero-dimensional arrays cannot be concatenated');
  return sortedReply(Object.fromEntries(byId));
};

const rootTimestamps: Handle = (call, _, graph) => {
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

const lvl2Graph: Handle = (call, { node }, graph) => {
  const found = graph.node(node!);
  const inside = chunkBounds(call, graph);
  const fragments =
    found === undefined ? [] : fragmentsOf(found).filter((f) => inside === null || inside(f.chunk));
  const pairs = graph.linksOf(fragments).map(([a, b]) => {
    const pair = [BigInt(graph.idOf(a)), BigInt(graph.idOf(b))].sort((x, y) => (x < y ? -1 : 1));
    return ids(pair.map(String), text(call));
  });
  return sortedReply({ edge_graph: pairs }, 200, [['Used-Bounds', inside === null ? 'False' : 'True']]);
};

/** Times at which rows of a node were written: its creation, and each new parent. */
function cellTimes(part: GraphNode | SupervoxelRun): number[] {
  const parents = [
    ...(part.past ?? []).map(({ time }) => time),
    ...(part.parent === null ? [] : [part.since]),
  ];
  const own = creationTime(part);
  const retired = part instanceof Root && part.retiredBy !== null ? [part.retiredBy.time] : [];
  return [...(own === null ? [] : [own]), ...parents, ...retired];
}

const validNodes: Handle = (call, _, graph) => {
  const list = call.query.get('is_binary') ? [...call.packed()].map(String) : call.ids('node_ids');
  const [from, to] = [call.time('start_timestamp', 0), call.time('end_timestamp', call.now)];
  const valid = list.filter((node) => {
    const found = graph.find(node);
    return found !== undefined && cellTimes(found).some((at) => at >= from && at < to);
  });
  return sortedReply({ valid_roots: ids(valid, text(call)) });
};

const l2ChunkChildren =
  (binary: boolean): Handle =>
  (call, { chunk }, graph) => {
    const { layer, chunk: place } = graph.grid.decode(BigInt(chunk!));
    if (layer !== 2) throw new ServiceError(400, 'This function only accepts level 2 chunks');
    const time = call.time('timestamp', call.now);
    const pairs = graph.cellsOfChunk(place).flatMap((cell) => {
      const owner = cell.parentAt(time);
      if (owner === null) return [];
      const l2 = graph.idOf(owner);
      return Array.from({ length: cell.count }, (_, i) => [
        l2,
        String(graph.grid.id(1, place, cell.first + i)),
      ]).flat();
    });
    if (binary)
      return bytesReply(
        new Uint8Array(BigUint64Array.from(pairs.map(BigInt)).buffer),
        'text/html; charset=utf-8',
      );
    return sortedReply({ l2_chunk_children: ids(pairs, text(call)) });
  };

export const segmentationRoutes: Route<State>[] = [
  open('/segmentation/api/versions', [0, 1]),
  open('/segmentation/api/version', '2.21.1'),
  info('/segmentation/table/{table}/info'),
  info('/segmentation/1.0/{table}/info'),
  info('/segmentation/api/v1/table/{table}/info'),
  graphRoute('GET', '/node/{node}/root', (call, { node }, graph) => {
    const stop = stopLayer(call, graph, graph.grid.layers);
    const found = graph.find(node!);
    const time = call.time('timestamp', call.now);
    if (found === undefined) return sortedReply({ root_id: id(node!, text(call)) });
    const [root] = climb(graph, BigUint64Array.of(BigInt(node!)), time, stop);
    const unborn = !(found instanceof Root) && String(root) === node && stop > 2;
    if (root === 0n || unborn) throw new ServiceError(500, `Cannot find root id ${node}`);
    return sortedReply({ root_id: id(String(root), text(call)) });
  }),
  graphRoute('POST', '/roots', roots),
  graphRoute('POST', '/roots_binary', (call, _, graph) => {
    const time = call.time('timestamp', call.now);
    const out = climb(graph, call.packed(), time, stopLayer(call, graph, graph.grid.layers));
    return bytesReply(new Uint8Array(out.buffer), 'text/html; charset=utf-8');
  }),
  graphRoute('GET', '/node/{node}/children', (call, { node }, graph) => {
    const found = graph.node(node!);
    const children =
      found instanceof Fragment
        ? supervoxelTexts(graph.grid, [found])
        : found !== undefined && 'children' in found
          ? (found.children as GraphNode[]).map((child) => graph.idOf(child))
          : [];
    return sortedReply({ children_ids: ids(children, text(call)) });
  }),
  graphRoute('GET', '/node/{node}/leaves', (call, { node }, graph) =>
    sortedReply({ leaf_ids: singleLeaves(call, graph, node!) }),
  ),
  graphRoute('POST', '/node/leaves_many', leavesMany),
  graphRoute('POST', '/leaves_many', leavesMany),
  graphRoute('GET', '/node/{node}/lvl2_graph', lvl2Graph),
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
  graphRoute('GET', '/l2_chunk_children/{chunk}', l2ChunkChildren(false)),
  graphRoute('GET', '/l2_chunk_children_binary/{chunk}', l2ChunkChildren(true)),
  graphRoute('POST', '/minimal_covering_nodes', (call, _, graph) => {
    const list = call.query.get('is_binary') ? [...call.packed()].map(String) : call.ids('node_ids');
    const cover = covering(graph, list);
    // Of a whole root: the service climbs beyond the last layer and fails.
    if (cover.some((node) => graph.find(node) instanceof Root && !list.includes(node))) {
      throw new ServiceError(500, '');
    }
    if (call.flag('as_array')) {
      return bytesReply(
        new Uint8Array(BigUint64Array.from(cover.map(BigInt)).buffer),
        'text/html; charset=utf-8',
      );
    }
    return jsonReply(ids(cover, text(call)));
  }),
];

/**
 * Fewest nodes that hold exactly the supervoxels of the given ones: complete sets of siblings are replaced by their
 * parent. Ids that the graph does not hold are left out.
 */
function covering(graph: ChunkedGraph, list: string[]): string[] {
  const nodes = new Set<GraphNode>();
  /** Given supervoxels by the level-2 node that holds them now. */
  const supervoxels = new Map<GraphNode, Set<string>>();
  for (const id of list) {
    const found = graph.find(id);
    if (found instanceof SupervoxelRun) {
      const holder = found.parent;
      if (holder) supervoxels.set(holder, (supervoxels.get(holder) ?? new Set()).add(id));
    } else if (found) nodes.add(found);
  }
  const left: string[] = [];
  for (const [holder, given] of supervoxels) {
    if (holder instanceof Fragment && given.size === holder.size) nodes.add(holder);
    else left.push(...given);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of [...nodes]) {
      const parent = node.parent;
      if (parent === null || !('children' in parent)) continue;
      const siblings = parent.children as GraphNode[];
      if (!siblings.every((sibling) => nodes.has(sibling))) continue;
      for (const sibling of siblings) nodes.delete(sibling);
      nodes.add(parent);
      changed = true;
    }
  }
  const within = (part: GraphNode | SupervoxelRun): boolean => {
    for (let up = part.parent; up !== null; up = up.parent) if (nodes.has(up)) return true;
    return false;
  };
  const outermost = [...nodes].filter((node) => !within(node)).map((node) => graph.idOf(node));
  return [...left.filter((id) => !within(graph.find(id)!)), ...outermost];
}
