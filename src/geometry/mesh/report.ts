/** Properties of a mesh: counts, box, area, volume, and whether it encloses a volume. */

import { CompensatedSum } from '../numeric/compensated-sum';
import { DisjointSets } from '../numeric/disjoint-sets';
import { type Bounds, boundsOf, checkMesh } from './bounds';
import { eachEdge } from './edges';
import type { Mesh } from './mesh';
import { eachSameFaces } from './same-faces';

export interface MeshReport {
  vertices: number;
  faces: number;
  /** Number of vertices that faces use. */
  referencedVertices: number;
  /** The box of all vertices; null without vertices. */
  box: Bounds | null;
  /** In square units of the mesh. */
  area: number;
  /** Positive if the faces wind outward. It is a volume only if `closed`; else a sum relative to the box's centre. */
  signedVolume: number;
  /** Every directed edge has as many opposite ones. */
  closed: boolean;
  /** Every edge has exactly two faces. */
  edgeManifold: boolean;
  /** Edges with one face. */
  boundaryEdges: number;
  /** Edges with more than two faces. */
  nonManifoldEdges: number;
  /** Directed edges without an equal number of opposite ones. */
  inconsistentDirectedEdges: number;
  /** Faces without area: two corners at one position, or three collinear corners. */
  degenerateFaces: number;
  /** Faces beyond the first with the same three vertices, in any winding. */
  duplicateFaces: number;
  /** Number of parts that share no vertex. */
  components: number;
  /** Used vertices - edges + faces: 2 for a sphere, 0 for a torus. */
  eulerCharacteristic: number;
  /** Null if the mesh is not closed. */
  windsOutward: boolean | null;
}

/** @throws INPUT if a coordinate is not finite, or a face names a missing vertex */
export function reportMesh(mesh: Mesh): MeshReport {
  checkMesh(mesh);
  const { vertices, faces } = mesh;
  const usedFlags = new Uint8Array(vertices.length / 3);
  const sets = new DisjointSets(usedFlags.length);
  let referencedVertices = 0;
  let components = 0;
  for (const vertex of faces) {
    if (usedFlags[vertex] === 1) continue;
    usedFlags[vertex] = 1;
    referencedVertices++;
    components++;
  }
  for (let at = 0; at < faces.length; at += 3) {
    if (sets.union(faces[at]!, faces[at + 1]!)) components--;
    if (sets.union(faces[at]!, faces[at + 2]!)) components--;
  }
  const edges = countEdges(mesh);
  const closed = faces.length > 0 && edges.inconsistentDirectedEdges === 0;
  const { area, signedVolume, degenerateFaces } = measure(mesh);
  let duplicateFaces = 0;
  eachSameFaces(mesh, (same) => {
    duplicateFaces += same.length - 1;
  });
  return {
    vertices: usedFlags.length,
    faces: faces.length / 3,
    referencedVertices,
    box: boundsOf(vertices),
    area,
    signedVolume,
    closed,
    edgeManifold: faces.length > 0 && edges.boundaryEdges === 0 && edges.nonManifoldEdges === 0,
    boundaryEdges: edges.boundaryEdges,
    nonManifoldEdges: edges.nonManifoldEdges,
    inconsistentDirectedEdges: edges.inconsistentDirectedEdges,
    degenerateFaces,
    duplicateFaces,
    components,
    eulerCharacteristic: referencedVertices - edges.all + faces.length / 3,
    windsOutward: closed ? signedVolume > 0 : null,
  };
}

function countEdges(mesh: Mesh) {
  const counts = { all: 0, boundaryEdges: 0, nonManifoldEdges: 0, inconsistentDirectedEdges: 0 };
  eachEdge(mesh, (_low, _high, up, down) => {
    counts.all++;
    if (up + down === 1) counts.boundaryEdges++;
    if (up + down > 2) counts.nonManifoldEdges++;
    if (up !== down) counts.inconsistentDirectedEdges += (up > 0 ? 1 : 0) + (down > 0 ? 1 : 0);
  });
  return counts;
}

function measure({ vertices, faces }: Mesh) {
  const box = boundsOf(vertices);
  const middle = (axis: 0 | 1 | 2) => (box ? (box.min[axis] + box.max[axis]) / 2 : 0);
  const [mx, my, mz] = [middle(0), middle(1), middle(2)];
  const area = new CompensatedSum();
  const volume = new CompensatedSum();
  let degenerateFaces = 0;
  for (let face = 0; face < faces.length; face += 3) {
    const [a, b, c] = [faces[face]! * 3, faces[face + 1]! * 3, faces[face + 2]! * 3];
    const [ax, ay, az] = [vertices[a]! - mx, vertices[a + 1]! - my, vertices[a + 2]! - mz];
    const [bx, by, bz] = [vertices[b]! - mx, vertices[b + 1]! - my, vertices[b + 2]! - mz];
    const [cx, cy, cz] = [vertices[c]! - mx, vertices[c + 1]! - my, vertices[c + 2]! - mz];
    const [ux, uy, uz] = [bx - ax, by - ay, bz - az];
    const [vx, vy, vz] = [cx - ax, cy - ay, cz - az];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const twice = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (twice === 0 || a === b || b === c || a === c) degenerateFaces++;
    area.add(twice);
    volume.add(ax * nx + ay * ny + az * nz);
  }
  return { area: area.total / 2, signedVolume: volume.total / 6, degenerateFaces };
}

/** The mesh's defects as sentences for users; empty for a closed mesh that winds outward and has one part. */
export function describeMesh(report: MeshReport): string[] {
  const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
  const remarks: string[] = [];
  if (report.faces === 0) return ['no faces: points alone'];
  if (report.boundaryEdges > 0) {
    remarks.push(`open: ${many(report.boundaryEdges, 'edge has', 'edges have')} a face on one side only`);
  }
  if (report.nonManifoldEdges > 0) {
    remarks.push(
      `not manifold: ${many(report.nonManifoldEdges, 'edge has', 'edges have')} more than two faces`,
    );
  }
  if (!report.closed && report.boundaryEdges === 0) {
    remarks.push('not closed: faces beside each other are wound against each other, or some are missing');
  }
  if (!report.closed) remarks.push('it bounds no volume');
  if (report.windsOutward === false) {
    remarks.push(
      report.signedVolume < 0 ? 'inside-out: its faces wind inward' : 'flat: it is closed but has no volume',
    );
  }
  if (report.components > 1) remarks.push(`${report.components} separate parts`);
  if (report.degenerateFaces > 0) {
    remarks.push(`${many(report.degenerateFaces, 'face has', 'faces have')} no area`);
  }
  if (report.duplicateFaces > 0) {
    remarks.push(`${many(report.duplicateFaces, 'face is', 'faces are')} there twice`);
  }
  const unusedVertices = report.vertices - report.referencedVertices;
  if (unusedVertices > 0)
    remarks.push(`${many(unusedVertices, 'vertex belongs', 'vertices belong')} to no face`);
  return remarks;
}
