/**
 * Viewer states of each dialect, made by code: the forms that Spelunker, FlyWire's old viewer and the first
 * Neuroglancer write, with their peculiarities (numbers as Python writes them, hidden segments, nested links, layers as
 * an object, text with line breaks). The content of each is listed beside it.
 */
const id = (at: number): string => `${720575940600000000n + BigInt(at) * 104729n}`;
const list = (count: number, one: (at: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, at) => one(at));

const meters = (x: string, y: string, z: string) => `{"x":[${x},"m"],"y":[${y},"m"],"z":[${z},"m"]}`;
/** A modern state; `dimensions` as Python writes them. */
const modern = (dimensions: string, position: string, layers: readonly unknown[]) =>
  `{"dimensions": ${dimensions}, "position": ${position}, "crossSectionScale": 1.0, "projectionScale": 50000.0, ` +
  `"layers": ${JSON.stringify(layers)}, "showSlices": false, "layout": "xy-3d"}`;
const pose = (voxelSize: number[], voxelCoordinates: number[]) => ({
  navigation: { pose: { position: { voxelSize, voxelCoordinates } }, zoomFactor: 7.999999999999984 },
});
const EM = { type: 'image', source: 'precomputed://gs://bucket/em', name: 'EM' };
const SHADER = '#uicontrol float black slider(min=0, max=1)\nvoid main() {\n\temitRGB(vec3("µ"));\n}\n';

const HIDDEN = modern(meters('4e-09', '4e-09', '4.5e-08'), '[120011.1796875, 30963.720703125, 3154.5]', [
  { ...EM, shader: SHADER },
  {
    type: 'segmentation',
    source: [
      {
        url: 'graphene://middleauth+https://cave.example.org/segmentation/table/wclee_fly_cns_001',
        subsources: { graph: true, mesh: true },
        enableDefaultSubsources: false,
      },
      { url: 'precomputed://middleauth+https://cave.example.org/skeletons', enableDefaultSubsources: false },
    ],
    segments: list(4, (at) => `!${id(at)}`),
    segmentColors: { [id(1)]: '#00ff00' },
    timestamp: 1763539800000,
    name: 'cells',
  },
  {
    type: 'segmentation',
    source: 'gs://bucket/outlines/|neuroglancer-precomputed:',
    segments: ['1'],
    name: 'outlines',
  },
]);

const inNm = {
  url: 'local://annotations',
  transform: { outputDimensions: JSON.parse(meters('1e-9', '1e-9', '1e-9')) },
};
const synapse = (at: number) => ({
  type: 'point',
  id: `s${at}`,
  segments: [[id(9)]],
  props: [],
  point: [714896 + 8 * at, 474480 - 4 * at, 852880 + 40 * (at % 50)],
});
const SYNAPSES = modern(meters('4e-09', '4e-09', '4e-08'), '[172452.0, 115986.0, 22351.0]', [
  EM,
  {
    type: 'segmentation',
    source: [{ url: 'graphene://middleauth+https://h/segmentation/table/t' }],
    segments: [id(9)],
    name: 'seg',
  },
  { type: 'annotation', source: [inNm], annotations: list(6212, synapse), name: 'inputs' },
  { type: 'annotation', source: [inNm], annotations: list(465, synapse), name: 'outputs' },
]);

const inVoxels = {
  url: 'local://annotations',
  transform: { outputDimensions: JSON.parse(meters('4e-9', '4e-9', '4e-8')) },
};
const LINES = modern(meters('4e-09', '4e-09', '4e-08'), '[238496.0, 259658.0, 24225.0]', [
  {
    type: 'segmentation',
    source: 'graphene://middleauth+https://h/segmentation/table/t',
    segments: [],
    name: 'seg',
  },
  {
    type: 'annotation',
    source: inVoxels,
    annotations: list(120, (at) => ({
      pointA: [238450 + at, 259696, 24228],
      pointB: [238550 + at, 259618, 24221],
      type: 'line',
      id: `l${at}`,
      segments: [[id(at), id(at + 1)]],
    })),
    name: 'synapse lines',
  },
  {
    type: 'annotation',
    source: inVoxels,
    annotations: list(120, (at) => ({
      point: [238496 + at, 259658, 24225],
      type: 'point',
      id: `p${at}`,
      segments: [[id(at)]],
    })),
    name: 'synapse points',
  },
  {
    type: 'annotation',
    source: inVoxels,
    annotations: [
      { pointA: [1, 2, 3], pointB: [4, 5, 6], type: 'axis_aligned_bounding_box', id: 'b' },
      { center: [1, 2, 3], radii: [3, 3, 0.3], type: 'ellipsoid', id: 'e' },
      {
        points: [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 10],
        ],
        type: 'polyline',
        id: 'y',
      },
    ],
    name: 'mixed',
  },
]);

