/** A description of a view, written as a state in either dialect. */
import { inAxes } from './annotation-shapes';
import { annotationsOf } from './annotations';
import {
  copyDocument,
  type DocumentInput,
  type Fields,
  fieldsOf,
  listOf,
  makeDocument,
  makeFields,
} from './document';
import { encodeFragment } from './encoding';
import { forLegacyViewer, forModernViewer, readSource } from './source';
import { spaceOf } from './space';
import { type Dialect, layersOf } from './state';

/** Name of the layer of segments: annotation layers link to it by this name. */
export const SEGMENTATION_LAYER = 'segmentation';

export interface MeshLayer {
  name: string;
  source: string;
  ids: readonly string[];
  color?: string;
  alpha: number;
}

export interface Scene {
  dialect: Dialect;
  /** nm of a voxel. */
  resolution: readonly number[];
  title?: string;
  image: { name: string; source: string } | null;
  segmentation: {
    name: string;
    source: string;
    ids: readonly string[];
    /** By id, as #rrggbb. */
    colors: ReadonlyMap<string, string>;
    /** 0 to 1; 1 where it is not given. */
    alpha?: number;
  } | null;
  meshes: readonly MeshLayer[];
  /** Layers in the modern dialect, as `makeAnnotationLayer` makes them. */
  annotations: readonly Fields[];
  /** Voxels. */
  position: readonly number[] | null;
  /** Voxels a pixel, and voxels across the 3D view; in nm in the legacy dialect. */
  zoom2d: number | null;
  zoom3d: number | null;
  /** Quaternion. */
  angle3d: readonly number[] | null;
  layout: string;
  /** Where the old viewers post their states. */
  stateServer?: string;
}

export function sceneState(scene: Scene): Fields {
  return scene.dialect === 'modern' ? modernState(scene) : legacyState(scene);
}

/** nm a voxel as the modern dialect writes it, in metres. */
export function dimensionsOf(resolution: readonly number[]): DocumentInput {
  const metres = resolution.map((nm) => Number((nm * 1e-9).toPrecision(12)));
  return { x: [metres[0], 'm'], y: [metres[1], 'm'], z: [metres[2], 'm'] };
}

function modernState(scene: Scene): Fields {
  const { image, segmentation } = scene;
  const layers: DocumentInput[] = [];
  if (image)
    layers.push({ type: 'image', source: forModernViewer(image.source), tab: 'source', name: image.name });
  if (segmentation) {
    layers.push({
      type: 'segmentation',
      source: forModernViewer(segmentation.source),
      tab: 'segments',
      objectAlpha: segmentation.alpha,
      segments: [...segmentation.ids],
      segmentColors: colorsOf(segmentation.colors),
      name: segmentation.name,
    });
  }
  for (const mesh of scene.meshes) {
    layers.push({
      type: 'segmentation',
      source: forModernViewer(mesh.source),
      tab: 'rendering',
      selectedAlpha: 0,
      objectAlpha: mesh.alpha,
      segments: [...mesh.ids],
      segmentDefaultColor: mesh.color,
      name: mesh.name,
    });
  }
  for (const layer of scene.annotations) layers.push(inVoxels(layer, scene.resolution));
  return makeFields({
    title: scene.title,
    dimensions: dimensionsOf(scene.resolution),
    position: scene.position ?? undefined,
    crossSectionScale: scene.zoom2d ?? undefined,
    projectionOrientation: scene.angle3d ?? undefined,
    projectionScale: scene.zoom3d ?? undefined,
    layers,
    showSlices: false,
    selectedLayer: segmentation ? { visible: true, layer: segmentation.name } : undefined,
    layout: scene.layout,
  });
}

/**
 * A layer without a scale of its own takes the view's voxels when it is loaded: it is written down, so that a later
 * change of the view does not move it.
 */
function inVoxels(layer: Fields, resolution: readonly number[]): Fields {
  if (layer.get('source') !== 'local://annotations') return layer;
  const copy = copyDocument(layer);
  const source = { url: 'local://annotations', transform: { outputDimensions: dimensionsOf(resolution) } };
  copy.set('source', makeDocument(source));
  return copy;
}

