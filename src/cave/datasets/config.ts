/**
 * A datastack's configuration in the tracer format: resolutions, sources, table and column names, viewer defaults.
 * Seven configurations are published; all others are derived from CAVE's official record.
 */
import { recordedResolution, type StackRecord } from '../client/info';
import { PUBLISHED, synapseTable } from './published-configs';
import type { TracerConfig } from './tracer-config';

const EMPTY: TracerConfig = {
  dataset_name: null,
  dataset_display_name: null,
  dataset_id: null,
  dataset_description: null,
  datastack_description: null,
  resolution: null,
  volume_size: null,
  min_coord: null,
  max_coord: null,
  center_coord: null,
  em_source_url: null,
  seg_source_url: null,
  skeleton_source_url: null,
  synapse_table_name: null,
  syn_pre_coord_col: null,
  syn_post_coord_col: null,
  syn_pre_seg_col: null,
  syn_post_seg_col: null,
  syn_pre_sv_col: null,
  syn_post_sv_col: null,
  syn_nt_cols: null,
  syn_cleft_score_col: null,
  cell_info_table_name: null,
  soma_table_name: null,
  proofreading_table_name: null,
  proofreading_table_seg_col: null,
  proofreading_table_status_col: null,
  local_server_url: null,
  viewer_site_url: null,
  main_stack_mesh_url: null,
  neuropil_mesh_url: null,
  default_view_point: null,
  default_zoom_2d: null,
  default_zoom_3d: null,
  default_angle_3d: null,
  shortlink_server_url: null,
  swamp_source_url: null,
  swamp_ids: null,
  extra: {},
};

export const publishedNames = (): string[] => Object.keys(PUBLISHED);

/** The published configuration, or null if the datastack has none. */
export function publishedConfig(name: string): TracerConfig | null {
  const config = publishedNames().includes(name) ? PUBLISHED[name] : undefined;
  return config ? { ...EMPTY, ...config } : null;
}

/**
 * Derives a configuration from the official record of any CAVE datastack. Column names are those of CAVE's own schemas.
 */
export function derivedConfig(record: StackRecord): TracerConfig {
  const { aligned_volume: volume } = record;
  const proofreading = record.proofreading_status_table;
  return {
    ...EMPTY,
    dataset_name: volume?.name ?? null,
    dataset_display_name: volume?.display_name ?? null,
    dataset_id: volume?.id ?? null,
    dataset_description: volume?.description ?? null,
    datastack_description: record.description,
    resolution: recordedResolution(record),
    em_source_url: volume?.image_source ?? null,
    seg_source_url: record.segmentation_source,
    skeleton_source_url: record.skeleton_source,
    ...(record.synapse_table === null ? {} : synapseTable(record.synapse_table)),
    cell_info_table_name: record.cell_identification_table,
    soma_table_name: record.soma_table,
    proofreading_table_name: proofreading,
    proofreading_table_seg_col: proofreading ? 'pt_root_id' : null,
    local_server_url: record.local_server,
    viewer_site_url: record.viewer_site,
  };
}

/** The configuration of a datastack: the published one if it exists, completed from the official record. */
export function configOf(name: string, record: StackRecord | null): TracerConfig {
  const official = record ? derivedConfig(record) : EMPTY;
  const publishedDataset = publishedConfig(name);
  if (!publishedDataset) return official;
  const config: Record<string, unknown> = { ...official };
  for (const [key, value] of Object.entries(publishedDataset)) if (value !== null) config[key] = value;
  return config as unknown as TracerConfig;
}
