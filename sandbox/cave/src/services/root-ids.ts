/** The root ids in requests to routes about time. */
import { asObject } from '../../../../src/core/json';
import type { ChunkedGraph } from '../graph/graph';
import { Root } from '../graph/nodes';
import { type Call, idOf, ServiceError } from '../http/call';

export function rootOf(graph: ChunkedGraph, node: string): Root {
  const found = graph.node(node);
  if (found instanceof Root) return found;
  const isRootId = graph.grid.decode(BigInt(node)).layer === graph.grid.layers;
  throw new ServiceError(500, isRootId ? node : `${node} is no root`);
}

export const rootIdsOf = (call: Call): string[] => {
  const list = asObject(call.json())?.root_ids;
  if (!Array.isArray(list)) throw new ServiceError(500, "'root_ids'");
  return list.map(idOf);
};
