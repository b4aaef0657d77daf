/**
 * Published facts of the real BANC datastack `brain_and_nerve_cord` (4 × 4 × 45 nm, June 2026): ids, counts, lengths,
 * volumes and points that the documentation of the tracers' Python package states (BunPrinceton/tracer-tools-extensions,
 * a6a087c1c63d). Facts carry no licence; no text is taken over. test/support/facts.test.ts compares them with the
 * published files where those are at hand.
 */
import type { Vec3 } from '../../src/core/points';

interface Examples {
  get_current_seg_ids: { stale: string; candidates: [string, number][] }[];
  get_seg_details: { rows: [string, string, number, number, number, number, number][] };
  get_cable_lengths: Record<string, number>;
  get_original_seg_ids: Record<string, string[]>;
  get_roots_from_points: { points: Vec3[]; segments: string[]; supervoxels: string[] };
  get_seg_from_sv: Record<string, string>;
  get_svs_from_seg: Record<string, { count: number; first: string[]; last: string[] }>;
  get_seg_3d_volume: Record<string, number>;
  check_seg_freshness: Record<string, boolean>;
  check_seg_proofread_status: Record<string, boolean>;
  count_synapses: Record<string, { in: number; out: number }>;
  count_user_sv_contribution: Record<string, Record<string, number>>;
  get_cave_stack_info: Record<string, Record<string, unknown>>;
  default_palette: Record<'1' | '10', string[]> & { picks_of_the_ten_by_count: Record<string, number[]> };
}

