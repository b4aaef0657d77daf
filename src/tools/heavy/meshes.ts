/** get_mesh_triangles and get_seg_mesh: a mesh as cells or as a file. */

import { TtError } from '../../core/errors';
import { toUtf8 } from '../../core/utf8';
import { writeObj } from '../../geometry/formats/obj';
import { writePly } from '../../geometry/formats/ply';
import { writeStl } from '../../geometry/formats/stl';
import { faceCount, type Mesh } from '../../geometry/mesh/mesh';
import { reportMesh } from '../../geometry/mesh/report';
import { cellLimit, type OutputCell, type OutputFile } from '../declaration/declare';
import { fileName } from '../views/point-layers';
import type { HeavyWorkOf } from './local-runner';
import { isSentAlong, noteOf, openMesh } from './mesh-source';
import { MESH_COLUMNS, meshCells, processMesh } from './process-mesh';
import { skeletonResolution } from './skeleton-edges';

/** Limit of cells in one answer. */
const CELLS = 100_000;
const CELLS_A_TRIANGLE = 9;

export const triangles: HeavyWorkOf<'table'> = {
  kernels: ['draco'],
  *table(args, ctx) {
    const nm = yield* skeletonResolution(ctx, isSentAlong(args));
    const source = yield* openMesh(args, ctx);
    const { mesh } = source;
    const count = faceCount(mesh);
    if (count * CELLS_A_TRIANGLE > cellLimit(ctx, CELLS)) {
      throw new TtError(
        'BIG',
        `${count.toLocaleString('en-US')} triangles; a formula gives ${CELLS.toLocaleString('en-US')} cells. ` +
          'Take the mesh as a file: Functions › get_seg_mesh',
      );
    }
    const rows = Array.from({ length: count }, (_row, face) =>
      Array.from({ length: CELLS_A_TRIANGLE }, (_cell, i): OutputCell => {
        const vertex = mesh.faces[3 * face + Math.floor(i / 3)]!;
        return mesh.vertices[3 * vertex + (i % 3)]! / nm[i % 3]!;
      }),
    );
    return [...rows, ...noteOf(source)];
  },
};

export const meshMeasuresWork: HeavyWorkOf<'table'> = {
  kernels: ['draco'],
  *table(args, ctx) {
    const { mesh, remarks } = yield* openMesh(args, ctx);
    const report = reportMesh(mesh);
    const { eulerCharacteristic, box } = report;
    return [[...meshCells(mesh, remarks, report), eulerCharacteristic, ...box!.min, ...box!.max]];
  },
};

export const meshFile: HeavyWorkOf<'files'> = {
  kernels: ['draco', 'simplifier'],
  *files(args, ctx) {
    const faces = (args.faces ?? 0) as number;
    const source = yield* openMesh(args, ctx, faces > 0 ? faces : undefined);
    const mesh = processMesh(source.mesh, args, ctx, source.remarks);
    return {
      report: [MESH_COLUMNS, meshCells(mesh, source.remarks)],
      files: [asFile(mesh, source.name, String(args.format))],
      link: '',
    };
  },
};

function asFile(mesh: Mesh, name: string, format: string): OutputFile {
  const path = `${fileName(name, new Set())}.${format}`;
  if (format === 'ply') return { path, contentType: 'model/ply', bytes: writePly(mesh) };
  if (format === 'stl') return { path, contentType: 'model/stl', bytes: writeStl(mesh) };
  return { path, contentType: 'model/obj', bytes: toUtf8(writeObj(mesh)) };
}
