/**
 * The published BANC documentation's values (June 2026) for live segments. Shares are stored as counts: each published
 * share is the nearest double to a fraction whose smallest denominators give the numbers of supervoxels below.
 */
import type { GridPoint } from '../graph/grid';

/** A segment that was split: its supervoxels by the current segment that contains them. */
export interface SplitExample {
  stale: string;
  candidates: readonly [id: string, supervoxels: number][];
  /** For the best candidate. The volume is in base voxels of 16 x 16 x 45 nm, the length in nm. */
  voxels: number;
  cable: number;
  vertices: number;
  out: number;
  in: number;
  /** Original segments that were merged into the best candidate, last merged first. */
  merged: readonly string[];
  /** A supervoxel that belongs to the best candidate. */
  supervoxel?: string;
}

export const SPLITS: readonly SplitExample[] = [
  {
    stale: '720575941473274509',
    candidates: [
      ['720575941441350235', 105045],
      ['720575941560423027', 910],
      ['720575941521525579', 771],
      ['720575941488792551', 755],
      ['720575941504192535', 285],
    ],
    voxels: 45442037,
    cable: 2453811.5,
    vertices: 274,
    out: 5893,
    in: 945,
    merged: [],
  },
  {
    stale: '720575941524660200',
    candidates: [
      ['720575941519923628', 50427],
      ['720575941586998071', 3757],
      ['720575941690721688', 2210],
      ['720575941493018032', 289],
      ['720575941524058615', 231],
      ['720575941520296920', 61],
      ['720575941537520922', 25],
    ],
    voxels: 13777681,
    cable: 587790.9375,
    vertices: 99,
    out: 1614,
    in: 257,
    merged: [],
  },
  {
    stale: '720575941565377335',
    candidates: [
      ['720575941703820762', 227479],
      ['720575941560578472', 4274],
      ['720575941459558800', 109],
      ['720575941575975176', 108],
      ['720575941428854868', 17],
      ['720575941405357936', 5],
    ],
    voxels: 66847476,
    cable: 2826879.75,
    vertices: 505,
    out: 7469,
    in: 1662,
    merged: [
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
    ],
    supervoxel: '76919154560765265',
  },
];

/** Cable lengths in nm. */
export const CABLES: readonly { id: string; length: number; vertices: number }[] = [
  { id: '720575941490813872', length: 1712022.370770976, vertices: 221 },
  { id: '720575941533316995', length: 2109110.992525338, vertices: 283 },
];

/** A segment with very many supervoxels, with the first and last that the service lists. */
export const LARGEST = {
  id: '720575941413124779',
  supervoxels: 846443,
  fragments: 2800,
  first: ['76492475061776745', '76492475061779442', '76492475061779424'],
  last: ['76281162871835627', '76281162871832853', '76281162871835567'],
} as const;

/** Positions in voxels of 4 x 4 x 45 nm. */
export const POINTS: readonly { at: GridPoint; id: string; supervoxel: string }[] = [
  { at: [128563, 169944, 4093], id: '720575941643797624', supervoxel: '76426092181762338' },
  { at: [136207, 175201, 4812], id: '720575941429439959', supervoxel: '76707773517849702' },
  { at: [101370, 215228, 5264], id: '720575941561135887', supervoxel: '75512879390421881' },
];

/** Original segments that are no longer current. */
export const OUTDATED: readonly string[] = ['720575940379940739', '720575940380068115', '720575940380207581'];

/** Current segments that are not in the proofreading table. */
export const NOT_PROOFREAD: readonly string[] = ['720575941535667946', '720575941539599858'];

/** Current and proofread segments: their synapses, and the supervoxels that each user merged in. */
export const PROOFREAD = {
  id: '720575941609391725',
  out: 291,
  in: 45,
  base: 9000,
  merged: [
    { user: 5017, supervoxels: 5000 },
    { user: 5098, supervoxels: 2000 },
    { user: 2815, supervoxels: 253 },
    { user: 5017, supervoxels: 2366 },
    { user: 5098, supervoxels: 957 },
  ],
} as const;

/** A segment whose skeleton passes through these points (voxels of 4 x 4 x 45 nm), along x at each. */
export const CROSSING: { id: string; at: readonly GridPoint[] } = {
  id: '720575941526718564',
  at: [
    [121305, 181906, 4627],
    [123200, 172384, 4720],
    [124027, 174945, 5243],
    [124240, 176101, 5346],
    [123934, 175092, 5244],
    [127158, 175525, 4693],
    [125175, 175250, 5344],
    [125127, 174504, 5263],
    [125315, 175057, 5311],
    [122142, 175971, 4855],
  ],
};

export const NOT_CROSSING = '720575941524165453';