const GRAPH = 'graphene://https://prodv1.flywire-daf.com/segmentation/1.0/fly_v31';
const OLD_IMAGE = {
  source: 'precomputed://gs://microns-seunglab/drosophila_v0/alignment/image_rechunked',
  type: 'image',
  blend: 'default',
  shaderControls: {},
  name: 'Production-image',
};
const TAGS = ['good', 'incomplete', 'merged', 'bad', 'recheck'];
const TAGGED = JSON.stringify({
  layers: [
    OLD_IMAGE,
    {
      source: GRAPH,
      type: 'segmentation_with_graph',
      colorSeed: 2820474368,
      segments: [id(0)],
      hiddenSegments: list(42, (at) => id(at + 1)),
      skeletonRendering: { mode2d: 'lines_and_points', mode3d: 'lines' },
      name: 'cells',
    },
    {
      tool: 'annotatePoint',
      type: 'annotation',
      annotations: list(43, (at) => ({
        point: [102650.7656 + at, 40318.7695 - at, 5037],
        type: 'point',
        id: `a${at}`,
        ...(at < 5 ? { tagIds: [at + 1] } : {}),
        ...(at < 28 ? { segments: [`${77689361919467818n + BigInt(at)}`] } : {}),
      })),
      annotationTags: TAGS.map((label, at) => ({ id: at + 1, label })),
      voxelSize: [4, 4, 40],
      linkedSegmentationLayer: 'cells',
      name: 'annotation',
    },
    {
      source: 'precomputed://https://example.org/mesh',
      type: 'segmentation',
      segments: ['1'],
      hiddenSegments: ['2'],
      name: 'mesh',
    },
  ],
  ...pose([4, 4, 40], [102660.3203, 40194.5703, 5037]),
  perspectiveZoom: 6013.5592,
  showSlices: false,
  layout: 'xy-3d',
});

const ELLIPSOID = JSON.stringify({
  layers: [
    OLD_IMAGE,
    { source: GRAPH, type: 'segmentation_with_graph', segments: list(24, id), name: 'cells' },
    {
      type: 'annotation',
      annotations: [
        {
          center: [157775.1875, 43394.918, 3602.5781],
          radii: [3011, 3011, 301],
          type: 'ellipsoid',
          id: 'e',
          segments: ['81489480128688654'],
        },
      ],
      voxelSize: [4, 4, 40],
      linkedSegmentationLayer: 'cells',
      name: 'annotation',
    },
  ],
  ...pose([4, 4, 40], [156947.6719, 43296.9688, 3601.5781]),
  layout: 'xy',
});

const OBJECT = JSON.stringify({
  layers: {
    em: { source: 'brainmaps://772153499790:fafb_v14:fafb_v14_clahe', type: 'image' },
    seg: {
      source: 'brainmaps://772153499790:fafb_v14:split3xfill2',
      type: 'segmentation',
      segments: ['10950626347', '10952282491'],
    },
  },
  ...pose([8, 8, 40], [74580.921875, 32334.640625, 538.2498168945312]),
  layout: '4panel',
});

const IMAGES = JSON.stringify({
  layers: [
    { ...OLD_IMAGE, name: 'cutout', opacity: 0.74, shader: SHADER },
    {
      source: 'precomputed://gs://bucket/seg',
      type: 'segmentation',
      colorSeed: 500476596,
      name: 'seg',
      visible: false,
    },
  ],
  ...pose([4, 4, 40], [900, 900, 50]),
  layout: 'xy',
});

/** By their peculiarity. */
export const STATES = {
  'hidden segments': HIDDEN,
  'synapses in nm': SYNAPSES,
  'lines and others': LINES,
  'tagged points': TAGGED,
  'an ellipsoid': ELLIPSOID,
  'layers as an object': OBJECT,
  'images alone': IMAGES,
} as const;
export type StateName = keyof typeof STATES;

/** What a reader must find in a layer: the number of visible segments, and annotations by kind. */
export interface LayerFacts {
  name: string;
  type: string;
  sources?: string[];
  segments?: number;
  segments_marked_hidden_by_exclamation?: number;
  hidden_segments?: number;
  annotations?: Record<string, number>;
  annotations_with_segments?: number;
  linked_segment_ids?: number;
}
export interface StateFacts {
  style: string;
  voxel_size_nm: number[];
  position_voxels: number[];
  layers: LayerFacts[];
}

