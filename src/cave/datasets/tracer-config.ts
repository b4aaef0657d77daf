/** The tracer format: a datastack's resolutions, sources, table and column names, and viewer defaults. */

type Point = number[];

/** Key names are those of the tracers' Python package. Coordinates are voxels of `resolution` nm. */
export interface TracerConfig {
  dataset_name: string | null;
  dataset_display_name: string | null;
  dataset_id: number | null;
  dataset_description: string | null;
  datastack_description: string | null;
  resolution: Point | null;
  volume_size: Point | null;
  min_coord: Point | null;
  max_coord: Point | null;
  center_coord: Point | null;
  em_source_url: string | null;
  seg_source_url: string | null;
  skeleton_source_url: string | null;
  synapse_table_name: string | null;
  syn_pre_coord_col: string | null;
  syn_post_coord_col: string | null;
  syn_pre_seg_col: string | null;
  syn_post_seg_col: string | null;
  syn_pre_sv_col: string | null;
  syn_post_sv_col: string | null;
  syn_nt_cols: string[] | null;
  syn_cleft_score_col: string | null;
  cell_info_table_name: string | null;
  soma_table_name: string | null;
  proofreading_table_name: string | null;
  proofreading_table_seg_col: string | null;
  proofreading_table_status_col: string | null;
  local_server_url: string | null;
  viewer_site_url: string | null;
  main_stack_mesh_url: string | null;
  neuropil_mesh_url: string | null;
  default_view_point: Point | null;
  default_zoom_2d: number | null;
  default_zoom_3d: number | null;
  default_angle_3d: Point | null;
  shortlink_server_url: string | null;
  swamp_source_url: string | null;
  swamp_ids: Point | null;
  /** Keys that only one datastack has. */
  extra: Record<string, string>;
}
