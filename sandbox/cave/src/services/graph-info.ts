/** The info document of a graph: the watershed volume's, with the keys that PyChunkedGraph adds. */
import { float, type ReplyValue } from '../http/reply';
import { STEP } from '../meshes/grid';
import { TOP_MESHED } from '../meshes/store';
import type { SandboxStack } from '../stack';
import type { State } from '../state';

/** Only the precomputed info, as in the watershed volume itself. */
export function watershedInfo(stack: SandboxStack) {
  const { resolution, size, voxelOffset } = stack.graph.grid.facts;
  return {
    '@type': 'neuroglancer_multiscale_volume',
    type: 'segmentation',
    data_type: 'uint64',
    num_channels: 1,
    scales: [
      {
        key: resolution.join('_'),
        resolution: [...resolution],
        size: [...size],
        voxel_offset: [...voxelOffset],
        chunk_sizes: [[256, 256, 32]],
        encoding: 'compressed_segmentation',
        compressed_segmentation_block_size: [8, 8, 8],
      },
    ],
  };
}

/** The mesh folder, beside the watershed's scales. */
export const MESH_DIR = 'graphene_meshes';

/** The bucket path of the watershed volume. */
export const bucketOf = (table: string): string => `${table.replaceAll('_', '-')}-pcg`;

export function graphInfo(stack: SandboxStack, state: State): ReplyValue {
  const { grid } = stack.graph;
  const { chunkSize, layers } = grid.facts;
  const { table } = stack.facts;
  return {
    ...watershedInfo(stack),
    data_dir:
      state.watershed === 'here'
        ? `${state.origin}/stores/storage.googleapis.com/${bucketOf(table)}/ws`
        : `gs://${bucketOf(table)}/ws`,
    chunks_start_at_voxel_offset: true,
    graph: {
      chunk_size: [...chunkSize],
      bounding_box: [2048, 2048, 512],
      cv_mip: 0,
      n_layers: layers,
      n_bits_for_layer_id: 8,
      spatial_bit_masks: grid.masks(),
    },
    app: { supported_api_versions: [0, 1] },
    mesh: MESH_DIR,
    sharded_mesh: true,
    verify_mesh: true,
    mesh_dir: MESH_DIR,
    mesh_metadata: {
      uniform_draco_grid_size: float(STEP),
      max_meshed_layer: TOP_MESHED,
      unsharded_mesh_dir: 'dynamic',
    },
  };
}
