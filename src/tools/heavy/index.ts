/** The work of every heavy tool, by its name. Only the companion and the command line import this. */
import { contributions } from './contributions';
import { exactSuccessors } from './exact-successors';
import { volumeFromFile } from './from-file';
import { meshFromPoints, objsFromState, volumeMeshFromState } from './from-points';
import { segMeshHits, skeletonMeshHits } from './intersect';
import type { HeavyWork } from './local-runner';
import { meshFile, triangles } from './meshes';
import { triage } from './triage';

export const HEAVY: Readonly<Record<string, HeavyWork>> = {
  get_current_seg_ids: exactSuccessors,
  count_user_sv_contribution: contributions,
  get_mesh_triangles: triangles,
  get_seg_mesh: meshFile,
  calc_seg_mesh_intersect: segMeshHits,
  calc_skeleton_mesh_intersect: skeletonMeshHits,
  triage_segs: triage,
  make_mesh_from_points: meshFromPoints,
  make_objs_from_state_file: objsFromState,
  make_volume_mesh_from_state_file: volumeMeshFromState,
  make_bucket_volume_from_obj: volumeFromFile,
  make_local_volume_from_obj: volumeFromFile,
};
