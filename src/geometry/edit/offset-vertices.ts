/**
 * Moves the faces of a mesh outward by a distance and keeps corners sharp: each vertex moves so that all its faces move
 * by the distance.
 */
import { faceNormals } from '../mesh/face-normals';
import type { Mesh } from '../mesh/mesh';
import { vertexNormals } from '../mesh/vertex-normals';

export interface OffsetMesh {
  mesh: Mesh;
  /** Error of each face's position: the largest error at its corners, as a fraction of the distance. */
  faceErrors: Float64Array;
}

/**
 * If the error of a vertex exceeds this fraction of the distance, it moves along its normal instead, so that its faces
 * move by the distance on average.
 */
const CLOSE = 0.05;
const LONGEST = 2;
/** Directions in which the normals at a vertex differ by less than some 8 degrees are ignored. */
const FLAT = 0.01;

/** Faces stay the same; a negative `distance` moves them inward. */
export function offsetVertices(mesh: Mesh, distance: number): OffsetMesh {
  const { vertices, faces } = mesh;
  const normals = faceNormals(mesh);
  const ways = waysOf(mesh, normals);
  const worst = errorsOf(mesh, normals, ways).byVertex;
  const straight = vertexNormals(mesh);
  const shares = meanShares(mesh, normals, straight);
  for (let vertex = 0; vertex < worst.length; vertex++) {
    const way = ways.subarray(3 * vertex, 3 * vertex + 3);
    if (worst[vertex]! <= CLOSE && Math.hypot(...way) <= LONGEST) continue;
    const factor = Math.min(1 / Math.max(shares[vertex]!, 1 / LONGEST), LONGEST);
    for (let axis = 0; axis < 3; axis++) way[axis] = straight[3 * vertex + axis]! * factor;
  }
  const movedVertices = vertices.map((value, at) => value + distance * ways[at]!);
  return {
    mesh: { vertices: movedVertices, faces: faces.slice() },
    faceErrors: errorsOf(mesh, normals, ways).byFace,
  };
}

/**
 * The error of moving each face by 1, with each vertex moved by its vector in `ways`: the largest error per face and
 * per vertex.
 */
function errorsOf({ vertices, faces }: Mesh, normals: Float64Array, ways: Float64Array) {
  const byFace = new Float64Array(faces.length / 3);
  const byVertex = new Float64Array(vertices.length / 3);
  for (let corner = 0; corner < faces.length; corner++) {
    const [vertex, normal, face] = [faces[corner]!, corner - (corner % 3), Math.floor(corner / 3)];
    const [x, y, z] = [normals[normal]!, normals[normal + 1]!, normals[normal + 2]!];
    if (x === 0 && y === 0 && z === 0) continue;
    const movedDistance = ways[3 * vertex]! * x + ways[3 * vertex + 1]! * y + ways[3 * vertex + 2]! * z;
    const error = Math.abs(movedDistance - 1);
    byFace[face] = Math.max(byFace[face]!, error);
    byVertex[vertex] = Math.max(byVertex[vertex]!, error);
  }
  return { byFace, byVertex };
}

/** For a unit move along the vertex normal, the mean distance that the vertex's faces move, weighted by angle. */
function meanShares({ vertices, faces }: Mesh, normals: Float64Array, straight: Float64Array): Float64Array {
  const sums = new Float64Array(vertices.length / 3);
  const weights = new Float64Array(vertices.length / 3);
  for (let corner = 0; corner < faces.length; corner++) {
    const face = corner - (corner % 3);
    const [here, u, v] = [corner, face + ((corner + 1) % 3), face + ((corner + 2) % 3)].map(
      (one) => faces[one]!,
    ) as [number, number, number];
    const weight = angleAt(vertices, 3 * here, 3 * u, 3 * v);
    const [x, y, z] = [normals[face]!, normals[face + 1]!, normals[face + 2]!];
    sums[here]! +=
      weight * (x * straight[3 * here]! + y * straight[3 * here + 1]! + z * straight[3 * here + 2]!);
    weights[here]! += weight;
  }
  return sums.map((sum, vertex) => (weights[vertex]! > 0 ? sum / weights[vertex]! : 1));
}

