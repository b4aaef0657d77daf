/**
 * Converts a layer's coordinates to x, y, z, by the names of dimensions and through the layer's transform. Source:
 * Neuroglancer's `coordinate_transform.ts`. A matrix has one row per output dimension and one column per input
 * dimension, in physical units; its last column counts steps of the output dimension.
 */
import { TtError } from '../core/errors';
import { AXES, axesOf, type Dimension, readDimensions } from './dimensions';
import { type Doc, type Fields, fieldsOf, listOf, numberOf, numbersOf } from './document';
import { type Layer, sourceTexts, voxelSize } from './state';

/** Converts the coordinates of a layer to x, y and z: one row each; the last number of a row is the shift. */
export type AxisRows = readonly (readonly number[])[];

export interface LayerSpace {
  /** The layer's name in messages. */
  owner: string;
  /** Number of coordinates of a position in the layer. */
  rank: number;
  /** Names of these coordinates, for messages. */
  names: string;
  /** To voxels of the view; if the view states no voxel size, to those of the layer. */
  toView: AxisRows;
  /** To nm; null if neither the layer nor the view states a voxel size. */
  toNm: AxisRows | null;
}

/** Throws LINK if the layer or the view has no x, y, z, or if their units do not agree. */
export function spaceOf(state: Fields, layer: Layer): LayerSpace {
  const owner = `layer "${layer.name.slice(0, 60)}"`;
  const { fields } = layer;
  const ofLayer = fields.get('transform');
  const oldTransform =
    (ofLayer ?? null) !== null &&
    !fieldsOf(ofLayer)?.has('outputDimensions') &&
    !fieldsOf(ofLayer)?.has('matrix');
  const legacy = fields.has('voxelSize') || !state.has('dimensions') || oldTransform;
  return legacy && !localTransform(fields)
    ? legacySpace(state, fields, owner)
    : modernSpace(state, fields, owner);
}

/** x, y, z of a position. Throws LINK if its number of coordinates differs from the layer's dimensions. */
export function spacePosition(
  { owner, rank, names }: LayerSpace,
  rows: AxisRows,
  position: readonly number[],
): number[] {
  if (position.length !== rank) {
    throw new TtError(
      'LINK',
      `${owner}: ${position.length} coordinates (${position.slice(0, 8).join(', ')}), but it has ${rank} dimensions: ${names}`,
    );
  }
  return rows.map((row) => position.reduce((sum, x, i) => sum + row[i]! * x, row[rank]!));
}

function modernSpace(state: Fields, fields: Fields, owner: string): LayerSpace {
  const view = readDimensions(state.get('dimensions'), 'the view');
  const transform = localTransform(fields) ?? fieldsOf(fields.get('transform'));
  const own = readDimensions(transform?.get('outputDimensions'), owner);
  const output = own ?? view;
  if (!output) return legacySpace(state, fields, owner);
  const input = readDimensions(transform?.get('inputDimensions'), owner) ?? output;
  if (input.length !== output.length) {
    throw new TtError(
      'LINK',
      `${owner}: ${input.length} input dimensions, but ${output.length} output dimensions`,
    );
  }
  const rank = numberOf(transform?.get('sourceRank')) ?? input.length;
  const matrix = matrixOf(transform?.get('matrix'), output.length, owner);
  const axes = axesOf(output, own ? owner : 'the view');
  const target = targetOf(view, output, axes, owner);
  const row = (i: number, step: number): number[] => {
    const { scale, unit } = output[axes[i]!]!;
    const matrixRow = matrix?.[axes[i]!];
    const factors = input.slice(0, rank).map((from, j) => {
      // biome-ignore lint/plugin: of a truth value
      const factor = matrixRow ? matrixRow[j]! : Number(j === axes[i]);
      return factor === 0 ? 0 : factor * ((from.scale * inUnitOf(unit, from.unit)) / step);
    });
    return [...factors, (matrixRow?.[output.length] ?? 0) * (scale / step)];
  };
  const lengths = axes.every((at) => output[at]!.unit === 'm');
  return {
    owner,
    rank,
    names: input
      .slice(0, rank)
      .map(({ name }) => name)
      .join(', '),
    toView: AXES.map((_axis, i) => row(i, target[i]!)),
    toNm: lengths ? AXES.map((_axis, i) => row(i, 1)) : null,
  };
}

/** Lengths are in nm, everything else in its own unit. */
function inUnitOf(to: string, from: string): number {
  if (to === from) return 1;
  return to === 'm' ? 1e9 : from === 'm' ? 1e-9 : 1;
}

