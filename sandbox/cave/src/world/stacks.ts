/**
 * The datastacks of the sandbox. Names, tables, resolutions and extents are those published in the configuration of the
 * tracers' Python package and in the public BANC documentation, June 2026; grids follow from the extents.
 */
import type { GridFacts, GridPoint } from '../graph/grid';

export interface StackFacts {
  name: string;
  /** The chunkedgraph's table id: the last part of the segmentation source. */
  table: string;
  sourcePath: string;
  alignedVolume: {
    id: number;
    name: string;
    display_name: string;
    description: string;
    image_source: string;
  };
  description: string | null;
  viewerSite: string;
  viewerResolution: GridPoint;
  synapseTable: string | null;
  somaTable: string | null;
  proofreadingTable: string | null;
  reviewTable: string | null;
  cellTable: string | null;
  skeletons: boolean;
  /** The group for which permissions are granted. */
  dataset: string;
  grid: GridFacts;
  /** Number of seeded neurons. */
  neurons: number;
}

/** Number of layers for a volume with this many chunks along its longest axis. */
function layersFor(size: GridPoint, chunkSize: GridPoint): number {
  const chunks = Math.max(...size.map((n, k) => Math.ceil(n / chunkSize[k]!)));
  return Math.ceil(Math.log2(chunks)) + 2;
}

function gridOf(
  size: GridPoint,
  chunkSize: GridPoint,
  resolution: GridPoint,
  voxelOffset: GridPoint = [0, 0, 0],
): GridFacts {
  return { layers: layersFor(size, chunkSize), chunkSize, voxelOffset, size, resolution };
}

export const STACKS: readonly StackFacts[] = [
  {
    name: 'brain_and_nerve_cord',
    table: 'wclee_fly_cns_001',
    sourcePath: 'segmentation/table/wclee_fly_cns_001',
    alignedVolume: {
      id: 9,
      name: 'brain_and_nerve_cord',
      display_name: 'BANC',
      description:
        'Brain And Nerve Cord: GridTape transmission EM of a female adult Drosophila melanogaster central nervous system',
      image_source: 'precomputed://gs://seunglab_lee_fly_cns_001_alignment/aligned/v0',
    },
    description: null,
    viewerSite: 'https://spelunker.cave-explorer.org/',
    viewerResolution: [4, 4, 45],
    synapseTable: 'synapses_v2',
    somaTable: null,
    proofreadingTable: 'backbone_proofread',
    reviewTable: null,
    cellTable: 'cell_info',
    skeletons: true,
    dataset: 'brain_and_nerve_cord',
    grid: gridOf([65536, 73728, 7010], [512, 512, 256], [16, 16, 45]),
    neurons: 3000,
  },
  {
    name: 'flywire_fafb_production',
    table: 'fly_v31',
    sourcePath: 'segmentation/1.0/fly_v31',
    alignedVolume: {
      id: 2,
      name: 'fafb_seung_alignment_v0',
      display_name: 'FAFB_v14',
      description: "The Seung lab's realignment of FAFB",
      image_source: 'precomputed://gs://flywire_em/aligned/v1',
    },
    description: 'Production FlyWire segmentation',
    viewerSite: 'https://ngl.flywire.ai/',
    viewerResolution: [4, 4, 40],
    synapseTable: 'synapses_nt_v1',
    somaTable: 'nuclei_v1',
    proofreadingTable: 'proofreading_status_public_v1',
    reviewTable: 'proofreading_review_public_v1',
    cellTable: 'neuron_information_v2',
    skeletons: true,
    dataset: 'fafb',
    grid: gridOf([62484, 35424, 7046], [256, 256, 512], [16, 16, 40], [5100, 1440, 16]),
    neurons: 120,
  },
  {
    name: 'minnie65_phase3_v1',
    table: 'minnie3_v1',
    sourcePath: 'segmentation/table/minnie3_v1',
    alignedVolume: {
      id: 1,
      name: 'minnie65_phase3',
      display_name: 'Minnie65',
      description: 'Second alignment of the IARPA minnie65 dataset (2020)',
      image_source:
        'precomputed://https://bossdb-open-data.s3.amazonaws.com/iarpa_microns/minnie/minnie65/em',
    },
    description: 'First version of Minnie with proofreading enabled (June 2020)',
    viewerSite: 'https://spelunker.cave-explorer.org/',
    viewerResolution: [4, 4, 40],
    synapseTable: 'synapses_pni_2',
    somaTable: 'nucleus_neuron_svm',
    proofreadingTable: null,
    reviewTable: null,
    cellTable: null,
    skeletons: true,
    dataset: 'minnie65',
    grid: gridOf([192424, 131051, 13008], [256, 256, 512], [8, 8, 40], [26385, 30308, 14850]),
    neurons: 60,
  },
  {
    name: 'mrgd',
    table: 'mouse_dorsal_spine',
    sourcePath: 'segmentation/table/mouse_dorsal_spine',
    alignedVolume: {
      id: 10,
      name: 'mrgd',
      display_name: 'MrgD',
      description: 'Mouse dorsal spine',
      image_source:
        'precomputed://gs://zetta_lee_mouse_spinal_cord_001_image/dorsal_sections/dorsal_sections_500_jpeg',
    },
    description: null,
    viewerSite: 'https://neuromancer-seung-import.appspot.com',
    viewerResolution: [4, 4, 45],
    synapseTable: null,
    somaTable: null,
    proofreadingTable: null,
    reviewTable: null,
    cellTable: null,
    skeletons: false,
    dataset: 'mrgd',
    grid: gridOf([50432, 20736, 498], [512, 512, 256], [16, 16, 45]),
    neurons: 40,
  },
  {
    name: 'stroeh_mouse_retina',
    table: 'stroeh_mouse_retina',
    sourcePath: 'segmentation/table/stroeh_mouse_retina',
    alignedVolume: {
      id: 14,
      name: 'stroeh_mouse_retina',
      display_name: 'Stroeh mouse retina',
      description: 'Mouse retina',
      image_source: 'precomputed://gs://stroeh_sem_mouse_retina/image/v2',
    },
    description: null,
    viewerSite: 'https://spelunker.cave-explorer.org',
    viewerResolution: [16, 16, 40],
    synapseTable: null,
    somaTable: null,
    proofreadingTable: null,
    reviewTable: null,
    cellTable: null,
    skeletons: true,
    dataset: 'stroeh_mouse_retina',
    grid: gridOf([81920, 81920, 2065], [256, 256, 512], [16, 16, 40]),
    neurons: 40,
  },
  {
    name: 'zheng_ca3',
    table: 'zheng_ca3',
    sourcePath: 'segmentation/table/zheng_ca3',
    alignedVolume: {
      id: 12,
      name: 'zheng_ca3',
      display_name: 'Zheng CA3',
      description: 'Mouse hippocampus CA3',
      image_source: 'precomputed://gs://zheng_mouse_hippocampus_production/v2/img_aligned_sharded_18nm',
    },
    description: null,
    viewerSite: 'https://spelunker.cave-explorer.org/',
    viewerResolution: [18, 18, 45],
    synapseTable: 'synapses_ca3_v1',
    somaTable: null,
    proofreadingTable: null,
    reviewTable: null,
    cellTable: null,
    skeletons: true,
    dataset: 'zheng_ca3',
    grid: gridOf([51420, 57384, 2047], [256, 256, 512], [18, 18, 45], [20511, 19839, 96]),
    neurons: 40,
  },
];
