/**
 * Grows or shrinks a mesh by a distance. Its faces move and its corners stay sharp; if that fails, the surface at that
 * distance is made from voxels, with round corners.
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

/** Default limit of voxels: 5 bytes each, a few seconds. */
const VOXELS = 1e7;
/** Largest error of face positions, as a fraction of the distance, with few exceptions. */
const CLOSE = 0.05;
const FEW = 0.02;
const FAR = 0.25;

export interface DilateOptions {
  /** Voxel sizes in nm. If given, the surface is always made from voxels. */
  voxel?: readonly [number, number, number];
  /** Receives a sentence that says which method was used. */
  remarks?: string[];
  progress?: Progress;
}

/**
 * The mesh offset by `distance` nm, outward if positive, inward if negative. The result winds outward, whatever the
 * input.
 *
 * The faces move by the distance and the corners stay sharp (mitred), with the same faces, if that is possible with an
 * error of at most 5 % of the distance, or if voxels would be larger than half of the distance. It is not possible with
 * very sharp corners, with faces at a vertex that contradict each other, in a hollow narrower than twice the distance,
 * and for a part thinner than that. In these cases, or if `voxel` is given, the surface of all points at that distance
 * is made from voxels with exact distances. Their size is `voxel`, else a quarter of the distance, or more if those
 * would be too many. Convex edges are then round. Parts that grow into each other become one.
 * @throws INPUT if the mesh is open, or nothing remains of it; BIG if the given voxels are too many
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
  const movedMesh = voxel ? null : movedFaces(whole, distance);
  if (movedMesh?.isClose) {
    remarks.push(`${way}: faces moved, corners mitred`);
    return movedMesh.mesh;
  }
  // Voxels that are too large for the distance would lose more than they repair.
  if (movedMesh && edges[0] > Math.abs(distance) / 2) {
    remarks.push(
      `${way}: faces moved, on average; where those at a vertex do not agree, up to ${movedMesh.off} nm off`,
    );
    return movedMesh.mesh;
  }
  const dilation = dilateVoxels(whole, distance, edges, progress);
  const edgeText = [...new Set(edges.map((edge) => Number(edge.toPrecision(3))))].join(' × ');
  remarks.push(
    `${way}: made from voxels of ${edgeText} nm, ${distance > 0 ? 'convex' : 'concave'} edges rounded`,
  );
  return dilation;
}

/** Returns null if faces turn over. */
function movedFaces(mesh: Mesh, distance: number): { mesh: Mesh; isClose: boolean; off: number } | null {
  const { mesh: movedMesh, faceErrors } = offsetVertices(mesh, distance);
  // A part that has shrunk through a point has its faces the right way round again, but no positive volume.
  if (countInvertedFaces(mesh, movedMesh) > 0 || !(reportMesh(movedMesh).signedVolume > 0)) return null;
  const worst = faceErrors.reduce((most, error) => Math.max(most, error), 0);
  const off = faceErrors.reduce((count, error) => count + (error > CLOSE ? 1 : 0), 0);
  const isClose =
    worst <= FAR && off <= FEW * faceErrors.length && areAway(mesh, movedMesh, Math.abs(distance));
  return { mesh: movedMesh, isClose, off: Number((worst * Math.abs(distance)).toPrecision(2)) };
}

/**
 * True if the corners and centres of moved faces keep the distance: in a narrow hollow they come close to the other
 * side.
 */
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
