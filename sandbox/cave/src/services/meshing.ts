/** The meshing service: the files that contain the surface of a node. */
import { asObject } from '../../../../src/core/json';
import { Branch, type GraphNode } from '../graph/nodes';
import { type Call, ServiceError } from '../http/call';
import { type ReplyValue, rawIdList, reply, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import { familyOf, familySlot } from '../meshes/shards';
import { TOP_MESHED } from '../meshes/store';
import type { SandboxStack } from '../stack';
import { type State, stackByTable } from '../state';
import { graphError } from './errors';
import { chunkBounds } from './graph-route';

/** The current path, and the path for sources of the form `/segmentation/1.0/<table>`. */
const PREFIXES = ['/meshing/api/v1/table/{table}', '/meshing/1.0/{table}'];

const yes = (text: unknown): boolean => /^(true|1)$/i.test(String(text ?? ''));

/** A flag in the query, or as text in the body. */
function flag(call: Call, body: Record<string, unknown>, name: string): boolean {
  return yes(call.query.get(name)) || yes(body[name]);
}

function layerOf(call: Call, body: Record<string, unknown>): number {
  const startLayer = call.number('start_layer') ?? body.start_layer ?? TOP_MESHED;
  const layer = Number(startLayer);
  if (!Number.isInteger(layer)) throw new ServiceError(500, `invalid start_layer '${startLayer}'`);
  return layer;
}

/** The name of one part in the list. */
function fragmentOf(stack: SandboxStack, node: GraphNode, verify: boolean, prepend: boolean): string {
  const { graph, meshes } = stack;
  const id = graph.idOf(node);
  const prefix = prepend ? `~${id}:` : '';
  if (!meshes.initial(node)) return `${prefix}${meshes.lateName(node)}`;
  const shard = meshes.shardName(node);
  const chunk = graph.grid.id(node.layer, node.chunk, 0);
  if (!verify) return `~${id}:${node.layer}:${chunk}:${shard}:${familySlot(familyOf(node)).slot}`;
  const { offset, size } = meshes.place(node);
  return `${prefix}~${node.layer}/${shard}:${offset}:${size}`;
}

function manifest(call: Call, stack: SandboxStack, nodeId: string): ReplyValue {
  const body = call.body.length === 0 ? {} : (asObject(call.json()) ?? {});
  const { graph, meshes } = stack;
  const id = /^([0-9]{1,20})(?::[0-9]+)?$/.exec(nodeId)?.[1];
  if (id === undefined) throw new ServiceError(500, `invalid literal for int() with base 10: '${nodeId}'`);
  const inside = chunkBounds(call, graph);
  const verify = flag(call, body, 'verify');
  const node = graph.node(id);
  const layer = layerOf(call, body);
  // For a node at or below the start layer, the service lists its children and not the node itself.
  const tops = node instanceof Branch && node.layer <= layer ? node.children : node ? [node] : [];
  const parts = tops.flatMap((top) => meshes.parts(top, layer, verify));
  const within = inside === null ? parts : parts.filter((part) => inside(part.chunk, part.layer));
  // Those of the first segmentation precede those of edits.
  const orderedParts = [
    ...within.filter((part) => meshes.initial(part)),
    ...within.filter((part) => !meshes.initial(part)),
  ];
  const prepend = flag(call, body, 'prepend_seg_ids');
  const answer: Record<string, ReplyValue> = {
    fragments: orderedParts.map((part) => fragmentOf(stack, part, verify, prepend)),
  };
  if (flag(call, body, 'return_seg_ids'))
    answer.seg_ids = rawIdList(orderedParts.map((part) => graph.idOf(part)));
  if (flag(call, body, 'return_seg_id_layers')) answer.seg_id_layers = orderedParts.map(({ layer }) => layer);
  return answer;
}

function route(
  method: string,
  path: string,
  right: 'view' | 'edit',
  handle: (
    call: Call,
    stack: SandboxStack,
    parts: Record<string, string>,
  ) => ReturnType<Route<State>['handle']>,
): Route<State>[] {
  return PREFIXES.map((prefix) => ({
    method,
    pattern: `${prefix}${path}`,
    access: { stack: 'table', right },
    gzip: true,
    onError: graphError,
    handle: (call, parts, state) => handle(call, stackByTable(state, parts.table!)!, parts),
  }));
}

export const meshingRoutes: Route<State>[] = [
  ...route('GET', '/manifest/{node}', 'view', (call, stack, { node }) =>
    sortedReply(manifest(call, stack, node!)),
  ),
  ...route('GET', '/node/{node}/validfragments', 'view', (_, { graph, meshes }, { node }) => {
    const found = graph.node(node!);
    const parts = found === undefined ? [] : meshes.parts(found, TOP_MESHED, true);
    return sortedReply({ fragments: parts.map((part) => graph.idOf(part)) });
  }),
  // Meshes of an edit are created without a request, so this request changes nothing.
  ...route('POST', '/remeshing', 'edit', () => reply(202, '', [])),
];
