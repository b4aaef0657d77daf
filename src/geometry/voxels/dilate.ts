/**
 * A mesh grown or shrunk by a distance: vertices move along their normals; where that fails, the result is made from
 * voxels.
 */
import { TtError } from '../../core/errors';
import { boundsOf } from '../mesh/bounds';
import { flip } from '../mesh/flip';
import type { Mesh } from '../mesh/mesh';
import { reportMesh } from '../mesh/report';
import { countInvertedFaces, vertexNormals } from '../mesh/vertex-normals';
import type { Progress } from '../progress';
import { squaredDistances } from './distance';
import { marchingCubes } from './marching-cubes';
import { solidVoxels } from './voxels';

/** Default number of voxels at most: 4 bytes each, a second or two. */
const VOXELS = 1e7;

/**
 * The mesh `distance` nm further out; below 0, further in. The result winds outward, whatever the input.
 *
 * Where moving the vertices turns faces over (a hollow narrower than the distance, a part thinner than twice of it), or
 * where `voxel` is given, the surface is rebuilt at that distance from the mesh's voxels: of the given size, else of a
 * quarter of the distance, or of more where those would be too many. Parts that have merely grown into each other
 * become one only where `voxel` is given. @throws INPUT where the mesh is open, or nothing is left of it; BIG where the
 * given voxels are too many
 */
export function dilate(
  mesh: Mesh,
  distance: number,
  { voxel, progress }: { voxel?: readonly [number, number, number]; progress?: Progress } = {},
): Mesh {
  if (!Number.isFinite(distance))
    throw new TtError('INPUT', `a mesh is dilated by a number of nm, not ${distance}`);
  const { closed, windsOutward } = reportMesh(mesh);
  if (!closed)
    throw new TtError('INPUT', 'an open mesh has no outside: close its holes before it is dilated');
  const whole = windsOutward ? mesh : flip(mesh);
  if (voxel) return dilateVoxels(whole, distance, voxel, progress);
  const normals = vertexNormals(whole);
  const moved = {
    vertices: whole.vertices.map((value, at) => value + distance * normals[at]!),
    faces: whole.faces.slice(),
  };
  // A part that has shrunk through a point has its faces the right way again, but no volume.
  const sound = countInvertedFaces(whole, moved) === 0 && reportMesh(moved).signedVolume > 0;
  return sound ? moved : dilateVoxels(whole, distance, ownVoxel(mesh, distance), progress);
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
  const grows = distance >= 0;
  // The surface lies about half a voxel beyond the last centre that is inside it.
  const reach = Math.abs(distance) + (voxel[0] + voxel[1] + voxel[2]) / 6;
  const voxels = solidVoxels(mesh, voxel, { margin: grows ? reach : 0, ...(progress ? { progress } : {}) });
  const squares = squaredDistances(voxels, grows ? 1 : 0);
  const { inside } = voxels;
  const square = reach * reach;
  for (let at = 0; at < inside.length; at++) inside[at] = squares[at]! < square === grows ? 1 : 0;
  if (!inside.includes(1)) {
    throw new TtError(
      'INPUT',
      `nothing is left of the mesh ${-distance} nm further in: it is thinner than twice that`,
    );
  }
  return marchingCubes(
    voxels,
    (one, other) => {
      const [here, there] = [Math.sqrt(squares[one]!) - reach, Math.sqrt(squares[other]!) - reach];
      return here / (here - there);
    },
    progress,
  );
}