function legacyState(scene: Scene): Fields {
  const { image, segmentation } = scene;
  const layers: DocumentInput[] = [];
  if (image) layers.push({ source: forLegacyViewer(image.source), type: 'image', name: image.name });
  if (segmentation) {
    const graph = readSource(segmentation.source).format === 'graphene';
    layers.push({
      source: forLegacyViewer(segmentation.source),
      type: graph ? 'segmentation_with_graph' : 'segmentation',
      objectAlpha: segmentation.alpha,
      segments: [...segmentation.ids],
      segmentColors: colorsOf(segmentation.colors),
      name: segmentation.name,
    });
  }
  for (const mesh of scene.meshes) {
    const { color } = mesh;
    layers.push({
      source: forLegacyViewer(mesh.source),
      type: 'segmentation',
      selectedAlpha: 0,
      objectAlpha: mesh.alpha,
      segments: [...mesh.ids],
      segmentColors: color ? Object.fromEntries(mesh.ids.map((id) => [id, color])) : undefined,
      name: mesh.name,
    });
  }
  for (const layer of scene.annotations) layers.push(legacyAnnotations(layer, scene.resolution));
  const position = { voxelSize: scene.resolution, voxelCoordinates: scene.position ?? undefined };
  return makeFields({
    layers,
    navigation: { pose: { position }, zoomFactor: scene.zoom2d ?? undefined },
    perspectiveOrientation: scene.angle3d ?? undefined,
    perspectiveZoom: scene.zoom3d ?? undefined,
    showSlices: false,
    jsonStateServer: scene.stateServer,
    selectedLayer: segmentation ? { layer: segmentation.name, visible: true } : undefined,
    layout: scene.layout,
  });
}

/**
 * The old fork has no polylines (each becomes its lines), links a layer by its bare name, and knows no dimensions:
 * coordinates become those of the view.
 */
function legacyAnnotations(layer: Fields, resolution: readonly number[]): Fields {
  const copy = copyDocument(layer);
  const view = makeFields({ dimensions: dimensionsOf(resolution), layers: [copy] });
  const [read] = layersOf(view);
  const space = spaceOf(view, read!);
  const annotations = annotationsOf(read!).flatMap((annotation) => {
    const moved = inAxes(annotation, space);
    if (moved.get('type') !== 'polyline') return [moved];
    const points = listOf(moved.get('points'));
    return points.slice(1).map((pointB, i) => {
      const line = copyDocument(moved);
      line.delete('points');
      line.set('type', 'line').set('pointA', points[i]!).set('pointB', pointB);
      return line.set('id', `${String(annotation.get('id'))}-${i + 1}`);
    });
  });
  copy.set('annotations', annotations);
  copy.delete('source');
  copy.delete('transform');
  const [elsewhere] = read!.sources;
  if (elsewhere !== undefined) copy.set('source', forLegacyViewer(elsewhere));
  copy.set('voxelSize', makeDocument([...resolution]));
  const linked = fieldsOf(copy.get('linkedSegmentationLayer'));
  if (linked) copy.set('linkedSegmentationLayer', linked.get('segments') ?? null);
  return copy;
}

/** A Map keeps ids that look like small integers in their order. */
function colorsOf(colors: ReadonlyMap<string, string>): Fields | undefined {
  return colors.size > 0 ? new Map(colors) : undefined;
}

/** The long form of a link: the whole state in the address. */
export function longLink(viewer: string, stateText: string): string {
  return `${base(viewer)}#!${encodeFragment(stateText)}`;
}

/** The short form: `address` is that of the stored state. */
export function shortLink(viewer: string, dialect: Dialect, address: string): string {
  return dialect === 'modern'
    ? `${base(viewer)}#!middleauth+${address}`
    : `${base(viewer)}?json_url=${address}`;
}

/** A viewer's address ends in a slash, or in a page's name. */
function base(viewer: string): string {
  const plain = viewer.replace(/[?#].*$/, '');
  return /\/$|\.html?$/.test(plain) ? plain : `${plain}/`;
}
