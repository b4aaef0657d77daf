/**
 * The work of every tool that has heavy work, by tool name: the compiler refuses a missing, a surplus or a wrong entry.
 * Only the companion and the command line import this file.
 */
import type { KernelName } from '../../geometry/kernels';
import type { DeclaredTools } from '../registry';
import { copyFolderWork } from './bucket/copy-folder';
import { deleteFileWork, deleteFolderWork } from './bucket/delete';
import { downloadFileWork, downloadFolderWork } from './bucket/download';
import { moveFileWork, renameFileWork } from './bucket/move-file';
import { uploadFileWork, uploadFolderWork } from './bucket/upload';
import { contributions, contributorRows } from './contributions';
import { exactSuccessors } from './exact-successors';
import { volumeFromFile } from './from-file';
import { objsFromState, pointsMeshWork, volumeMeshFromState } from './from-points';
import { segMeshHits, skeletonMeshHits } from './intersect';
import { labelArrayWork } from './label-array';
import type { HeavyWorkOf } from './local-runner';
import { meshFile, meshMeasuresWork, triangles } from './meshes';
import { packagingWork } from './packaging';
import { partnerRows } from './partners';
import { pictureRows } from './seg-pictures';
import { skeletonMeasuresWork } from './skeleton-measures';
import { triage } from './triage';

type HeavyTool = Extract<DeclaredTools, { hasHeavyWork: true }>;
type HeavyWorks = { readonly [Tool in HeavyTool as Tool['name']]: HeavyWorkOf<Tool['kind']> };

export const HEAVY: HeavyWorks = {
  get_current_seg_ids: exactSuccessors,
  count_user_sv_contribution: contributions,
  count_contributors: contributorRows,
  count_partners: partnerRows,
  make_seg_pictures: pictureRows,
  get_mesh_triangles: triangles,
  get_seg_mesh: meshFile,
  calc_seg_mesh_intersect: segMeshHits,
  calc_skeleton_mesh_intersect: skeletonMeshHits,
  calc_mesh_measures: meshMeasuresWork,
  calc_skeleton_measures: skeletonMeasuresWork,
  get_label_array: labelArrayWork,
  triage_segs: triage,
  make_mesh_from_points: pointsMeshWork,
  make_objs_from_state_file: objsFromState,
  make_volume_mesh_from_state_file: volumeMeshFromState,
  bucket_copy_folder: copyFolderWork,
  bucket_move_file: moveFileWork,
  bucket_rename_file: renameFileWork,
  bucket_delete_file: deleteFileWork,
  bucket_delete_folder: deleteFolderWork,
  bucket_download_file: downloadFileWork,
  bucket_download_folder: downloadFolderWork,
  bucket_upload_file: uploadFileWork,
  bucket_upload_folder: uploadFolderWork,
  make_bucket_volume_from_obj: volumeFromFile,
  make_local_volume_from_obj: volumeFromFile,
  make_volume_packaging: packagingWork,
};

/** The compiled libraries that a tool's heavy work needs; empty for a tool without such work. */
export const kernelsOf = (name: string): readonly KernelName[] =>
  Object.hasOwn(HEAVY, name) ? HEAVY[name as keyof HeavyWorks].kernels : [];
