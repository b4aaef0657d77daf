/**
 * The 64-bit node id of a chunked graph: 8 bits for the layer, then x, y and z of the chunk, then the segment number.
 * The graph's `spatial_bit_masks` define how many bits x, y and z take in each layer.
 */

export interface GraphShape {
  layers: number;
  /** Bits of one chunk coordinate, by layer. */
  bits: Record<number, number>;
  /** Edge of a layer-2 chunk in base voxels. */
  chunkSize: [number, number, number];
  /** Position of the first voxel of chunk 0,0,0, in base voxels. */
  offset: [number, number, number];
  /** Size of a base voxel in nm. */
  resolution: [number, number, number];
}

export function layerOf(id: string | bigint): number {
  // biome-ignore lint/plugin: a bigint
  return Number(BigInt(id) >> 56n);
}

export function chunkOf(id: string | bigint, graph: GraphShape): [number, number, number] {
  const node = BigInt(id);
  const bits = BigInt(graph.bits[layerOf(node)] ?? 0);
  const mask = (1n << bits) - 1n;
  // biome-ignore lint/plugin: a bigint
  const part = (n: bigint) => Number((node >> (56n - n * bits)) & mask);
  return [part(1n), part(2n), part(3n)];
}

/** Centre of the node's chunk in nm. The node is at most half a chunk away from it, perhaps not at it. */
export function chunkCentre(id: string | bigint, graph: GraphShape): [number, number, number] {
  const scale = 2 ** Math.max(0, layerOf(id) - 2);
  const chunk = chunkOf(id, graph);
  const axis = (i: 0 | 1 | 2) =>
    (graph.offset[i] + (chunk[i] + 0.5) * graph.chunkSize[i] * scale) * graph.resolution[i];
  return [axis(0), axis(1), axis(2)];
}
