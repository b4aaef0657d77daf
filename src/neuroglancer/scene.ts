/** Describes a view and writes it as a state in either dialect. */
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

/** Name of the segmentation layer: annotation layers link to it by this name. */
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
  /** Voxel size in nm. */
  resolution: readonly number[];
  title?: string;
  image: { name: string; source: string } | null;
  segmentation: {
    name: string;
    source: string;
    ids: readonly string[];
    /** Colours as #rrggbb, by id. */
    colors: ReadonlyMap<string, string>;
    /** Opacity from 0 to 1; default 1. */
    alpha?: number;
  } | null;
  meshes: readonly MeshLayer[];
  /** Annotation layers in the modern dialect, from `makeAnnotationLayer`. */
  annotations: readonly Fields[];
  /** In voxels. */
  position: readonly number[] | null;
  /** Voxels per pixel, and voxels across the 3D view; both in nm in the legacy dialect. */
  zoom2d: number | null;
  zoom3d: number | null;
  /** A quaternion. */
  angle3d: readonly number[] | null;
  layout: string;
  /** The server to which the old viewers post their states. */
  stateServer?: string;
}

export function sceneState(scene: Scene): Fields {
  return scene.dialect === 'modern' ? modernState(scene) : legacyState(scene);
}

/** The modern dialect's `dimensions`, in metres, from voxel sizes in nm. */
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
 * States the scale of a layer that has none: a viewer gives such a layer the view's voxels when it loads it. With the
 * scale stated, a later change of the view does not move the layer.
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
 * Converts an annotation layer for the old fork: it has no polylines (each becomes separate lines), links a layer by
 * its bare name, and has no dimensions, so coordinates are converted to those of the view.
 */
function legacyAnnotations(layer: Fields, resolution: readonly number[]): Fields {
  const copy = copyDocument(layer);
  const view = makeFields({ dimensions: dimensionsOf(resolution), layers: [copy] });
  const [read] = layersOf(view);
  const space = spaceOf(view, read!);
  const annotations = annotationsOf(read!).flatMap((annotation) => {
    const convertedAnnotation = inAxes(annotation, space);
    if (convertedAnnotation.get('type') !== 'polyline') return [convertedAnnotation];
    const points = listOf(convertedAnnotation.get('points'));
    return points.slice(1).map((pointB, i) => {
      const line = copyDocument(convertedAnnotation);
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
  const linkedLayer = fieldsOf(copy.get('linkedSegmentationLayer'));
  if (linkedLayer) copy.set('linkedSegmentationLayer', linkedLayer.get('segments') ?? null);
  return copy;
}

/** A Map keeps the order of ids that look like small integers. */
function colorsOf(colors: ReadonlyMap<string, string>): Fields | undefined {
  return colors.size > 0 ? new Map(colors) : undefined;
}

/** The long form of a link: the address contains the whole state. */
export function longLink(viewer: string, stateText: string): string {
  return `${base(viewer)}#!${encodeFragment(stateText)}`;
}

/** The short form of a link: `address` is that of the stored state. */
export function shortLink(viewer: string, dialect: Dialect, address: string): string {
  return dialect === 'modern'
    ? `${base(viewer)}#!middleauth+${address}`
    : `${base(viewer)}?json_url=${address}`;
}

/** A viewer's address ends with a slash, or with the name of a page. */
function base(viewer: string): string {
  const plain = viewer.replace(/[?#].*$/, '');
  return /\/$|\.html?$/.test(plain) ? plain : `${plain}/`;
}
