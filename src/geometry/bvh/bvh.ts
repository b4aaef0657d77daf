/** A bounding volume hierarchy over the triangles of a mesh, in flat arrays of doubles. */
import { TtError } from '../../core/errors';
import { faceCount, type Mesh, vertexCount } from '../mesh/mesh';
import { LARGEST_EXACT, SMALLEST_EXACT } from '../predicates/segment-triangle-signs';
import { buildTree } from './build';

export interface Bvh {
  mesh: Mesh;
  /** Centre x, y, z and half size x, y, z of each node's box; node 0 is the root. An empty mesh has no node. */
  boxes: Float64Array;
  /** An inner node's first child (the second stands next to it), or a leaf's first triangle in leaf order. */
  first: Uint32Array;
  /** Triangles of a leaf; 0 for an inner node. */
  count: Uint8Array;
  /** Nine coordinates of each triangle, in leaf order. */
  corners: Float64Array;
  /** Face of the mesh for each triangle in leaf order. */
  face: Uint32Array;
  /** Largest size of any coordinate of the mesh's faces. */
  largest: number;
  /** The box that holds all faces: min x, y, z, max x, y, z; six zeros where there are none. */
  bounds: Float64Array;
}

/** Faces and vertices are numbered with 32 bits, and nodes are two a face. */
const MOST_FACES = 2 ** 30;

/**
 * Splits by surface area (16 bins along the longest side of the centroids' box) down to leaves of at most 4
 * triangles. INPUT for a face that names a vertex that is not there, and for coordinates that are not finite or not
 * lengths (beyond 1e80, or closer to 0 than 1e-80 without being 0).
 */
export function buildBvh(mesh: Mesh): Bvh {
  const faces = faceCount(mesh);
  if (!Number.isInteger(faces) || !Number.isInteger(vertexCount(mesh))) {
    throw new TtError('INPUT', 'a mesh: vertices and faces come in threes');
  }
  if (faces > MOST_FACES) throw new TtError('BIG', `a mesh of ${faces} faces, the most is ${MOST_FACES}`);
  const boxes = triangleBoxes(mesh);
  const tree = buildTree(boxes);
  const order = tree.face;
  const { vertices, faces: index } = mesh;
  const corners = new Float64Array(9 * faces);
  for (let i = 0; i < faces; i++) {
    for (let k = 0; k < 3; k++) {
      const vertex = 3 * index[3 * order[i]! + k]!;
      corners[9 * i + 3 * k] = vertices[vertex]!;
      corners[9 * i + 3 * k + 1] = vertices[vertex + 1]!;
      corners[9 * i + 3 * k + 2] = vertices[vertex + 2]!;
    }
  }
  const largest = tree.bounds.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { mesh, ...tree, corners, largest };
}

/** Min x, y, z and max x, y, z of each triangle. */
function triangleBoxes({ vertices, faces }: Mesh): Float64Array {
  const many = vertices.length / 3;
  const usable = new Uint8Array(many);
  for (let i = 0; i < many; i++) {
    usable[i] =
      isUsableCoordinate(vertices[3 * i]!) &&
      isUsableCoordinate(vertices[3 * i + 1]!) &&
      isUsableCoordinate(vertices[3 * i + 2]!)
        ? 1
        : 0;
  }
  const boxes = new Float64Array(2 * faces.length);
  for (let i = 0; i < faces.length; i += 3) {
    const [a, b, c] = [faces[i]!, faces[i + 1]!, faces[i + 2]!];
    if (!(usable[a] && usable[b] && usable[c])) refuse(i / 3, [a, b, c], vertices);
    for (let k = 0; k < 3; k++) {
      const x = vertices[3 * a + k]!;
      const y = vertices[3 * b + k]!;
      const z = vertices[3 * c + k]!;
      boxes[2 * i + k] = Math.min(x, y, z);
      boxes[2 * i + k + 3] = Math.max(x, y, z);
    }
  }
  return boxes;
}

/** A finite coordinate that the exact decisions can work with. */
export function isUsableCoordinate(x: number): boolean {
  return (
    x === 0 || (x >= SMALLEST_EXACT && x <= LARGEST_EXACT) || (x <= -SMALLEST_EXACT && x >= -LARGEST_EXACT)
  );
}

function refuse(face: number, corners: readonly number[], vertices: Float64Array): never {
  const missing = corners.find((vertex) => vertex >= vertices.length / 3);
  if (missing !== undefined) {
    throw new TtError('INPUT', `face ${face} names vertex ${missing}, the mesh has ${vertices.length / 3}`);
  }
  const wrong = corners.find(
    (vertex) => !vertices.subarray(3 * vertex, 3 * vertex + 3).every(isUsableCoordinate),
  )!;
  const shown = [...vertices.subarray(3 * wrong, 3 * wrong + 3)].join(', ');
  throw new TtError('INPUT', `vertex ${wrong} of the mesh is ${shown}: no place that can be worked with`);
}
