/** PyChunkedGraph's routes: its versions and records, roots of nodes, and the routes about children and times. */
import { climb } from '../graph/climb';
import { Root } from '../graph/nodes';
import { ServiceError } from '../http/call';
import { bytesReply, id, ids, type ReplyValue, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import { type State, stackByTable } from '../state';
import { graphError } from './errors';
import { childRoutes } from './graph-children';
import { graphInfo } from './graph-info';
import { type GraphHandle, graphRoute, idsAsText, stopLayer } from './graph-route';
import { timeRoutes } from './graph-times';

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

const roots: GraphHandle = (call, _, graph) => {
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
  return sortedReply({ root_ids: ids([...out].map(String), idsAsText(call)) });
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
    if (found === undefined) return sortedReply({ root_id: id(node!, idsAsText(call)) });
    const [root] = climb(graph, BigUint64Array.of(BigInt(node!)), time, stop);
    const unborn = !(found instanceof Root) && String(root) === node && stop > 2;
    if (root === 0n || unborn) throw new ServiceError(500, `Cannot find root id ${node}`);
    return sortedReply({ root_id: id(String(root), idsAsText(call)) });
  }),
  graphRoute('POST', '/roots', roots),
  graphRoute('POST', '/roots_binary', (call, _, graph) => {
    const time = call.time('timestamp', call.now);
    const out = climb(graph, call.packed(), time, stopLayer(call, graph, graph.grid.layers));
    return bytesReply(new Uint8Array(out.buffer), 'text/html; charset=utf-8');
  }),
  ...childRoutes,
  ...timeRoutes,
];
