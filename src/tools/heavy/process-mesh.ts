/** Processes a new mesh as its parameters say, and describes the result. */
import { TtError } from '../../core/errors';
import { readResolution } from '../../core/points';
import { smooth } from '../../geometry/edit/smooth';
import { type Kernels, kernel } from '../../geometry/kernels';
import { faceCount, type Mesh } from '../../geometry/mesh/mesh';
import { describeMesh, type MeshReport, reportMesh } from '../../geometry/mesh/report';
import { dilate } from '../../geometry/voxels/dilate';
import { remesh } from '../../geometry/voxels/remesh';
import type { Args, OutputCell } from '../declaration/declare';
import { MESH_OUTPUTS, outputNames } from '../declaration/outputs';
import type { HeavyContext } from './local-runner';

const PASSES = 500;

/** Voxels, dilation, smoothing, fewer faces: in this order, each only if requested. Adds its remarks to `remarks`. */
export function processMesh(
  mesh: Mesh,
  args: Args,
  { kernels, progress }: Pick<HeavyContext, 'kernels' | 'progress'>,
  remarks: string[] = [],
): Mesh {
  const [dilation, passes, faces] = ['dilate', 'smooth', 'faces'].map(
    (name) => (args[name] ?? 0) as number,
  ) as [number, number, number];
  const voxel = String(args.voxel ?? '').trim();
  if (passes < 0 || passes > PASSES)
    throw new TtError('INPUT', `smooth: 0 to ${PASSES} passes, not ${passes}`);
  if (faces < 0) throw new TtError('INPUT', `faces: a number of triangles, not ${faces}`);
  let result = mesh;
  const edges = voxel === '' ? null : readResolution([[voxel]], 'voxel');
  if (dilation !== 0)
    result = dilate(result, dilation, { ...(edges ? { voxel: edges } : {}), remarks, progress });
  else if (edges) result = remesh(result, edges, { progress });
  if (passes > 0) result = smooth(result, { passes: Math.round(passes), progress });
  if (faces > 0 && faceCount(result) > faces) progress(0, 0, 'simplifying');
  return faces > 0 ? simplifyTo(result, Math.max(1, Math.round(faces)), kernels, remarks) : result;
}

function simplifyTo(mesh: Mesh, faces: number, kernels: Partial<Kernels>, remarks: string[]): Mesh {
  if (faceCount(mesh) <= faces) return mesh;
  const simpler = kernel(kernels, 'simplifier').simplify(mesh, { faces });
  const count = (one: Mesh) => faceCount(one).toLocaleString('en-US');
  remarks.push(`simplified from ${count(mesh)} triangles`);
  if (faceCount(simpler) > faces)
    remarks.push(`fewer than ${count(simpler)} would leave nothing of its shape`);
  return simpler;
}

/** Headers for the rows of `meshCells`. */
export const MESH_COLUMNS = outputNames(MESH_OUTPUTS);

/** A mesh in nm as cells; the volume only if the mesh has one. `more` follows the mesh's own remarks. */
export function meshCells(
  mesh: Mesh,
  more: readonly string[] = [],
  report: MeshReport = reportMesh(mesh),
): OutputCell[] {
  const own = describeMesh(report);
  const remarks = [...(own.length === 0 ? ['closed, outward'] : own), ...more];
  return [
    report.vertices,
    report.faces,
    report.components,
    report.area / 1e6,
    report.closed ? Math.abs(report.signedVolume) / 1e9 : null,
    remarks.join('; '),
  ];
}
