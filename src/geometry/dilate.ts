/** A mesh grown or shrunk by a distance: every vertex moves along its normal, and what turns itself over is mended. */
import { TtError } from '../core/errors';
import { boxOf } from './box';
import { flip } from './flip';
import type { Mesh } from './mesh';
import { reportMesh } from './meshReport';
import { remesh } from './remesh';
import { turnedOver, vertexNormals } from './vertexNormals';

/** The grid that mends a mesh has about so many voxels at most, where no size is given. */
const MENDING_VOXELS = 2e7;

/**
 * The mesh `distance` nm further out; below 0, further in. Wound outward, whatever it was.
 *
 * Where that turns faces over (a hollow narrower than the distance, a part thinner than twice of it), or where `voxel`
 * is given, the surface is made anew from voxels: of the given size, else of half the distance, or of more where those
 * would be too many. Parts that have merely grown into each other are made one only where `voxel` is given.
 * @throws INPUT where the mesh is open, or nothing is left of it
 */
export function dilate(
  mesh: Mesh,
  distance: number,
  { voxel }: { voxel?: readonly [number, number, number] } = {},
): Mesh {
  if (!Number.isFinite(distance))
    throw new TtError('INPUT', `a mesh is dilated by a number of nm, not ${distance}`);
  const { closed, windsOutward } = reportMesh(mesh);
  if (!closed)
    throw new TtError('INPUT', 'an open mesh has no outside: close its holes before it is dilated');
  const whole = windsOutward ? mesh : flip(mesh);
  const normals = vertexNormals(whole);
  const moved = {
    vertices: whole.vertices.map((value, at) => value + distance * normals[at]!),
    faces: whole.faces.slice(),
  };
  if (!voxel && turnedOver(whole, moved) === 0) return moved;
  return remesh(moved, voxel ?? mendingVoxel(moved, distance), { rule: 'outward' });
}

function mendingVoxel({ vertices }: Mesh, distance: number): [number, number, number] {
  const box = boxOf(vertices)!;
  const extent = box.max.reduce((product, high, axis) => product * (high - box.min[axis]!), 1);
  const edge = Math.max(Math.abs(distance) / 2, Math.cbrt(extent / MENDING_VOXELS));
  return [edge, edge, edge];
}
