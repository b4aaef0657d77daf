/**
 * A mesh grown or shrunk by a distance: its faces move and its corners stay sharp; where that fails, the surface at
 * that distance is made from voxels, with round corners.
 */
import { TtError } from '../../core/errors';
import { buildBvh } from '../bvh/bvh';
import { NearestDistance } from '../cast/nearest';
import { offsetVertices } from '../edit/offset-vertices';
import { boundsOf } from '../mesh/bounds';
import { flip } from '../mesh/flip';
import type { Mesh } from '../mesh/mesh';
import { reportMesh } from '../mesh/report';
import { countInvertedFaces } from '../mesh/vertex-normals';
import type { Progress } from '../progress';
import { marchingCubes } from './marching-cubes';
import { grownField, shrunkField } from './offset-field';
import { solidVoxels, voxelize } from './voxels';

/** Default number of voxels at most: 5 bytes each, a few seconds. */
const VOXELS = 1e7;
/** Faces are off by at most this share of the distance, but for few. */
const CLOSE = 0.05;
const FEW = 0.02;
const FAR = 0.25;

export interface DilateOptions {
  /** Edges of a voxel in nm: the surface is made from voxels in any case. */
  voxel?: readonly [number, number, number];
  /** Takes a sentence that says how it was done. */
  remarks?: string[];
  progress?: Progress;
}

/**
 * The mesh `distance` nm further out; below 0, further in. The result winds outward, whatever the input.
 *
 * Faces move by the distance and corners stay sharp (mitred), with the same faces, where that can be done to within 5 %
 * of the distance, or where voxels would be larger than half of it. Where it cannot (very sharp corners, faces at a vertex that do not agree, a hollow narrower than
 * twice the distance, a part thinner than that), or where `voxel` is given, the surface of all points at that distance
 * is made from voxels, whose distances are exact: of the given size, else of a quarter of the distance, or of more
 * where those would be too many. Convex edges are then round. Parts that grow into each other become one.
 * @throws INPUT where the mesh is open, or nothing is left of it; BIG where the given voxels are too many
 */
export function dilate(
  mesh: Mesh,
  distance: number,
  { voxel, remarks = [], progress }: DilateOptions = {},
): Mesh {
  if (!Number.isFinite(distance))
    throw new TtError('INPUT', `a mesh is dilated by a number of nm, not ${distance}`);
  const { closed, windsOutward } = reportMesh(mesh);
  if (!closed)
    throw new TtError('INPUT', 'an open mesh has no outside: close its holes before it is dilated');
  const whole = windsOutward ? mesh : flip(mesh);
  if (distance === 0 && !voxel) return whole;
  const way = `${distance > 0 ? 'grown' : 'shrunk'} by ${Math.abs(distance)} nm`;
  const edges = voxel ?? ownVoxel(mesh, distance);
  const moved = voxel ? null : movedFaces(whole, distance);
  if (moved?.isClose) {
    remarks.push(`${way}: faces moved, corners mitred`);
    return moved.mesh;
  }
  // Voxels that are too large for the distance would lose more than they mend.
  if (moved && edges[0] > Math.abs(distance) / 2) {
    remarks.push(
      `${way}: faces moved, on average; where those at a vertex do not agree, up to ${moved.off} nm off`,
    );
    return moved.mesh;
  }
  const dilation = dilateVoxels(whole, distance, edges, progress);
  const shown = [...new Set(edges.map((edge) => Number(edge.toPrecision(3))))].join(' × ');
  remarks.push(
    `${way}: made from voxels of ${shown} nm, ${distance > 0 ? 'convex' : 'concave'} edges rounded`,
  );
  return dilation;
}

/** Null where faces turn over. */
function movedFaces(mesh: Mesh, distance: number): { mesh: Mesh; isClose: boolean; off: number } | null {
  const { mesh: moved, faceErrors } = offsetVertices(mesh, distance);
  // A part that has shrunk through a point has its faces the right way again, but no volume.
  if (countInvertedFaces(mesh, moved) > 0 || !(reportMesh(moved).signedVolume > 0)) return null;
  const worst = faceErrors.reduce((most, error) => Math.max(most, error), 0);
  const off = faceErrors.reduce((count, error) => count + (error > CLOSE ? 1 : 0), 0);
  const isClose = worst <= FAR && off <= FEW * faceErrors.length && areAway(mesh, moved, Math.abs(distance));
  return { mesh: moved, isClose, off: Number((worst * Math.abs(distance)).toPrecision(2)) };
}

/** Whether corners and middles of moved faces keep the distance: in a narrow hollow they come near the other side. */
function areAway(before: Mesh, { vertices, faces }: Mesh, distance: number): boolean {
  const nearest = new NearestDistance(buildBvh(before));
  const least = (1 - 2 * CLOSE) * distance;
  let near = 0;
  for (let face = 0; face < faces.length; face += 3) {
    const [a, b, c] = [faces[face]! * 3, faces[face + 1]! * 3, faces[face + 2]! * 3];
    const middle = (axis: number): number =>
      (vertices[a + axis]! + vertices[b + axis]! + vertices[c + axis]!) / 3;
    if (nearest.from(middle(0), middle(1), middle(2)) < least) near++;
    if (nearest.from(vertices[a]!, vertices[a + 1]!, vertices[a + 2]!) < least) near++;
  }
  return near <= (FEW * faces.length) / 3;
}

function ownVoxel({ vertices }: Mesh, distance: number): [number, number, number] {
  const box = boundsOf(vertices)!;
  const margin = 2 * Math.max(distance, 0);
  const extent = box.max.reduce((product, high, axis) => product * (high - box.min[axis]! + margin), 1);
  const edge = Math.max(Math.abs(distance) / 4, Math.cbrt(extent / VOXELS));
  return [edge, edge, edge];
}

function dilateVoxels(
  mesh: Mesh,
  distance: number,
  voxel: readonly [number, number, number],
  progress?: Progress,
): Mesh {
  const more = progress ? { progress } : {};
  const signedField =
    distance >= 0
      ? grownField(mesh, voxelize(mesh, voxel, { margin: distance + Math.max(...voxel), ...more }), distance)
      : shrunkField(mesh, solidVoxels(mesh, voxel, more), -distance);
  if (!signedField.inside.includes(1)) {
    throw new TtError(
      'INPUT',
      distance >= 0
        ? `the mesh grown by ${distance} nm holds no voxel of ${voxel.join(' × ')} nm. Take smaller ones`
        : `nothing is left of the mesh ${-distance} nm further in: it is thinner than twice that`,
    );
  }
  const { field } = signedField;
  const share = (one: number, other: number) => field[one]! / (field[one]! - field[other]!);
  return marchingCubes(signedField, share, progress);
}
