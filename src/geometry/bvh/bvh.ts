/** A bounding volume hierarchy over the triangles of a mesh, built and searched by compiled code. The mesh must not change. */
import { TtError } from '../../core/errors';
import { faceCount, type Mesh, vertexCount } from '../mesh/mesh';
import { LARGEST_EXACT, SMALLEST_EXACT } from '../predicates/segment-triangle-signs';
import { DONE, type NativeTree, newTree, PAIRS, REFUSED, SEGMENTS } from './native';

export interface Bvh {
  mesh: Mesh;
  /** The box of all faces: min x, y, z, max x, y, z; six zeros without faces. */
  bounds: Float64Array;
  /** Null without faces. */
  tree: NativeTree | null;
  /** The memory of the tree. */
  bytes: Uint8Array;
}

/**
 * Splits by surface area (16 bins along the longest side of the centroids' box) down to clusters of neighbours along a
 * curve. Throws INPUT for a face with a missing vertex, and for coordinates that are not finite or out of range
 * (absolute value above 1e80, or below 1e-80 and not 0); BIG for a mesh whose tree needs more than 4 GB.
 */
export function buildBvh(mesh: Mesh): Bvh {
  const faces = faceCount(mesh);
  const vertices = vertexCount(mesh);
  if (!Number.isInteger(faces) || !Number.isInteger(vertices)) {
    throw new TtError('INPUT', 'a mesh: vertices and faces come in threes');
  }
  if (faces === 0) return { mesh, bounds: new Float64Array(6), tree: null, bytes: new Uint8Array(0) };
  const tree = newTree();
  if (!tree.begin(vertices, faces)) throw tooLarge(mesh);
  // Addresses above 2^31 are read as negative.
  new Float64Array(tree.memory.buffer, tree.verticesAt() >>> 0, mesh.vertices.length).set(mesh.vertices);
  new Uint32Array(tree.memory.buffer, tree.facesAt() >>> 0, mesh.faces.length).set(mesh.faces);
  const status = tree.build();
  if (status === REFUSED) throw refusal(mesh);
  if (status !== DONE) throw tooLarge(mesh);
  const bounds = new Float64Array(tree.memory.buffer, tree.boundsAt(), 6).slice();
  return { mesh, bounds, tree, bytes: new Uint8Array(tree.memory.buffer) };
}

/**
 * Calls `visit` for each pair of a segment and a face that may meet, in ascending order of segments. No pair is left
 * out that has a common point; the segments have six numbers each, and usable coordinates.
 */
export function eachCandidate(
  { tree }: Bvh,
  segments: Float64Array,
  visit: (segment: number, face: number) => void,
): void {
  if (tree === null) return;
  const batch = new Float64Array(tree.memory.buffer, tree.segmentsAt(), 6 * SEGMENTS);
  const pairs = new Uint32Array(tree.memory.buffer, tree.pairsAt(), 2 * PAIRS);
  for (let from = 0; from < segments.length; from += batch.length) {
    const part = segments.subarray(from, from + batch.length);
    batch.set(part);
    tree.startHits(part.length / 6);
    for (let many = tree.moreHits(); many > 0; many = tree.moreHits()) {
      for (let i = 0; i < 2 * many; i += 2) visit(from / 6 + pairs[i]!, pairs[i + 1]!);
    }
  }
}

/** True if the exact predicates can work with the coordinate. */
export function isUsableCoordinate(x: number): boolean {
  return (
    x === 0 || (x >= SMALLEST_EXACT && x <= LARGEST_EXACT) || (x <= -SMALLEST_EXACT && x >= -LARGEST_EXACT)
  );
}

const tooLarge = (mesh: Mesh): TtError =>
  new TtError(
    'BIG',
    `a mesh of ${faceCount(mesh)} faces and ${vertexCount(mesh)} vertices: its tree does not fit into 4 GB`,
  );

/** The reason why the mesh was refused: a missing vertex, or else an unusable coordinate of a vertex that a face uses. */
function refusal({ vertices, faces }: Mesh): TtError {
  const many = vertices.length / 3;
  const corner = faces.findIndex((vertex) => vertex >= many);
  if (corner >= 0) {
    return new TtError(
      'INPUT',
      `face ${Math.floor(corner / 3)} names vertex ${faces[corner]}, the mesh has ${many}`,
    );
  }
  const isUsed = new Uint8Array(many);
  for (const vertex of faces) isUsed[vertex] = 1;
  const wrong = isUsed.findIndex(
    (used, i) => used === 1 && !vertices.subarray(3 * i, 3 * i + 3).every(isUsableCoordinate),
  );
  const pointText = [...vertices.subarray(3 * wrong, 3 * wrong + 3)].join(', ');
  return new TtError(
    'INPUT',
    `vertex ${wrong} of the mesh is ${pointText}: no place that can be worked with`,
  );
}
