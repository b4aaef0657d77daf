/** A made mesh finished as its parameters say, and what is told of it. */
import { TtError } from '../../core/errors';
import { readResolution } from '../../core/points';
import { smooth } from '../../geometry/edit/smooth';
import { type Kernels, kernel } from '../../geometry/kernels';
import { faceCount, type Mesh } from '../../geometry/mesh/mesh';
import { describeMesh, type MeshReport, reportMesh } from '../../geometry/mesh/report';
import { dilate } from '../../geometry/voxels/dilate';
import { remesh } from '../../geometry/voxels/remesh';
import type { Args, Out } from '../declare';

const PASSES = 500;

/** Voxels, dilation, smoothing, fewer faces: in this order, each only where it is asked for. */
export function finishMesh(mesh: Mesh, args: Args, kernels: Partial<Kernels>): Mesh {
  const [dilation, passes, faces] = ['dilate', 'smooth', 'faces'].map((name) => Number(args[name] ?? 0)) as [
    number,
    number,
    number,
  ];
  const voxel = String(args.voxel ?? '').trim();
  if (passes < 0 || passes > PASSES)
    throw new TtError('INPUT', `smooth: 0 to ${PASSES} passes, not ${passes}`);
  if (faces < 0) throw new TtError('INPUT', `faces: a number of triangles, not ${faces}`);
  let made = mesh;
  const edges = voxel === '' ? null : readResolution([[voxel]], 'voxel');
  if (dilation !== 0) made = dilate(made, dilation, edges ? { voxel: edges } : {});
  else if (edges) made = remesh(made, edges);
  if (passes > 0) made = smooth(made, { passes: Math.round(passes) });
  if (faces > 0 && faceCount(made) > faces) {
    made = kernel(kernels, 'simplifier').simplify(made, { faces: Math.round(faces) });
  }
  return made;
}

/** Headers of the rows that `meshCells` gives. */
export const MESH_COLUMNS = ['vertices', 'triangles', 'parts', 'area_um2', 'volume_um3', 'remarks'];

/** A mesh in nm as cells: its volume only where it has one. */
export function meshCells(mesh: Mesh, report: MeshReport = reportMesh(mesh)): Out[] {
  const remarks = describeMesh(report);
  return [
    report.vertices,
    report.faces,
    report.components,
    report.area / 1e6,
    report.closed ? Math.abs(report.signedVolume) / 1e9 : null,
    remarks.length === 0 ? 'closed, outward' : remarks.join('; '),
  ];
}
