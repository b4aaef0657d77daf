/** A bounding volume hierarchy over the triangles of a mesh, in flat arrays of doubles. The mesh must not change. */
import { TtError } from '../../core/errors';
import { faceCount, type Mesh, vertexCount } from '../mesh/mesh';
import { LARGEST_EXACT, SMALLEST_EXACT } from '../predicates/segment-triangle-signs';
import { type BvhTree, buildTree } from './build';
import { setEmpty } from './split';

export interface Bvh extends BvhTree {
  mesh: Mesh;
  /** Largest absolute value of the coordinates of the mesh's faces. */
  largest: number;
  /** The box of all faces: min x, y, z, max x, y, z; six zeros without faces. */
  bounds: Float64Array;
}

/** Faces and vertices have 32-bit numbers, and there are two nodes per face. */
const MOST_FACES = 2 ** 30;

/**
 * Splits by surface area (16 bins along the longest side of the centroids' box) down to clusters of neighbours, and
 * splits these along a curve, down to leaves of at most 4 triangles. Throws INPUT for a face with a missing vertex, and
 * for coordinates that are not finite or out of range (absolute value above 1e80, or below 1e-80 and not 0).
 */
export function buildBvh(mesh: Mesh): Bvh {
  const faces = faceCount(mesh);
  if (!Number.isInteger(faces) || !Number.isInteger(vertexCount(mesh))) {
    throw new TtError('INPUT', 'a mesh: vertices and faces come in threes');
  }
  if (faces > MOST_FACES) throw new TtError('BIG', `a mesh of ${faces} faces, the most is ${MOST_FACES}`);
  const bounds = boundsOfFaces(mesh);
  const tree = buildTree(mesh, bounds);
  const largest = bounds.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { mesh, ...tree, bounds, largest };
}

/** Min x, y, z and max x, y, z of the vertices that faces use; zeros without faces. */
function boundsOfFaces({ vertices, faces }: Mesh): Float64Array {
  const many = vertices.length / 3;
  const usedFlags = new Uint8Array(many);
  for (let i = 0; i < faces.length; i++) {
    const vertex = faces[i]!;
    if (vertex >= many) refuse(faceOfCorner(faces, i), vertices);
    usedFlags[vertex] = 1;
  }
  const bounds = new Float64Array(6);
  if (faces.length === 0) return bounds;
  setEmpty(bounds, 0);
  for (let i = 0, at = 0; i < many; i++, at += 3) {
    if (usedFlags[i] === 0) continue;
    for (let k = 0; k < 3; k++) {
      const x = vertices[at + k]!;
      if (!isUsableCoordinate(x)) refuse(faceOfCorner(faces, faces.indexOf(i)), vertices);
      if (x < bounds[k]!) bounds[k] = x;
      if (x > bounds[k + 3]!) bounds[k + 3] = x;
    }
  }
  return bounds;
}

/** True if the exact predicates can work with the coordinate. */
export function isUsableCoordinate(x: number): boolean {
  return (
    x === 0 || (x >= SMALLEST_EXACT && x <= LARGEST_EXACT) || (x <= -SMALLEST_EXACT && x >= -LARGEST_EXACT)
  );
}

/** The face that a corner belongs to, and its corners. */
const faceOfCorner = (faces: Uint32Array, corner: number): [number, number[]] => {
  const face = Math.floor(corner / 3);
  return [face, [...faces.subarray(3 * face, 3 * face + 3)]];
};

function refuse([face, corners]: [number, number[]], vertices: Float64Array): never {
  const missing = corners.find((vertex) => vertex >= vertices.length / 3);
  if (missing !== undefined) {
    throw new TtError('INPUT', `face ${face} names vertex ${missing}, the mesh has ${vertices.length / 3}`);
  }
  const wrong = corners.find(
    (vertex) => !vertices.subarray(3 * vertex, 3 * vertex + 3).every(isUsableCoordinate),
  )!;
  const pointText = [...vertices.subarray(3 * wrong, 3 * wrong + 3)].join(', ');
  throw new TtError('INPUT', `vertex ${wrong} of the mesh is ${pointText}: no place that can be worked with`);
}
