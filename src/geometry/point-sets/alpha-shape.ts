/** The alpha shape: a surface around points that may have hollows and dents. Alpha is estimated if it is not given. */
import { TtError } from '../../core/errors';
import type { Mesh } from '../mesh/mesh';
import { dropUnused } from '../mesh/weld';
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
/** Stands in place of a parent: the vertex was not visited yet. */
const NOBODY = 0xffffffff;

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
  const cells = delaunay(points);
  const { radii, nearest } = measureTets(cells);
  const first = statedAlpha ?? GUESS * medianNearest(cells, nearest);
  const alphas = Array.from({ length: grow ? MOST_STEPS : 1 }, (_, i) => first * GROWTH ** i);
  const borders = bordersOf(cells, firstSteps(radii, alphas), alphas.length);
  const marks = new Uint32Array(cells.points.length / 3);
  const steps: AlphaStep[] = [];
  let single: { step: AlphaStep; faces: Uint32Array } | null = null;
  for (const [i, alpha] of alphas.entries()) {
    const faces = surface(cells, borders, i);
    const components = countComponents(faces, marks);
    const whole = components === 1 || !grow;
    const isShellClosed = whole ? isClosed(faces, marks.length) : null;
    const step: AlphaStep = { alpha, faces: faces.length / 3, components, closed: isShellClosed };
    steps.push(step);
    if (!whole) continue;
    if (isShellClosed || !single) single = { step, faces };
    if (isShellClosed) break;
  }
  if (!single || single.step.faces === 0) throw noSurface(steps, grow);
  const { step, faces } = single;
  return {
    mesh: dropUnused({ vertices: cells.points, faces }),
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

interface TetMeasures {
  /** Squared radius of each circumscribed sphere. */
  radii: Float64Array;
  /**
   * Squared distance from each point to the nearest other point, which is a neighbour in the Delaunay triangulation.
   */
  nearest: Float64Array;
}

function measureTets({ points, tets }: Delaunay): TetMeasures {
  const radii = new Float64Array(tets.length / 4);
  const nearest = new Float64Array(points.length / 3).fill(Infinity);
  for (let tet = 0, at = 0; tet < radii.length; tet++, at += 4) {
    const p = tets[at]!;
    const q = tets[at + 1]!;
    const r = tets[at + 2]!;
    const s = tets[at + 3]!;
    const x = points[3 * p]!;
    const y = points[3 * p + 1]!;
    const z = points[3 * p + 2]!;
    const bx = points[3 * q]! - x;
    const by = points[3 * q + 1]! - y;
    const bz = points[3 * q + 2]! - z;
    const cx = points[3 * r]! - x;
    const cy = points[3 * r + 1]! - y;
    const cz = points[3 * r + 2]! - z;
    const dx = points[3 * s]! - x;
    const dy = points[3 * s + 1]! - y;
    const dz = points[3 * s + 2]! - z;
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
    radii[tet] = (sumX * sumX + sumY * sumY + sumZ * sumZ) / (volume * volume);
    if (b2 < nearest[p]!) nearest[p] = b2;
    if (b2 < nearest[q]!) nearest[q] = b2;
    if (c2 < nearest[p]!) nearest[p] = c2;
    if (c2 < nearest[r]!) nearest[r] = c2;
    if (d2 < nearest[p]!) nearest[p] = d2;
    if (d2 < nearest[s]!) nearest[s] = d2;
    const qr = square(points, q, r);
    if (qr < nearest[q]!) nearest[q] = qr;
    if (qr < nearest[r]!) nearest[r] = qr;
    const qs = square(points, q, s);
    if (qs < nearest[q]!) nearest[q] = qs;
    if (qs < nearest[s]!) nearest[s] = qs;
    const rs = square(points, r, s);
    if (rs < nearest[r]!) nearest[r] = rs;
    if (rs < nearest[s]!) nearest[s] = rs;
  }
  return { radii, nearest };
}

function square(points: Float64Array, p: number, q: number): number {
  const x = points[3 * q]! - points[3 * p]!;
  const y = points[3 * q + 1]! - points[3 * p + 1]!;
  const z = points[3 * q + 2]! - points[3 * p + 2]!;
  return x * x + y * y + z * z;
}

/** The median over all given points of the distance to the nearest other point; 0 for a duplicate. */
function medianNearest({ index }: Delaunay, nearest: Float64Array): number {
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

/**
 * For each tetrahedron, the index of the first of the ascending alphas that exceeds its radius; their number if there
 * is none.
 */
function firstSteps(radii: Float64Array, alphas: readonly number[]): Uint8Array {
  const squares = Float64Array.from(alphas, (alpha) => alpha * alpha);
  const last = alphas.length;
  const since = new Uint8Array(radii.length);
  for (let tet = 0; tet < since.length; tet++) {
    const radius = radii[tet]!;
    let step = 0;
    while (step < last && !(radius < squares[step]!)) step++;
    since[tet] = step;
  }
  return since;
}

/** The faces that belong to the surface at some step. */
interface Borders {
  /** The opposite corner of the face's tetrahedron. */
  at: Uint32Array;
  /** The first step, times 16, plus the step after the last. */
  span: Uint8Array;
  /** The number of faces of the surface at each step. */
  counts: Uint32Array;
}

/**
 * A face belongs to the surface from the step of its tetrahedron until the one across it belongs to the shape too; on
 * the outside, until the end. There are fewer than 16 steps.
 */
function bordersOf({ neighbours }: Delaunay, since: Uint8Array, steps: number): Borders {
  let count = 0;
  const at = new Uint32Array(neighbours.length);
  const span = new Uint8Array(neighbours.length);
  const counts = new Uint32Array(steps + 1);
  for (let tet = 0, corner = 0; tet < since.length; tet++) {
    const own = since[tet]!;
    for (const end = corner + 4; corner < end; corner++) {
      const across = neighbours[corner]!;
      const other = across < 0 ? steps : since[across]!;
      if (own >= other) continue;
      at[count] = corner;
      span[count++] = own * 16 + other;
      counts[own]!++;
      counts[other]!--;
    }
  }
  for (let step = 1; step <= steps; step++) counts[step]! += counts[step - 1]!;
  return { at: at.subarray(0, count), span, counts };
}

/** The faces between tetrahedra that belong to the shape at this step and those that do not, or the outside. */
function surface({ tets }: Delaunay, { at, span, counts }: Borders, step: number): Uint32Array {
  const faces = new Uint32Array(3 * counts[step]!);
  for (let i = 0, put = 0; put < faces.length; i++) {
    if (span[i]! >> 4 > step || step >= (span[i]! & 15)) continue;
    const corner = at[i]!;
    const face = FACES[corner & 3]!;
    const first = corner & ~3;
    faces[put] = tets[first + face[0]]!;
    faces[put + 1] = tets[first + face[1]]!;
    faces[put + 2] = tets[first + face[2]]!;
    put += 3;
  }
  return faces;
}

/**
 * True if every edge has exactly two faces; where a surface touches itself, an edge has four. A border of tetrahedra
 * has as many faces along an edge as against it, so it is closed if no edge has two faces along it.
 */
function isClosed(faces: Uint32Array, vertices: number): boolean {
  if (faces.length === 0) return false;
  // The directed edges from a lower to a higher vertex, in the order of the lower one.
  const ends = new Uint32Array(vertices + 1);
  for (let at = 0; at < faces.length; at++) {
    const from = faces[at]!;
    if (from < next(faces, at)) ends[from]!++;
  }
  for (let vertex = 0, sum = 0; vertex <= vertices; vertex++) {
    sum += ends[vertex]!;
    ends[vertex] = sum;
  }
  const highs = new Uint32Array(ends[vertices]!);
  for (let at = 0; at < faces.length; at++) {
    const from = faces[at]!;
    const to = next(faces, at);
    if (from < to) highs[--ends[from]!] = to;
  }
  const lastLow = new Uint32Array(vertices);
  for (let low = 0, at = 0; low < vertices; low++) {
    for (const end = ends[low + 1]!; at < end; at++) {
      const high = highs[at]!;
      if (lastLow[high] === low + 1) return false;
      lastLow[high] = low + 1;
    }
  }
  return true;
}

/** The vertex after this corner of its face. */
const next = (faces: Uint32Array, at: number): number => faces[at % 3 === 2 ? at - 2 : at + 1]!;

/** Number of parts that share no vertex; `parents` is a buffer with one entry per vertex. */
function countComponents(faces: Uint32Array, parents: Uint32Array): number {
  for (let i = 0; i < faces.length; i++) parents[faces[i]!] = NOBODY;
  let components = 0;
  for (let i = 0; i < faces.length; i += 3) {
    let root = faces[i]!;
    if (parents[root] === NOBODY) {
      parents[root] = root;
      components++;
    } else root = rootOf(parents, root);
    for (let k = 1; k < 3; k++) {
      const vertex = faces[i + k]!;
      const parent = parents[vertex]!;
      if (parent === root) continue;
      if (parent === NOBODY) {
        parents[vertex] = root;
        continue;
      }
      const other = rootOf(parents, vertex);
      if (other === root) continue;
      parents[other] = root;
      components--;
    }
  }
  return components;
}

function rootOf(parents: Uint32Array, vertex: number): number {
  let at = vertex;
  for (;;) {
    const parent = parents[at]!;
    if (parent === at) return at;
    const above = parents[parent]!;
    parents[at] = above;
    at = above;
  }
}
