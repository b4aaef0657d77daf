/** PyChunkedGraph's routes down the graph: children, leaves, and the nodes that cover supervoxels. */
import { covering } from '../graph/covering';
import type { ChunkedGraph } from '../graph/graph';
import { Fragment, fragmentsOf, type GraphNode, Root, SupervoxelRun } from '../graph/nodes';
import { leavesBelow } from '../graph/subgraph';
import { type Call, ServiceError } from '../http/call';
import { bytesReply, ids, jsonReply, Raw, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { chunkBounds, type GraphHandle, graphRoute, idsAsText } from './graph-route';
import { supervoxelListText, supervoxelTexts } from './leaves';

/** The leaves of each node at a layer, as JSON lists in the order of `nodeIds`. */
function leafLists(call: Call, graph: ChunkedGraph, nodeIds: readonly string[], layer: number): Raw[] {
  const request = nodeIds.map((node) => graph.find(node));
  return leavesBelow(request, layer, chunkBounds(call, graph)).map((leaves, i) => {
    if ('itself' in leaves) return ids([nodeIds[i]!], idsAsText(call));
    if ('supervoxelsOf' in leaves) {
      return new Raw(supervoxelListText(graph.grid, leaves.supervoxelsOf, idsAsText(call)));
    }
    return ids(
      leaves.nodes.map((node) => graph.idOf(node)),
      idsAsText(call),
    );
  });
}

function singleLeaves(call: Call, graph: ChunkedGraph, node: string): Raw {
  if (graph.find(node) instanceof SupervoxelRun) return ids([], false);
  return leafLists(call, graph, [node], call.number('stop_layer') ?? 1)[0]!;
}

const leavesMany: GraphHandle = (call, _, graph) => {
  const nodeIds = call.ids('node_ids');
  const lists = leafLists(call, graph, [...new Set(nodeIds)], call.number('stop_layer') ?? 1);
  const byId = new Map([...new Set(nodeIds)].map((node, i) => [node, lists[i]!]));
  // The service joins an id's parts once for each time it is in the request; the second time, no parts remain.
  const earlier = new Set<string>();
  const twice = nodeIds.some((node) => {
    const isRepeated = earlier.has(node);
    earlier.add(node);
    return isRepeated && byId.get(node)!.text !== '[]';
  });
  if (twice) throw new ServiceError(500, 'zero-dimensional arrays cannot be concatenated');
  return sortedReply(Object.fromEntries(byId));
};

const lvl2Graph: GraphHandle = (call, { node }, graph) => {
  const found = graph.node(node!);
  const inside = chunkBounds(call, graph);
  const fragments =
    found === undefined ? [] : fragmentsOf(found).filter((f) => inside === null || inside(f.chunk));
  const pairs = graph.linksOf(fragments).map(([a, b]) => {
    const pair = [BigInt(graph.idOf(a)), BigInt(graph.idOf(b))].sort((x, y) => (x < y ? -1 : 1));
    return ids(pair.map(String), idsAsText(call));
  });
  return sortedReply({ edge_graph: pairs }, 200, [['Used-Bounds', inside === null ? 'False' : 'True']]);
};

const l2ChunkChildren =
  (binary: boolean): GraphHandle =>
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
        graph.grid.idText(1, place, cell.first + i),
      ]).flat();
    });
    if (binary)
      return bytesReply(
        new Uint8Array(BigUint64Array.from(pairs.map(BigInt)).buffer),
        'text/html; charset=utf-8',
      );
    return sortedReply({ l2_chunk_children: ids(pairs, idsAsText(call)) });
  };

export const childRoutes: Route<State>[] = [
  graphRoute('GET', '/node/{node}/children', (call, { node }, graph) => {
    const found = graph.node(node!);
    const children =
      found instanceof Fragment
        ? supervoxelTexts(graph.grid, [found])
        : found !== undefined && 'children' in found
          ? (found.children as GraphNode[]).map((child) => graph.idOf(child))
          : [];
    return sortedReply({ children_ids: ids(children, idsAsText(call)) });
  }),
  graphRoute('GET', '/node/{node}/leaves', (call, { node }, graph) =>
    sortedReply({ leaf_ids: singleLeaves(call, graph, node!) }),
  ),
  graphRoute('POST', '/node/leaves_many', leavesMany),
  graphRoute('POST', '/leaves_many', leavesMany),
  graphRoute('GET', '/node/{node}/lvl2_graph', lvl2Graph),
  graphRoute('GET', '/l2_chunk_children/{chunk}', l2ChunkChildren(false)),
  graphRoute('GET', '/l2_chunk_children_binary/{chunk}', l2ChunkChildren(true)),
  graphRoute('POST', '/minimal_covering_nodes', (call, _, graph) => {
    const list = call.query.get('is_binary') ? [...call.packed()].map(String) : call.ids('node_ids');
    const cover = covering(graph, list);
    // For a whole root, the service climbs beyond the last layer and fails.
    if (cover.some((node) => graph.find(node) instanceof Root && !list.includes(node))) {
      throw new ServiceError(500, '');
    }
    if (call.flag('as_array')) {
      return bytesReply(
        new Uint8Array(BigUint64Array.from(cover.map(BigInt)).buffer),
        'text/html; charset=utf-8',
      );
    }
    return jsonReply(ids(cover, idsAsText(call)));
  }),
];