const LOCAL = ['local://annotations'];
const MODERN = 'position/dimensions';
const LEGACY = 'navigation/pose';
const OLD_EM = { name: 'Production-image', type: 'image', sources: [OLD_IMAGE.source] };
const EM_FACTS = { name: 'EM', type: 'image', sources: ['precomputed://gs://bucket/em'] };
const TABLE = 'graphene://middleauth+https://h/segmentation/table/t';

export const STATE_FACTS: Record<StateName, StateFacts> = {
  'hidden segments': {
    style: MODERN,
    voxel_size_nm: [4, 4, 45],
    position_voxels: [120011.1796875, 30963.720703125, 3154.5],
    layers: [
      EM_FACTS,
      {
        name: 'cells',
        type: 'segmentation',
        sources: [
          'graphene://middleauth+https://cave.example.org/segmentation/table/wclee_fly_cns_001',
          'precomputed://middleauth+https://cave.example.org/skeletons',
        ],
        segments: 0,
        segments_marked_hidden_by_exclamation: 4,
      },
      {
        name: 'outlines',
        type: 'segmentation',
        sources: ['gs://bucket/outlines/|neuroglancer-precomputed:'],
        segments: 1,
      },
    ],
  },
  'synapses in nm': {
    style: MODERN,
    voxel_size_nm: [4, 4, 40],
    position_voxels: [172452, 115986, 22351],
    layers: [
      EM_FACTS,
      { name: 'seg', type: 'segmentation', sources: [TABLE], segments: 1 },
      {
        name: 'inputs',
        type: 'annotation',
        sources: LOCAL,
        annotations: { point: 6212 },
        annotations_with_segments: 6212,
        linked_segment_ids: 1,
      },
      {
        name: 'outputs',
        type: 'annotation',
        sources: LOCAL,
        annotations: { point: 465 },
        annotations_with_segments: 465,
        linked_segment_ids: 1,
      },
    ],
  },
  'lines and others': {
    style: MODERN,
    voxel_size_nm: [4, 4, 40],
    position_voxels: [238496, 259658, 24225],
    layers: [
      { name: 'seg', type: 'segmentation', sources: [TABLE], segments: 0 },
      {
        name: 'synapse lines',
        type: 'annotation',
        sources: LOCAL,
        annotations: { line: 120 },
        annotations_with_segments: 120,
        linked_segment_ids: 121,
      },
      {
        name: 'synapse points',
        type: 'annotation',
        sources: LOCAL,
        annotations: { point: 120 },
        annotations_with_segments: 120,
        linked_segment_ids: 120,
      },
      {
        name: 'mixed',
        type: 'annotation',
        sources: LOCAL,
        annotations: { axis_aligned_bounding_box: 1, ellipsoid: 1, polyline: 1 },
      },
    ],
  },
  'tagged points': {
    style: LEGACY,
    voxel_size_nm: [4, 4, 40],
    position_voxels: [102660.3203, 40194.5703, 5037],
    layers: [
      OLD_EM,
      { name: 'cells', type: 'segmentation_with_graph', sources: [GRAPH], segments: 1, hidden_segments: 42 },
      {
        name: 'annotation',
        type: 'annotation',
        annotations: { point: 43 },
        annotations_with_segments: 28,
        linked_segment_ids: 28,
      },
      {
        name: 'mesh',
        type: 'segmentation',
        sources: ['precomputed://https://example.org/mesh'],
        segments: 1,
        hidden_segments: 1,
      },
    ],
  },
  'an ellipsoid': {
    style: LEGACY,
    voxel_size_nm: [4, 4, 40],
    position_voxels: [156947.6719, 43296.9688, 3601.5781],
    layers: [
      OLD_EM,
      { name: 'cells', type: 'segmentation_with_graph', sources: [GRAPH], segments: 24 },
      {
        name: 'annotation',
        type: 'annotation',
        annotations: { ellipsoid: 1 },
        annotations_with_segments: 1,
        linked_segment_ids: 1,
      },
    ],
  },
  'layers as an object': {
    style: LEGACY,
    voxel_size_nm: [8, 8, 40],
    position_voxels: [74580.921875, 32334.640625, 538.2498168945312],
    layers: [
      { name: 'em', type: 'image', sources: ['brainmaps://772153499790:fafb_v14:fafb_v14_clahe'] },
      {
        name: 'seg',
        type: 'segmentation',
        sources: ['brainmaps://772153499790:fafb_v14:split3xfill2'],
        segments: 2,
      },
    ],
  },
  'images alone': {
    style: LEGACY,
    voxel_size_nm: [4, 4, 40],
    position_voxels: [900, 900, 50],
    layers: [
      { ...OLD_EM, name: 'cutout' },
      { name: 'seg', type: 'segmentation', sources: ['precomputed://gs://bucket/seg'], segments: 0 },
    ],
  },
};
