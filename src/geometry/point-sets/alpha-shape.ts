/** The alpha shape: a surface around points that may have hollows and dents. Alpha is estimated if it is not given. */
import { TtError } from '../../core/errors';
import { eachEdge } from '../mesh/edges';
import { faceCount, type Mesh } from '../mesh/mesh';
import { dropUnused } from '../mesh/weld';
import { DisjointSets } from '../numeric/disjoint-sets';
import { type Delaunay, delaunay, FACES } from './delaunay';

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

/**
 * The surface of all Delaunay tetrahedra with a radius below alpha. Faces wind outward; vertices are the points that it
 * uses. An estimated alpha starts at 1.5 times the median distance to the nearest other point. A growing alpha
 * increases 1.5 times per step, for at most 15 steps. The first surface that is closed and has one part is chosen; else
 * the first that has one part, whose pinched edges `closed` reports. Throws INPUT if there is none, and as `delaunay`
 * for points that span no space.
 */
export function alphaShape(points: Float64Array, options: AlphaOptions = {}): AlphaShape {
  const { alpha: given, grow = given === undefined } = options;
  if (given !== undefined && !(given > 0))
    throw new TtError('INPUT', `alpha is ${given} nm: it must be above 0`);
  const cells = delaunay(points);
  const first = given ?? GUESS * medianNearest(cells);
  const alphas = Array.from({ length: grow ? MOST_STEPS : 1 }, (_, i) => first * GROWTH ** i);
  const since = firstSteps(cells, alphas);
  const steps: AlphaStep[] = [];
  let single: { step: AlphaStep; mesh: Mesh } | null = null;
  for (const [i, alpha] of alphas.entries()) {
    const mesh = dropUnused({ vertices: cells.points, faces: surface(cells, since, i) });
    const components = countComponents(mesh);
    const whole = components === 1 || !grow;
    const isClosedSurface = whole ? isClosed(mesh) : null;
    const step: AlphaStep = { alpha, faces: faceCount(mesh), components, closed: isClosedSurface };
    steps.push(step);
    if (!whole) continue;
    if (isClosedSurface || !single) single = { step, mesh };
    if (isClosedSurface) break;
  }
  if (!single || single.step.faces === 0) throw noSurface(steps, grow);
  const { step, mesh } = single;
  return {
    mesh,
    alpha: step.alpha,
    steps,
    closed: step.closed === true,
    components: step.components,
  };
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
function medianNearest({ points, index, tets }: Delaunay): number {
  const count = points.length / 3;
  // The nearest other point is a neighbour in the Delaunay triangulation.
  const nearest = new Float64Array(count).fill(Infinity);
  for (let at = 0; at < tets.length; at++) {
    // Pairs each of the four vertices with the later ones.
    const p = tets[at]!;
    const x = points[p * 3]!;
    const y = points[p * 3 + 1]!;
    const z = points[p * 3 + 2]!;
    for (let other = at + 1; other < (at | 3) + 1; other++) {
      const q = tets[other]!;
      const dx = points[q * 3]! - x;
      const dy = points[q * 3 + 1]! - y;
      const dz = points[q * 3 + 2]! - z;
      const square = dx * dx + dy * dy + dz * dz;
      if (square < nearest[p]!) nearest[p] = square;
      if (square < nearest[q]!) nearest[q] = square;
    }
  }
  const times = new Uint32Array(count);
  for (const point of index) times[point]!++;
  const all = Float64Array.from(index, (point) => (times[point]! > 1 ? 0 : nearest[point]!)).sort();
  // If most points are duplicates, the median would be 0, and no alpha could grow from it.
  return medianRoot(all) || medianRoot(nearest.sort());
}

function medianRoot(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const above = Math.sqrt(sorted[half]!);
  return sorted.length % 2 === 1 ? above : (Math.sqrt(sorted[half - 1]!) + above) / 2;
}

/**
 * For each tetrahedron, the index of the first of the ascending alphas that exceeds its radius; their number if there
 * is none.
 */
function firstSteps({ points, tets }: Delaunay, alphas: readonly number[]): Uint8Array {
  const since = new Uint8Array(tets.length / 4);
  const squares = Float64Array.from(alphas, (alpha) => alpha * alpha);
  const last = alphas.length;
  for (let tet = 0, at = 0; tet < since.length; tet++, at += 4) {
    const square = squareRadius(
      points,
      tets[at]! * 3,
      tets[at + 1]! * 3,
      tets[at + 2]! * 3,
      tets[at + 3]! * 3,
    );
    let step = 0;
    while (step < last && !(square < squares[step]!)) step++;
    since[tet] = step;
  }
  return since;
}

/** Squared radius of the sphere through four points, given by their offsets. */
function squareRadius(points: Float64Array, a: number, b: number, c: number, d: number): number {
  const x = points[a]!;
  const y = points[a + 1]!;
  const z = points[a + 2]!;
  const bx = points[b]! - x;
  const by = points[b + 1]! - y;
  const bz = points[b + 2]! - z;
  const cx = points[c]! - x;
  const cy = points[c + 1]! - y;
  const cz = points[c + 2]! - z;
  const dx = points[d]! - x;
  const dy = points[d + 1]! - y;
  const dz = points[d + 2]! - z;
  const b2 = bx * bx + by * by + bz * bz;
  const c2 = cx * cx + cy * cy + cz * cz;
  const d2 = dx * dx + dy * dy + dz * dz;
  // |b|² c×d + |c|² d×b + |d|² b×c, over 2 b·(c×d).
  const cdx = cy * dz - cz * dy;
  const cdy = cz * dx - cx * dz;
  const cdz = cx * dy - cy * dx;
  const sumX = b2 * cdx + c2 * (dy * bz - dz * by) + d2 * (by * cz - bz * cy);
  const sumY = b2 * cdy + c2 * (dz * bx - dx * bz) + d2 * (bz * cx - bx * cz);
  const sumZ = b2 * cdz + c2 * (dx * by - dy * bx) + d2 * (bx * cy - by * cx);
  const volume = 2 * (bx * cdx + by * cdy + bz * cdz);
  return (sumX * sumX + sumY * sumY + sumZ * sumZ) / (volume * volume);
}

/** The faces between tetrahedra that belong to the shape at this step and those that do not, or the outside. */
function surface({ tets, neighbours }: Delaunay, since: Uint8Array, step: number): Uint32Array {
  let faces = new Uint32Array(1024);
  let count = 0;
  for (let at = 0; at < tets.length; at++) {
    if (since[at >> 2]! > step) continue;
    const across = neighbours[at]!;
    if (across >= 0 && since[across]! <= step) continue;
    if (count + 3 > faces.length) {
      const more = new Uint32Array(faces.length * 2);
      more.set(faces);
      faces = more;
    }
    const face = FACES[at & 3]!;
    const first = at & ~3;
    faces[count] = tets[first + face[0]]!;
    faces[count + 1] = tets[first + face[1]]!;
    faces[count + 2] = tets[first + face[2]]!;
    count += 3;
  }
  return faces.subarray(0, count);
}

/** True if every edge has exactly two faces: where a surface touches itself, an edge has four. */
function isClosed(mesh: Mesh): boolean {
  let closed = mesh.faces.length > 0;
  eachEdge(mesh, (_low, _high, up, down) => {
    if (up !== 1 || down !== 1) closed = false;
  });
  return closed;
}

/** Number of parts that share no vertex. */
function countComponents({ vertices, faces }: Mesh): number {
  const sets = new DisjointSets(vertices.length / 3);
  let components = vertices.length / 3;
  for (let at = 0; at < faces.length; at += 3) {
    if (sets.union(faces[at]!, faces[at + 1]!)) components--;
    if (sets.union(faces[at]!, faces[at + 2]!)) components--;
  }
  return components;
}
