/** The alpha shape: a surface around points that may have hollows and dents. Alpha is estimated if it is not given. */
import { TtError } from '../../core/errors';
import type { Mesh } from '../mesh/mesh';
import { dropUnused } from '../mesh/weld';
import { type Triangulated, tooMany, withTetrahedra } from './delaunay';
import type { Native } from './native';

export interface AlphaOptions {
  /** nm: the shape consists of the tetrahedra whose circumscribed sphere has a smaller radius. Estimated if absent. */
  alpha?: number;
  /** Increase alpha until the shape is one closed surface. The default is true if no alpha is given. */
  grow?: boolean;
}

export interface AlphaStep {
  alpha: number;
  /** Number of triangles of the surface. */
  faces: number;
  /** Number of parts of the surface that share no vertex. */
  components: number;
  /** True if every edge has exactly two faces; null if this was not tested because the surface has several parts. */
  closed: boolean | null;
}

export interface AlphaShape {
  mesh: Mesh;
  alpha: number;
  /** All steps in order, including the chosen one. */
  steps: AlphaStep[];
  closed: boolean;
  components: number;
}

const GUESS = 1.5;
const GROWTH = 1.5;
const MOST_STEPS = 15;
/** The compiled geometry takes so many alphas. */
const ALPHAS = 16;

/**
 * The surface of all Delaunay tetrahedra with a radius below alpha. Faces wind outward; vertices are the points that it
 * uses. An estimated alpha starts at 1.5 times the median distance to the nearest other point. A growing alpha
 * increases 1.5 times per step, for at most 15 steps. The first surface that is closed and has one part is chosen; else
 * the first that has one part, whose pinched edges `closed` reports. Throws INPUT if there is none, and as `delaunay`
 * for points that span no space.
 */
export function alphaShape(points: Float64Array, options: AlphaOptions = {}): AlphaShape {
  const { alpha: statedAlpha, grow = statedAlpha === undefined } = options;
  if (statedAlpha !== undefined && !(statedAlpha > 0))
    throw new TtError('INPUT', `alpha is ${statedAlpha} nm: it must be above 0`);
  const { steps, found } = withTetrahedra(points, (native, triangulated) =>
    findSurface(native, triangulated, statedAlpha, grow),
  );
  if (!found) throw noSurface(steps, grow);
  const { step, mesh } = found;
  return {
    mesh: dropUnused(mesh),
    alpha: step.alpha,
    steps,
    closed: step.closed === true,
    components: step.components,
  };
}

interface Search {
  steps: AlphaStep[];
  /** The chosen step and its surface; null if none has a face and is whole. */
  found: { step: AlphaStep; mesh: Mesh } | null;
}

function findSurface(
  native: Native,
  triangulated: Triangulated,
  statedAlpha: number | undefined,
  grow: boolean,
): Search {
  const { points, index, unit } = triangulated;
  const checked = (count: number): number => {
    if (count < 0) throw tooMany(index);
    return count;
  };
  const nearest = native.measure(unit);
  if (nearest === 0) throw tooMany(index);
  const first =
    statedAlpha ??
    GUESS * medianNearest(triangulated, new Float64Array(native.memory.buffer, nearest, points.length / 3));
  const alphas = Array.from({ length: grow ? MOST_STEPS : 1 }, (_, i) => first * GROWTH ** i);
  const squares = new Float64Array(native.memory.buffer, native.squaresAt(), ALPHAS).fill(Infinity);
  for (const [i, alpha] of alphas.entries()) squares[i] = alpha * alpha;
  checked(native.borders(alphas.length));
  const steps: AlphaStep[] = [];
  let single: number | null = null;
  for (const [i, alpha] of alphas.entries()) {
    const faces = checked(native.surface(i));
    const components = native.components();
    const whole = components === 1 || !grow;
    const closed = whole ? native.isClosed() !== 0 : null;
    steps.push({ alpha, faces, components, closed });
    if (!whole) continue;
    if (closed || single === null) single = i;
    if (closed) break;
  }
  if (single === null || steps[single]!.faces === 0) return { steps, found: null };
  const faces = checked(native.surface(single));
  const mesh = {
    vertices: points,
    faces: new Uint32Array(native.memory.buffer, native.facesOf(), faces * 3).slice(),
  };
  return { steps, found: { step: steps[single]!, mesh } };
}

function noSurface(steps: readonly AlphaStep[], grow: boolean): TtError {
  const from = nm(steps[0]!.alpha);
  if (!grow) return new TtError('INPUT', `an alpha of ${from} nm leaves no surface: take a larger one`);
  const last = steps.at(-1)!;
  return new TtError(
    'INPUT',
    `no alpha from ${from} to ${nm(last.alpha)} nm makes one surface of these points: the last leaves ` +
      `${last.components} parts. Give an alpha, take each cloud of points alone, or use the hull`,
  );
}

const nm = (value: number): string => Number(value.toPrecision(4)).toString();

/** The median over all given points of the distance to the nearest other point; 0 for a duplicate. */
function medianNearest({ index }: Triangulated, nearest: Float64Array): number {
  const times = new Uint32Array(nearest.length);
  for (let i = 0; i < index.length; i++) times[index[i]!]!++;
  const all = new Float64Array(index.length);
  for (let i = 0; i < index.length; i++) all[i] = times[index[i]!]! > 1 ? 0 : nearest[index[i]!]!;
  // If most points are duplicates, the median would be 0, and no alpha could grow from it.
  return medianRoot(all.sort()) || medianRoot(nearest.slice().sort());
}

function medianRoot(sortedSquares: Float64Array): number {
  const half = sortedSquares.length >> 1;
  const above = Math.sqrt(sortedSquares[half]!);
  return sortedSquares.length % 2 === 1 ? above : (Math.sqrt(sortedSquares[half - 1]!) + above) / 2;
}
