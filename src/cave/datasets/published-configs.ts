/**
 * The seven datastack configurations that the tracers' Python package publishes (its configuration module, October
 * 2026): facts under the package's own key names. A missing key is null in the package. `config.ts` derives the
 * configuration of any other datastack.
 */
import type { TracerConfig } from './tracer-config';

type Config = Partial<TracerConfig>;

const SPELUNKER = 'https://spelunker.cave-explorer.org/';
const MINNIE = 'https://minnie.microns-daf.com';
const FANC = 'https://cave.fanc-fly.com';
const MANC_SYNAPSES = 'precomputed://gs://manc-seg-v1p2/manc-v1.2-synapse-partners-minconf-0.0.precomputed';

/** An extent in voxels of `resolution` nm. */
const extent = (
  resolution: number[],
  volume_size: number[],
  min_coord: number[],
  max_coord: number[],
  center_coord: number[],
): Config => ({ resolution, volume_size, min_coord, max_coord, center_coord });

/** The position at which a viewer opens. */
const view = (
  default_view_point: number[] | null,
  default_zoom_2d: number,
  default_zoom_3d: number,
  default_angle_3d: number[],
): Config => ({ default_view_point, default_zoom_2d, default_zoom_3d, default_angle_3d });

/** A synapse table with the column names of CAVE's schema. */
export const synapseTable = (synapse_table_name: string): Config => ({
  synapse_table_name,
  syn_pre_coord_col: 'pre_pt_position',
  syn_post_coord_col: 'post_pt_position',
  syn_pre_seg_col: 'pre_pt_root_id',
  syn_post_seg_col: 'post_pt_root_id',
  syn_pre_sv_col: 'pre_pt_supervoxel_id',
  syn_post_sv_col: 'post_pt_supervoxel_id',
});

const proofreadingTable = (proofreading_table_name: string): Config => ({
  proofreading_table_name,
  proofreading_table_seg_col: 'pt_root_id',
  proofreading_table_status_col: 'proofread',
});

const skeletons = (server: string, stack: string): string =>
  `precomputed://${server}/skeletoncache/api/v1/${stack}/precomputed/skeleton`;