/**
 * For each vertex, the shortest vector m that solves m · n = 1 in the least-squares sense for the normals n of its
 * faces, weighted by angle.
 */
function waysOf({ vertices, faces }: Mesh, normals: Float64Array): Float64Array {
  // Sums of xx, xy, xz, yy, yz, zz and of x, y, z.
  const sums = new Float64Array(vertices.length * 3);
  for (let corner = 0; corner < faces.length; corner++) {
    const face = corner - (corner % 3);
    const [here, u, v] = [corner, face + ((corner + 1) % 3), face + ((corner + 2) % 3)].map(
      (one) => faces[one]! * 3,
    ) as [number, number, number];
    const weight = angleAt(vertices, here, u, v);
    const [x, y, z] = [normals[face]!, normals[face + 1]!, normals[face + 2]!];
    const at = here * 3;
    [x * x, x * y, x * z, y * y, y * z, z * z, x, y, z].forEach((term, i) => {
      sums[at + i]! += weight * term;
    });
  }
  const ways = new Float64Array(vertices.length);
  for (let at = 0; at < vertices.length; at += 3) ways.set(shortest(sums.subarray(at * 3, at * 3 + 9)), at);
  return ways;
}

function angleAt(vertices: Float64Array, here: number, u: number, v: number): number {
  const from = (to: number) => [0, 1, 2].map((axis) => vertices[to + axis]! - vertices[here + axis]!);
  const [[ux, uy, uz], [vx, vy, vz]] = [from(u), from(v)] as [number[], number[]];
  const cross = Math.hypot(uy! * vz! - uz! * vy!, uz! * vx! - ux! * vz!, ux! * vy! - uy! * vx!);
  return Math.atan2(cross, ux! * vx! + uy! * vy! + uz! * vz!);
}

/** The shortest least-squares solution of a symmetric 3 × 3 system, from its eigenvectors. */
function shortest([xx, xy, xz, yy, yz, zz, bx, by, bz]: Float64Array): [number, number, number] {
  const { values, vectors } = eigen([
    [xx!, xy!, xz!],
    [xy!, yy!, yz!],
    [xz!, yz!, zz!],
  ]);
  const most = Math.max(...values);
  const way: [number, number, number] = [0, 0, 0];
  values.forEach((value, i) => {
    if (!(value > FLAT * most)) return;
    const [x, y, z] = [0, 1, 2].map((axis) => vectors[axis]![i]!) as [number, number, number];
    const share = (x * bx! + y * by! + z * bz!) / value;
    way[0] += share * x;
    way[1] += share * y;
    way[2] += share * z;
  });
  return way;
}

/** Eigenvalues of a symmetric matrix, and its eigenvectors as columns, by Jacobi rotations. */
function eigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const vectors = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 12; sweep++) {
    const off = Math.abs(matrix[0]![1]!) + Math.abs(matrix[0]![2]!) + Math.abs(matrix[1]![2]!);
    if (off <= 1e-14 * (Math.abs(matrix[0]![0]!) + Math.abs(matrix[1]![1]!) + Math.abs(matrix[2]![2]!)))
      break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const apq = matrix[p]![q]!;
      if (apq === 0) continue;
      const theta = (matrix[q]![q]! - matrix[p]![p]!) / (2 * apq);
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      const s = t * c;
      for (let k = 0; k < 3; k++) {
        const [kp, kq] = [matrix[k]![p]!, matrix[k]![q]!];
        matrix[k]![p] = c * kp - s * kq;
        matrix[k]![q] = s * kp + c * kq;
      }
      for (let k = 0; k < 3; k++) {
        const [pk, qk] = [matrix[p]![k]!, matrix[q]![k]!];
        matrix[p]![k] = c * pk - s * qk;
        matrix[q]![k] = s * pk + c * qk;
        const [vp, vq] = [vectors[k]![p]!, vectors[k]![q]!];
        vectors[k]![p] = c * vp - s * vq;
        vectors[k]![q] = s * vp + c * vq;
      }
    }
  }
  return { values: [0, 1, 2].map((i) => matrix[i]![i]!), vectors };
}