/** The view's voxel sizes along x, y, z, in the units of the output dimensions. */
function targetOf(
  view: readonly Dimension[] | null,
  output: readonly Dimension[],
  axes: readonly number[],
  owner: string,
): number[] {
  const places = view ? axesOf(view, 'the view') : axes;
  return places.map((place, i) => {
    const { scale, unit, name } = (view ?? output)[place]!;
    const layers = output[axes[i]!]!.unit;
    if (unit === layers) return scale;
    const word = (one: string) => (one === '' ? 'no unit' : `the unit ${one}`);
    throw new TtError('LINK', `${owner}: ${name} has ${word(layers)}, but ${word(unit)} in the view`);
  });
}

/** One row per output dimension, with one number per input dimension and the shift. */
function matrixOf(matrix: Doc | undefined, rank: number, owner: string): number[][] | null {
  if (matrix === undefined || matrix === null) return null;
  const rows = listOf(matrix).map((row) => numbersOf(row) ?? []);
  if (rows.length === rank && rows.every((row) => row.length === rank + 1)) return rows;
  const shape = `${rows.length} rows of ${rows[0]?.length ?? 0}`;
  throw new TtError(
    'LINK',
    `${owner}: its matrix has ${shape} numbers; ${rank} dimensions need ${rank} of ${rank + 1}`,
  );
}

/** The transform of the source with the state's own annotations. */
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

/**
 * A layer without a source uses its own voxels or the view's; its transform then applies to nm. In a modern view, a
 * layer with such a transform and without a voxel size of its own has coordinates in nm, as viewers read it.
 */
function legacySpace(state: Fields, fields: Fields, owner: string): LayerSpace {
  const view = voxelSize(state);
  const matrix = legacyMatrix(fields.get('transform'), owner);
  const own = numbersOf(fields.get('voxelSize'));
  const size = own ?? (matrix && state.has('dimensions') ? [1, 1, 1] : view);
  if (size && !(size.length === 3 && size.every((nm) => nm > 0))) {
    throw new TtError(
      'LINK',
      `${owner}: its voxels are ${size.join(' × ')} nm; three numbers above 0 are needed`,
    );
  }
  if (!size && matrix)
    throw new TtError('LINK', `${owner}: it has a transform in nm, but no size of a voxel`);
  const rows = (step: readonly number[]): number[][] =>
    step.map((nm, i) => {
      // biome-ignore lint/plugin: of a truth value
      const rowDoc = matrix?.[i] ?? AXES.map((_axis, j) => Number(i === j));
      return [...AXES.map((_axis, j) => rowDoc[j]! * ((size?.[j] ?? 1) / nm)), (rowDoc[3] ?? 0) / nm];
    });
  return {
    owner,
    rank: 3,
    names: 'x, y, z',
    toView: rows(view ?? size ?? [1, 1, 1]),
    toNm: size ? rows([1, 1, 1]) : null,
  };
}

/** Three rows of four in nm, from an old form of a transform: 16 numbers, rows, or a rotation with shift and scale. */
export function legacyMatrix(transform: Doc | undefined, owner: string): number[][] | null {
  if (transform === undefined || transform === null) return null;
  const parts = fieldsOf(transform);
  const flat = numbersOf(transform);
  const rows = parts
    ? fromRotation(parts, owner)
    : flat?.length === 16
      ? [0, 4, 8].map((at) => flat.slice(at, at + 4))
      : listOf(transform).map((row) => numbersOf(row) ?? []);
  if ((rows.length === 3 || rows.length === 4) && rows.every((row) => row.length === 4))
    return rows.slice(0, 3);
  throw new TtError('LINK', `${owner}: its transform is none of 16 numbers, 4 rows of 4, or a rotation`);
}

/** First the scale, then the rotation (quaternion x, y, z, w), then the shift. */
function fromRotation(parts: Fields, owner: string): number[][] {
  const part = (key: string, usual: readonly number[]): readonly number[] => {
    const doc = parts.get(key) ?? null;
    const numbers = doc === null ? usual : numbersOf(doc);
    if (numbers?.length === usual.length) return numbers;
    throw new TtError('LINK', `${owner}: the ${key} of its transform is not ${usual.length} numbers`);
  };
  const [qx = 0, qy = 0, qz = 0, qw = 1] = part('rotation', [0, 0, 0, 1]);
  const shift = part('translation', [0, 0, 0]);
  const stretch = part('scale', [1, 1, 1]);
  const length = Math.hypot(qx, qy, qz, qw) || 1;
  const [x, y, z, w] = [qx / length, qy / length, qz / length, qw / length];
  const turn = [
    [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
    [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
    [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
  ];
  return turn.map((row, i) => [...row.map((factor, j) => factor * (stretch[j] ?? 1)), shift[i] ?? 0]);
}