export const PUBLISHED: Record<string, Config> = {
  brain_and_nerve_cord: {
    dataset_name: 'brain_and_nerve_cord',
    dataset_display_name: 'BANC',
    dataset_id: 9,
    dataset_description:
      'Brain And Nerve Cord: GridTape transmission EM of a female adult Drosophila melanogaster central nervous system',
    ...extent([4, 4, 45], [262144, 294912, 7010], [0, 0, 0], [262143, 294911, 7009], [131027, 147460, 3505]),
    em_source_url: 'precomputed://gs://seunglab_lee_fly_cns_001_alignment/aligned/v0',
    seg_source_url: `graphene://middleauth+${FANC}/segmentation/table/wclee_fly_cns_001`,
    skeleton_source_url: skeletons(FANC, 'brain_and_nerve_cord'),
    ...synapseTable('synapses_v2'),
    cell_info_table_name: 'cell_info',
    ...proofreadingTable('backbone_proofread'),
    local_server_url: FANC,
    viewer_site_url: SPELUNKER,
    main_stack_mesh_url: 'precomputed://gs://lee-lab_brain-and-nerve-cord-fly-connectome/region_outlines',
    ...view([125563, 118181, 2850], 4.12, 360849, [0, 1, 0, 0]),
    swamp_source_url: 'https://c10s.pni.princeton.edu/tracers/swamps/banc/main|neuroglancer-precomputed:',
    swamp_ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    extra: {
      manc_seg_source_url:
        'precomputed://gs://lee-lab_brain-and-nerve-cord-fly-connectome/imported_meshes/manc_v1.2.1_meshes_elastix_tpsreg_240721',
    },
  },
  flywire_fafb_production: {
    dataset_name: 'fafb_seung_alignment_v0',
    dataset_display_name: 'FAFB_v14',
    dataset_id: 2,
    dataset_description: "The Seung lab's realignment of FAFB",
    datastack_description: 'Production FlyWire segmentation',
    ...extent([4, 4, 40], [270336, 147456, 7062], [0, 0, 0], [270335, 147455, 7061], [135168, 73728, 3531]),
    em_source_url: 'precomputed://gs://flywire_em/aligned/v1',
    seg_source_url: 'graphene://https://prodv1.flywire-daf.com/segmentation/1.0/fly_v31',
    skeleton_source_url: skeletons('https://prod.flywire-daf.com', 'flywire_fafb_production'),
    ...synapseTable('synapses_nt_v1'),
    syn_nt_cols: ['ach', 'da', 'gaba', 'glut', 'oct', 'ser'],
    syn_cleft_score_col: 'cleft_score',
    cell_info_table_name: 'neuron_information_v2',
    soma_table_name: 'nuclei_v1',
    ...proofreadingTable('proofreading_status_public_v1'),
    local_server_url: 'https://prod.flywire-daf.com',
    viewer_site_url: 'https://ngl.flywire.ai/',
    main_stack_mesh_url: 'precomputed://gs://flywire_neuropil_meshes/whole_neuropil/brain_mesh_v141.surf',
    neuropil_mesh_url: 'precomputed://gs://flywire_neuropil_meshes/neuropils/neuropil_mesh_v141_v3',
    ...view([131071, 147456, 3505], 13.2, 9600, [0, 0, 0, -1]),
    shortlink_server_url: 'https://globalv1.flywire-daf.com/nglstate/post',
    extra: {
      proofreading_review_table_name: 'proofreading_review_public_v1',
    },
  },
  male_adult_nerve_cord: {
    resolution: [8, 8, 8],
    em_source_url:
      'precomputed://gs://flyem-vnc-2-26-213dba213ef26e094c16c860ae7f4be0/v3_emdata_clahe_xy/jpeg',
    seg_source_url: 'precomputed://gs://manc-seg-v1p2/manc-seg-v1.2',
    main_stack_mesh_url: 'precomputed://gs://flyem-vnc-roi-d5f392696f7a48e27f49fa1a9db5ee3b/all-vnc-roi',
    neuropil_mesh_url: 'precomputed://gs://flyem-vnc-roi-d5f392696f7a48e27f49fa1a9db5ee3b/roi-202208',
    ...view(null, 10, 10000, [0, 0, 0, 1]),
    extra: {
      nerve_mesh_source_url:
        'precomputed://gs://flyem-vnc-roi-d5f392696f7a48e27f49fa1a9db5ee3b/nerve-roi-202301',
      presyn_anno_layer_source_url: MANC_SYNAPSES,
      postsyn_anno_layer_source_url: MANC_SYNAPSES,
    },
  },
  minnie65_phase3_v1: {
    dataset_name: 'minnie65_phase3',
    dataset_display_name: 'Minnie65',
    dataset_id: 1,
    dataset_description: 'Second alignment of the IARPA minnie65 dataset (2020)',
    datastack_description: 'First version of Minnie with proofreading enabled (June 2020)',
    ...extent(
      [4, 4, 40],
      [384848, 262102, 13008],
      [52770, 60616, 14850],
      [437618, 322718, 27858],
      [245194, 191667, 21354],
    ),
    em_source_url: 'precomputed://https://bossdb-open-data.s3.amazonaws.com/iarpa_microns/minnie/minnie65/em',
    seg_source_url: `graphene://middleauth+${MINNIE}/segmentation/table/minnie3_v1`,
    skeleton_source_url: skeletons(`middleauth+${MINNIE}`, 'minnie65_phase3_v1'),
    ...synapseTable('synapses_pni_2'),
    soma_table_name: 'nucleus_neuron_svm',
    local_server_url: MINNIE,
    viewer_site_url: SPELUNKER,
    ...view([245194, 191667, 21354], 3, 1215104, [0, 0, 0, 1]),
  },
  mrgd: {
    dataset_name: 'mrgd',
    dataset_display_name: 'MrgD',
    dataset_id: 10,
    dataset_description: 'Mouse dorsal spine',
    ...extent([4, 4, 45], [201727, 82943, 498], [0, 0, 0], [201727, 82943, 498], [100863, 41471, 249]),
    em_source_url:
      'precomputed://gs://zetta_lee_mouse_spinal_cord_001_image/dorsal_sections/dorsal_sections_500_jpeg',
    seg_source_url: `graphene://${FANC}/segmentation/table/mouse_dorsal_spine`,
    local_server_url: FANC,
    viewer_site_url: 'https://neuromancer-seung-import.appspot.com',
    ...view([100863, 41471, 249], 8, 14764, [0, 0, 0, 1]),
  },
  stroeh_mouse_retina: {
    dataset_name: 'stroeh_mouse_retina',
    dataset_id: 14,
    ...extent([16, 16, 40], [81920, 81920, 2065], [0, 0, 0], [81919, 81919, 2064], [40960, 40960, 1032]),
    em_source_url: 'precomputed://gs://stroeh_sem_mouse_retina/image/v2',
    seg_source_url: `graphene://middleauth+${MINNIE}/segmentation/table/stroeh_mouse_retina`,
    skeleton_source_url: skeletons(`middleauth+${MINNIE}`, 'stroeh_mouse_retina'),
    local_server_url: MINNIE,
    viewer_site_url: 'https://spelunker.cave-explorer.org',
    ...view([36501, 42459, 1032], 1.6, 93293, [0, 0, 0, 1]),
  },
  zheng_ca3: {
    dataset_name: 'zheng_ca3',
    dataset_display_name: 'Zheng CA3',
    dataset_id: 12,
    ...extent(
      [18, 18, 45],
      [51420, 57384, 2047],
      [20511, 19839, 96],
      [71931, 77223, 2143],
      [46221, 48531, 1119],
    ),
    em_source_url: 'precomputed://gs://zheng_mouse_hippocampus_production/v2/img_aligned_sharded_18nm',
    seg_source_url: `graphene://middleauth+${MINNIE}/segmentation/table/zheng_ca3`,
    skeleton_source_url: skeletons(`middleauth+${MINNIE}`, 'zheng_ca3'),
    ...synapseTable('synapses_ca3_v1'),
    local_server_url: MINNIE,
    viewer_site_url: SPELUNKER,
    ...view([46221, 48531, 1119], 1.65, 66402, [0, 0, 0, 1]),
  },
};
