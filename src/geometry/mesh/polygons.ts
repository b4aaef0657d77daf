/** Cuts faces with any number of corners into triangles that cover exactly the area of their outlines. */
import { TtError } from '../../core/errors';
import { GrowableUint32 } from '../numeric/growable-arrays';
import { minorSign } from '../predicates/segment-triangle-signs';

export interface Polygons {
  /** Vertex indices of all faces, one face after the other. */
  corners: Uint32Array;
  /** Number of corners of each face, three or more. */
  sizes: Uint32Array;
}

export interface CutPolygons {
  faces: Uint32Array;
  /** Indices of faces that are not planar; they are cut as seen along their mean normal. */
  bent: number[];
  /** Indices of faces whose outline crosses itself, so that their area is undefined. */
  crossed: number[];
}

/** Limit of corners: cutting a concave face takes time proportional to the square of their number. */
const MOST_CORNERS = 5000;
/**
 * Limits of the distance of a corner from the plane: a fraction of the face's size, and the rounding error of single
 * precision.
 */
const BENT = 1e-3;
const ROUNDING = 1e-6;

/**
 * Triangles are unchanged. Convex faces become fans from their first corner. Throws BIG for a face with too many
 * corners.
 */
export function cutPolygons(vertices: Float64Array, { corners, sizes }: Polygons): CutPolygons {
  const cut: CutPolygons = { faces: corners, bent: [], crossed: [] };
  if (sizes.every((size) => size === 3)) return cut;
  const faces = new GrowableUint32();
  let from = 0;
  for (const [face, size] of sizes.entries()) {
    const outline = corners.subarray(from, from + size);
    from += size;
    if (size === 3) for (const corner of outline) faces.push(corner);
    else cutOne(vertices, withoutRepeats(outline), faces, face, cut);
  }
  return { ...cut, faces: faces.array() };
}

/** Removes consecutive repeats of a corner. */
function withoutRepeats(outline: Uint32Array): Uint32Array {
  const distinctCorners = outline.filter((corner, i) => corner !== outline[(i + 1) % outline.length]);
  return distinctCorners.length < 3 ? outline.slice(0, 3) : distinctCorners;
}

function cutOne(
  vertices: Float64Array,
  outline: Uint32Array,
  faces: GrowableUint32,
  face: number,
  { bent, crossed }: CutPolygons,
): void {
  const flat = flatten(vertices, outline);
  if (flat.bent) bent.push(face);
  const triangles = isConvex(flat) ? fan(outline.length) : ears(flat, face);
  if (flat.balanced || !covers(flat, triangles)) crossed.push(face);
  for (const corner of triangles) faces.push(outline[corner]!);
}

/** A face projected along the axis nearest to its normal, counter-clockwise; no coordinate is rounded. */
interface Flat {
  x: Float64Array;
  y: Float64Array;
  /** Twice its area; above 0. */
  area: number;
  bent: boolean;
  /** True if its parts have opposite windings and cancel each other. */
  balanced: boolean;
}

function flatten(vertices: Float64Array, outline: Uint32Array): Flat {
  const count = outline.length;
  const at = (corner: number, axis: number): number => vertices[outline[corner % count]! * 3 + axis]!;
  // Newell's normal, relative to the first corner.
  const normal = [0, 0, 0];
  let parts = 0;
  for (let i = 1; i < count - 1; i++) {
    for (let axis = 0; axis < 3; axis++) {
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      const part =
        (at(i, u) - at(0, u)) * (at(i + 1, v) - at(0, v)) - (at(i, v) - at(0, v)) * (at(i + 1, u) - at(0, u));
      normal[axis]! += part;
      parts += Math.abs(part);
    }
  }
  const sizes = normal.map(Math.abs);
  const along = sizes.indexOf(Math.max(...sizes));
  const [u, v] =
    normal[along]! >= 0 ? [(along + 1) % 3, (along + 2) % 3] : [(along + 2) % 3, (along + 1) % 3];
  return {
    x: Float64Array.from(outline, (_corner, i) => at(i, u)),
    y: Float64Array.from(outline, (_corner, i) => at(i, v)),
    area: sizes[along]!,
    bent: isBent(count, at, normal),
    balanced: Math.max(...sizes) <= 1e-12 * parts && parts > 0,
  };
}

