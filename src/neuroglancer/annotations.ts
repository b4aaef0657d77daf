/** Annotations that the state itself contains, with the space of their coordinates. */
import { TtError } from '../core/errors';
import { type Doc, docText, type Fields, fieldsOf, listOf, numbersOf } from './document';
import { spaceOf, spacePosition } from './space';
import { type Layer, layersOf } from './state';

/** Number of annotations in a layer by type; unknown types count too. */
export function countAnnotations(layer: Layer): Map<string, number> {
  const counts = new Map<string, number>();
  for (const annotation of annotationsOf(layer)) {
    const type = typeOf(annotation);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

/** The oldest point layers have bare coordinates in a list `points`. */
export function annotationsOf({ fields }: Layer): Fields[] {
  return listOf(fields.get('annotations') ?? fields.get('points')).flatMap((annotation) => {
    if (Array.isArray(annotation)) return [new Map<string, Doc>([['point', annotation]])];
    return fieldsOf(annotation) ?? [];
  });
}

/** The type of an annotation, such as `line` or `point`; the oldest point layers omit it. */
export function typeOf(annotation: Fields): string {
  const type = annotation.get('type');
  if (typeof type === 'string') return type;
  return annotation.has('point') ? 'point' : annotation.has('pointA') ? 'line' : 'unknown';
}

/** Layers whose annotations are in the state. */
export const annotationLayers = (state: Fields): Layer[] => layersOf(state).filter(isOwn);

const isOwn = (layer: Layer): boolean =>
  layer.type === 'annotation' && (annotationsOf(layer).length > 0 || layer.sources.length === 0);

/** The points of a layer as written, and the numbers of its other annotations by type. */
export interface LayerPoints {
  layer: string;
  points: number[][];
  /** x, y, z in voxels of the view; `points` are in the layer's own dimensions. */
  inView: number[][];
  /** x, y, z in nm; null if neither the layer nor the state states the voxel size. */
  nm: number[][] | null;
  otherAnnotations: Map<string, number>;
}

export function pointsOf(state: Fields, layer: Layer): LayerPoints {
  const others = countAnnotations(layer);
  others.delete('point');
  const points = annotationsOf(layer)
    .filter((annotation) => typeOf(annotation) === 'point')
    .map((annotation) => numbersOf(annotation.get('point')) ?? []);
  const space = spaceOf(state, layer);
  const wrong = points.findIndex((point) => point.length !== space.rank);
  if (wrong >= 0) {
    throw new TtError(
      'LINK',
      `point ${wrong + 1} of layer "${layer.name}" has ${points[wrong]!.length} coordinates; the layer has ${space.rank} dimensions: ${space.names}`,
    );
  }
  const { toNm } = space;
  return {
    layer: layer.name,
    points,
    inView: points.map((point) => spacePosition(space, space.toView, point)),
    nm: toNm && points.map((point) => spacePosition(space, toNm, point)),
    otherAnnotations: others,
  };
}

/** The annotation layer with a name, in any case. `param` is the start of error messages. */
export function namedLayer(state: Fields, name: string, param: string): Layer {
  const all = layersOf(state);
  const exact = all.filter((layer) => layer.name === name);
  const same = exact.length > 0 ? exact : all.filter((layer) => sameName(layer.name, name));
  const own = same.filter(isOwn);
  if (own.length === 1) return own[0]!;
  const [other] = same;
  const display = `"${name.slice(0, 60)}"`;
  const why =
    own.length > 1
      ? `there are ${own.length} layers ${display}`
      : !other
        ? `there is no layer ${display}`
        : other.type === 'annotation'
          ? elsewhere([other])
          : `${display} is of the type ${other.type || 'auto'} and holds no annotations`;
  throw new TtError(
    'INPUT',
    `${param}: ${why}. Annotation layers: ${layerList(annotationLayers(state)) || 'none'}`,
  );
}

const layerList = (layers: readonly Layer[]): string =>
  layers
    .map((layer) => `"${layer.name}"`)
    .join(', ')
    .slice(0, 400);

/** A sentence that says that the annotations of these layers are not in the state. */
function elsewhere(layers: readonly Layer[]): string {
  const places = layers
    .slice(0, 5)
    .map(({ name, sources }) => `those of "${name.slice(0, 60)}" at ${sources[0]!.slice(0, 120)}`);
  return `annotations that lie outside the view are not read: ${places.join(', ')}`;
}

/** The error for a view without points. */
export function noPoints(state: Fields): TtError {
  const layers = annotationLayers(state);
  const contents = layers.map((layer) => `"${layer.name}" ${describe(countAnnotations(layer))}`).join(', ');
  const outside = layersOf(state).filter((layer) => layer.type === 'annotation' && !isOwn(layer));
  const parts = [
    layers.length > 0
      ? `no layer holds points: ${contents.slice(0, 400)}`
      : 'the view holds no annotation layer of its own',
    ...(outside.length > 0 ? [elsewhere(outside)] : []),
  ];
  return new TtError('INPUT', parts.join('; '));
}

/** The requested point layer: by name, or the only one with points. */
export function pointLayer(state: Fields, name: string): Layer {
  if (name !== '') return namedLayer(state, name, 'layer');
  const withPoints = layersWithPoints(state);
  if (withPoints.length === 0) throw noPoints(state);
  if (withPoints.length === 1) return withPoints[0]!;
  throw new TtError('INPUT', `layer: which one? ${withPoints.length} hold points: ${layerList(withPoints)}`);
}

export const layersWithPoints = (state: Fields): Layer[] =>
  annotationLayers(state).filter((layer) => (countAnnotations(layer).get('point') ?? 0) > 0);

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Text such as "120 line, 3 ellipsoid" or "is empty". */
export function describe(counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].map(([type, count]) => `${count} ${type}`);
  return parts.length > 0 ? parts.join(', ') : 'is empty';
}

/** Ids of segments that an annotation is linked to: one list per relation, or a flat list. */
export function linkedIds(annotation: Fields): string[] {
  return listOf(annotation.get('segments')).flatMap((item) =>
    Array.isArray(item) ? item.map(docText) : [docText(item)],
  );
}