/** By the name of the Python function. */
export const EXAMPLES: Examples = {
  get_current_seg_ids: [
    {
      stale: '720575941473274509',
      candidates: [
        ['720575941441350235', 0.9747508490618563],
        ['720575941560423027', 0.008444221739695265],
        ['720575941521525579', 0.007154390067368187],
        ['720575941488792551', 0.007005920234582336],
        ['720575941504192535', 0.002644618896497968],
      ],
    },
    {
      stale: '720575941524660200',
      candidates: [
        ['720575941519923628', 0.8846842105263157],
        ['720575941586998071', 0.06591228070175438],
        ['720575941690721688', 0.0387719298245614],
        ['720575941493018032', 0.005070175438596491],
        ['720575941524058615', 0.0040526315789473685],
        ['720575941520296920', 0.0010701754385964912],
        ['720575941537520922', 0.0004385964912280702],
      ],
    },
    {
      stale: '720575941565377335',
      candidates: [
        ['720575941703820762', 0.9805467429911376],
        ['720575941560578472', 0.01842304907065761],
        ['720575941459558800', 0.00046984378771681783],
        ['720575941575975176', 0.00046553329425152594],
        ['720575941428854868', 7.32783889099624e-5],
        ['720575941405357936', 2.1552467326459532e-5],
      ],
    },
  ],
  get_seg_details: {
    rows: [
      ['720575941473274509', '720575941441350235', 523.49226624, 2453811.5, 5893, 945, 6838],
      ['720575941524660200', '720575941519923628', 158.71888512, 587790.9375, 1614, 257, 1871],
      ['720575941565377335', '720575941703820762', 770.08292352, 2826879.75, 7469, 1662, 9131],
    ],
  },
  get_cable_lengths: { '720575941490813872': 1712022.370770976, '720575941533316995': 2109110.992525338 },
  get_original_seg_ids: {
    '720575941703820762': [
      '720575941594894009',
      '720575941453072841',
      '720575941427247558',
      '720575941356563148',
      '720575941442544274',
      '720575940558712717',
      '720575941455608288',
      '720575941664593560',
      '720575941013393435',
      '720575941548259054',
      '720575941616650978',
      '720575941013070107',
      '720575941412409405',
      '720575940543066156',
      '720575941292747824',
      '720575941405142319',
      '720575941565377335',
    ],
  },
  get_roots_from_points: {
    points: [
      [128563, 169944, 4093],
      [136207, 175201, 4812],
      [101370, 215228, 5264],
    ],
    segments: ['720575941643797624', '720575941429439959', '720575941561135887'],
    supervoxels: ['76426092181762338', '76707773517849702', '75512879390421881'],
  },
  get_seg_from_sv: { '76919154560765265': '720575941703820762' },
  get_svs_from_seg: {
    '720575941413124779': {
      count: 846443,
      first: ['76492475061776745', '76492475061779442', '76492475061779424'],
      last: ['76281162871835627', '76281162871832853', '76281162871835567'],
    },
  },
  get_seg_3d_volume: { '720575941703820762': 770.08292352 },
  check_seg_freshness: {
    '720575940379940739': false,
    '720575941535667946': true,
    '720575941539599858': true,
    '720575940380068115': false,
    '720575941609391725': true,
    '720575940380207581': false,
  },
  check_seg_proofread_status: {
    '720575940379940739': false,
    '720575941535667946': false,
    '720575941539599858': false,
    '720575940380068115': false,
    '720575941609391725': true,
    '720575940380207581': false,
  },
  count_synapses: {
    '720575940380068115': { in: 0, out: 0 },
    '720575941609391725': { in: 45, out: 291 },
    '720575940380207581': { in: 0, out: 0 },
  },
  count_user_sv_contribution: { '720575941609391725': { '5098': 2957, '5017': 7366, '2815': 253 } },
  get_cave_stack_info: {
    brain_and_nerve_cord: {
      aligned_volume: {
        display_name: 'BANC',
        id: 9,
        image_source: 'precomputed://gs://seunglab_lee_fly_cns_001_alignment/aligned/v0',
        name: 'brain_and_nerve_cord',
      },
      analysis_database: null,
      cell_identification_table: 'cell_info',
      description: null,
      local_server: 'https://cave.fanc-fly.com',
      proofreading_review_table: null,
      proofreading_status_table: 'backbone_proofread',
      segmentation_source: 'graphene://https://cave.fanc-fly.com/segmentation/table/wclee_fly_cns_001',
      skeleton_source:
        'precomputed://https://cave.fanc-fly.com/skeletoncache/api/v1/brain_and_nerve_cord/precomputed/skeleton',
      soma_table: null,
      synapse_table: 'synapses_v2',
      viewer_resolution_x: 4.0,
      viewer_resolution_y: 4.0,
      viewer_resolution_z: 45.0,
      viewer_site: 'https://spelunker.cave-explorer.org/',
    },
  },
  default_palette: {
    '1': ['#FFDD33'],
    '10': [
      '#FF5533',
      '#FF9C33',
      '#FFDD33',
      '#B9DA00',
      '#A8FFA8',
      '#00A870',
      '#B0FEFF',
      '#469FE3',
      '#CC85FF',
      '#FF40DF',
    ],
    picks_of_the_ten_by_count: {
      '2': [0, 7],
      '3': [0, 2, 7],
      '4': [0, 2, 4, 7],
      '5': [0, 2, 4, 7, 8],
      '6': [0, 1, 2, 4, 7, 8],
      '7': [0, 1, 2, 4, 7, 8, 9],
      '8': [0, 1, 2, 4, 6, 7, 8, 9],
      '9': [0, 1, 2, 3, 5, 6, 7, 8, 9],
    },
  },
};

/** Worked examples with the results that the package prints, to the last digit. */
export const WORKED_EXAMPLES = {
  distance: { a: [1, 2, 3], b: [4, 5, 6], resolution_nm: [4, 4, 45], distance_nm: 136.0624856453828 },
  average_point: {
    points: [
      [1, 4, 3],
      [0, 1, 2],
      [2, 1, 3],
    ],
    rounded: [1, 2, 3],
    exact: [1.0, 2.0, 2.6666666666666665],
  },
  bounding_box_corners: {
    center: [1, 2, 3],
    dimensions: [10, 7, 4],
    corners: [
      [-4, -1, 1],
      [6, 5, 5],
    ],
  },
  line_triangle_intersection: {
    line: [
      [0, 0, 0],
      [1, 2, 3],
    ],
    triangle: [
      [2, 0, 0],
      [0, 3, 0],
      [0, 0, 4],
    ],
    rounded: [1, 1, 2],
    precision_3: [0.522, 1.043, 1.565],
  },
  coordinate_conversion: {
    coordinate: [125283, 118263, 2860],
    from_resolution_nm: [4, 4, 45],
    to_resolution_nm: [1, 1, 1],
    result: [501132, 473052, 128700],
  },
  path_escaping: {
    path: 'home/user/volumes/vol_01/mesh/1:0:1',
    escaped: 'home/user/volumes/vol_01/mesh/1___0___1',
  },
};
