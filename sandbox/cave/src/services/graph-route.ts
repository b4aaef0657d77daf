/** A route of PyChunkedGraph, and the parameters that several routes read. */
import type { ChunkedGraph } from '../graph/graph';
import { chunkX, chunkY, chunkZ } from '../graph/grid';
import { type Call, ServiceError } from '../http/call';
import type { Route } from '../http/routes';
import { type State, stackByTable } from '../state';
import { graphError } from './errors';

export type GraphHandle = (
  call: Call,
  parts: Record<string, string>,
  graph: ChunkedGraph,
  state: State,
) => ReturnType<Route<State>['handle']>;

export const P = '/segmentation/api/v1/table/{table}';

/** A route of one graph; all routes need the view permission. */
export function graphRoute(
  method: string,
  path: string,
  handle: GraphHandle,
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

/** True if the caller wants ids as text. */
export const idsAsText = (call: Call): boolean => call.flag('int64_as_str');

export function stopLayer(call: Call, graph: ChunkedGraph, missing: number): number {
  const layer = call.number('stop_layer') ?? missing;
  if (layer > graph.grid.layers) throw new ServiceError(500, '');
  return layer;
}

/** Chunks (of layer 2 by default) in the box `x0-x1_y0-y1_z0-z1` of base voxels; null without bounds. */
export function chunkBounds(
  call: Call,
  graph: ChunkedGraph,
): ((chunk: number, layer?: number) => boolean) | null {
  const boundsText = call.query.get('bounds');
  if (boundsText === null || boundsText === '') return null;
  const axes = boundsText.split('_').map((axis) => axis.split('-').map(Number));
  if (axes.length !== 3 || axes.some((axis) => axis.length !== 2 || axis.some((n) => !Number.isFinite(n)))) {
    throw new ServiceError(500, `invalid bounds '${boundsText}'`);
  }
  const { voxelOffset, chunkSize } = graph.grid.facts;
  return (chunk, layer = 2) =>
    [chunkX(chunk), chunkY(chunk), chunkZ(chunk)].every((c, k) => {
      const edge = chunkSize[k]! * 2 ** (layer - 2);
      const start = voxelOffset[k]! + c * edge;
      return start < axes[k]![1]! && start + edge > axes[k]![0]!;
    });
}
