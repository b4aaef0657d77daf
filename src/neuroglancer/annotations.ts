/** Annotations that are stored in a state itself, with the space of their coordinates. */
import { TtError } from '../core/errors';
import { type Doc, type Fields, fieldsOf, listOf, numbersOf, textOf } from './document';
import { type Layer, layersOf, scaleOf, sourceTexts, voxelSize } from './state';

/** What a layer holds, by type; a type that is not known here counts too. */
export function countAnnotations(layer: Layer): Map<string, number> {
  const counts = new Map<string, number>();
  for (const annotation of annotationsOf(layer)) {
    const type = typeOf(annotation);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

export function annotationsOf(layer: Layer): Fields[] {
  return listOf(layer.fields.get('annotations')).flatMap((annotation) => {
    const fields = fieldsOf(annotation);
    return fields ? [fields] : [];
  });
}

/** A line is `line`, a point `point`; the oldest point layers hold bare coordinates or leave the type out. */
export function typeOf(annotation: Fields): string {
  const type = annotation.get('type');
  if (typeof type === 'string') return type;
  return annotation.has('point') ? 'point' : annotation.has('pointA') ? 'line' : 'unknown';
}

/** Layers whose annotations are stored in the state. */
export function annotationLayers(state: Fields): Layer[] {
  return layersOf(state).filter(
    (layer) => layer.type === 'annotation' && (layer.fields.has('annotations') || layer.sources.length === 0),
  );
}

/** The points of a layer as written, and the number of its other annotations by type. */
export interface LayerPoints {
  layer: string;
  points: number[][];
  /** The points in voxels of the view, as `points` are in voxels of the layer. Equal where both are the same. */
  inView: number[][];
  /** Null where neither the layer nor the state says how large a voxel is. */
  nm: number[][] | null;
  otherAnnotations: Map<string, number>;
}

export function pointsOf(state: Fields, layer: Layer): LayerPoints {
  const others = countAnnotations(layer);
  others.delete('point');
  const points = annotationsOf(layer)
    .filter((annotation) => typeOf(annotation) === 'point')
    .map((annotation) => numbersOf(annotation.get('point')) ?? []);
  const wrong = points.findIndex((point) => point.length < 3);
  if (wrong >= 0)
    throw new TtError('LINK', `point ${wrong + 1} of layer "${layer.name}" has no three coordinates`);
  const three = points.map((point) => point.slice(0, 3));
  const toNm = spaceOf(state, layer);
  const view = voxelSize(state);
  const nm = toNm ? three.map(toNm) : null;
  const same = !nm || !view || isScale(toNm!, view);
  return {
    layer: layer.name,
    points: three,
    inView: same ? three : nm.map((point) => point.map((x, i) => x / view[i]!)),
    nm,
    otherAnnotations: others,
  };
}

type ToNm = (point: readonly number[]) => number[];

const isScale = (toNm: ToNm, scale: readonly number[]): boolean =>
  toNm([0, 0, 0]).every((x) => x === 0) &&
  toNm([1, 1, 1]).every((x, i) => Math.abs(x / scale[i]! - 1) < 1e-9);

/** The function from the layer's coordinates to nm; null where no scale is given. */
function spaceOf(state: Fields, layer: Layer): ToNm | null {
  return layer.fields.has('voxelSize') || !state.has('dimensions')
    ? legacySpace(state, layer)
    : modernSpace(state, layer);
}

function modernSpace(state: Fields, layer: Layer): ToNm | null {
  const transform = localTransform(layer.fields) ?? fieldsOf(layer.fields.get('transform'));
  const view = scaleOf(state.get('dimensions'));
  const output = scaleOf(transform?.get('outputDimensions')) ?? view;
  const input = scaleOf(transform?.get('inputDimensions')) ?? output;
  if (!input || !output) return null;
  const matrix = rowsOf(transform?.get('matrix'));
  if (!matrix) return (point) => point.map((x, i) => x * input[i]!);
  return (point) =>
    output.map((scale, i) => {
      const row = matrix[i]!;
      const moved = (row[3] ?? 0) * scale;
      return point.reduce((sum, x, j) => sum + row[j]! * x * input[j]!, moved);
    });
}

/** The transform of the source that is the state itself. */
function localTransform(fields: Fields): Fields | null {
  const source = fields.get('source');
  for (const one of Array.isArray(source) ? source : [source]) {
    const local = fieldsOf(one);
    if (local && sourceTexts(local).some((url) => url.startsWith('local://'))) {
      return fieldsOf(local.get('transform'));
    }
  }
  return null;
}

/** A layer without a source uses its own voxels or the view's, and its transform then applies to nm. */
function legacySpace(state: Fields, layer: Layer): ToNm | null {
  const size = numbersOf(layer.fields.get('voxelSize')) ?? voxelSize(state);
  if (!size) return null;
  const transform = layer.fields.get('transform');
  const flat = numbersOf(transform);
  const matrix = flat?.length === 16 ? [0, 4, 8].map((at) => flat.slice(at, at + 4)) : rowsOf(transform);
  if (fieldsOf(transform)) {
    throw new TtError('LINK', `layer "${layer.name}" is turned by a rotation that is not read here`);
  }
  const scaled: ToNm = (point) => point.map((x, i) => x * size[i]!);
  if (!matrix) return scaled;
  return (point) => {
    const nm = scaled(point);
    return matrix.slice(0, 3).map((row) => row[0]! * nm[0]! + row[1]! * nm[1]! + row[2]! * nm[2]! + row[3]!);
  };
}

function rowsOf(matrix: Doc | undefined): number[][] | null {
  const rows = listOf(matrix).map((row) => numbersOf(row));
  const whole = rows.length >= 3 && rows.slice(0, 3).every((row) => row !== null && row.length >= 4);
  return whole ? (rows as number[][]) : null;
}

/** The requested layer: by name, or the only one that holds points. */
export function pointLayer(state: Fields, name: string): Layer {
  const layers = annotationLayers(state);
  const listed = (some: readonly Layer[]) =>
    some
      .map((layer) => `"${layer.name}"`)
      .join(', ')
      .slice(0, 400);
  if (name !== '') {
    const named = layers.filter((layer) => layer.name === name);
    const found = named.length > 0 ? named : layers.filter((layer) => sameName(layer.name, name));
    if (found.length === 1) return found[0]!;
    const why =
      found.length > 1
        ? `there are ${found.length} layers "${name}"`
        : `there is no layer "${name.slice(0, 60)}"`;
    throw new TtError('INPUT', `layer: ${why}. Annotation layers: ${listed(layers) || 'none'}`);
  }
  const withPoints = layers.filter((layer) => (countAnnotations(layer).get('point') ?? 0) > 0);
  if (withPoints.length === 1) return withPoints[0]!;
  if (withPoints.length > 1) {
    throw new TtError('INPUT', `layer: which one? ${withPoints.length} hold points: ${listed(withPoints)}`);
  }
  if (layers.length === 0) throw new TtError('INPUT', 'the view holds no annotation layer of its own');
  const what = layers.map((layer) => `"${layer.name}" ${describe(countAnnotations(layer))}`).join(', ');
  throw new TtError('INPUT', `no layer holds points: ${what.slice(0, 400)}`);
}

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** "120 line, 3 ellipsoid", or "is empty". */
export function describe(counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].map(([type, count]) => `${count} ${type}`);
  return parts.length > 0 ? parts.join(', ') : 'is empty';
}

/** Ids that annotations of a layer are linked to: nested a list for each relation, or flat. */
export function linkedIds(annotation: Fields): string[] {
  return listOf(annotation.get('segments')).flatMap((item) =>
    Array.isArray(item) ? item.map(textOf) : [textOf(item)],
  );
}