function isBent(
  count: number,
  at: (corner: number, axis: number) => number,
  normal: readonly number[],
): boolean {
  const length = Math.hypot(...normal);
  let [off, size, far] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const offset = [0, 1, 2].map((axis) => at(i, axis) - at(0, axis));
    const height = length > 0 ? offset.reduce((sum, x, axis) => sum + x * normal[axis]!, 0) / length : 0;
    off = Math.max(off, Math.abs(height));
    size = Math.max(size, Math.hypot(...offset));
    far = Math.max(far, ...[0, 1, 2].map((axis) => Math.abs(at(i, axis))));
  }
  return off > BENT * size + ROUNDING * far;
}

/** 1 if the corners a, b, c turn counter-clockwise, 0 if they are collinear: exact. */
const turn = ({ x, y }: Flat, a: number, b: number, c: number): number =>
  minorSign(x[a]!, y[a]!, x[b]!, y[b]!, x[a]!, y[a]!, x[c]!, y[c]!);

function isConvex(flat: Flat): boolean {
  const count = flat.x.length;
  let back = 0;
  for (let i = 0; i < count; i++) {
    const [next, after] = [(i + 1) % count, (i + 2) % count];
    if (!(turn(flat, i, next, after) > 0)) return false;
    // An outline that goes round once changes its direction along x twice.
    if (flat.x[next]! > flat.x[i]! !== flat.x[after]! > flat.x[next]!) back++;
  }
  return back <= 2;
}

function fan(count: number): number[] {
  return Array.from({ length: 3 * (count - 2) }, (_none, i) =>
    i % 3 === 0 ? 0 : Math.floor(i / 3) + (i % 3),
  );
}

/** Ear clipping: cuts off corners one by one, each with a triangle that contains no other corner. */
function ears(flat: Flat, face: number): number[] {
  const count = flat.x.length;
  if (count > MOST_CORNERS) {
    throw new TtError(
      'BIG',
      `face ${face + 1} has ${count} corners and is not convex: ${MOST_CORNERS} at most. Save the mesh with triangles`,
    );
  }
  const before = Array.from({ length: count }, (_none, i) => (i + count - 1) % count);
  const after = Array.from({ length: count }, (_none, i) => (i + 1) % count);
  const triangles: number[] = [];
  let corner = 0;
  let remaining = count;
  for (let attempts = 0; remaining > 3 && attempts < remaining; ) {
    const [a, c] = [before[corner]!, after[corner]!];
    if (!isEar(flat, a, corner, c, after)) {
      corner = c;
      attempts++;
      continue;
    }
    triangles.push(a, corner, c);
    after[a] = c;
    before[c] = a;
    // Skips a corner: consecutive ears would make slivers around one corner.
    corner = after[c]!;
    remaining--;
    attempts = 0;
  }
  // Three corners remain, or an outline that crosses itself.
  for (let b = after[corner]!, c = after[b]!; c !== corner; b = c, c = after[c]!)
    triangles.push(corner, b, c);
  return triangles;
}

function isEar(flat: Flat, a: number, b: number, c: number, after: readonly number[]): boolean {
  if (!(turn(flat, a, b, c) > 0)) return false;
  const { x, y } = flat;
  const [low, high] = [Math.min(x[a]!, x[b]!, x[c]!), Math.max(x[a]!, x[b]!, x[c]!)];
  for (let other = after[c]!; other !== a; other = after[other]!) {
    if (x[other]! < low || x[other]! > high) continue;
    // An outline around a hole returns along the same line, through the same corners.
    if ([a, b, c].some((one) => x[one] === x[other] && y[one] === y[other])) continue;
    if (turn(flat, a, b, other) >= 0 && turn(flat, b, c, other) >= 0 && turn(flat, c, a, other) >= 0)
      return false;
  }
  return true;
}

/** True if the triangles fill the area of the outline. */
function covers({ x, y, area }: Flat, triangles: readonly number[]): boolean {
  let sum = 0;
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!];
    sum += Math.abs((x[b]! - x[a]!) * (y[c]! - y[a]!) - (y[b]! - y[a]!) * (x[c]! - x[a]!));
  }
  return Math.abs(sum - area) <= 1e-9 * (sum + area);
}
