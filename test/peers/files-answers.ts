/**
 * Reads the corpus of mesh files and 400 spellings more, and grows meshes, for other programs to read and measure.
 * Writes them to the folder PEERS_DIR with files.json, which lists them.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TtError } from '../../src/core/errors';
import { readMeshFile } from '../../src/geometry/formats/mesh-file';
import { writePly } from '../../src/geometry/formats/ply';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import { reportMesh } from '../../src/geometry/mesh/report';
import { dilate } from '../../src/geometry/voxels/dilate';
import { box, bumpySphere } from '../../workbench/geometry/meshes';
import { geodesicSphere, octahedron } from '../geometry/support/solids';
import { anyContent, seeded, spellObj, spellPly, spellStl } from '../geometry/support/spellings';

const folder = process.env.PEERS_DIR!;
const CORPUS = join(process.cwd(), 'test/corpus/files');
const SPELLINGS = 400;

interface Read {
  file: string;
  /** Null if our reader rejects the file. */
  ours: { points: number[]; area: number; volume: number } | null;
}

function read(file: string, bytes: Uint8Array): Read {
  writeFileSync(join(folder, file), bytes);
  try {
    const mesh = readMeshFile(bytes, file);
    const { area, signedVolume } = reportMesh(mesh);
    return { file, ours: { points: [...mesh.vertices], area, volume: signedVolume } };
  } catch (error) {
    if (error instanceof TtError) return { file, ours: null };
    throw error;
  }
}

const corpus = readdirSync(CORPUS)
  .filter((file) => !/\.swc/.test(file))
  .map((file) => read(file, new Uint8Array(readFileSync(join(CORPUS, file)))));
const spellings = Array.from({ length: SPELLINGS }, (_none, i) => {
  const next = seeded(51_000 + i);
  // As triangles, because other readers split concave faces into fans.
  const content = anyContent(next, { triangles: true });
  const [ending, spell] = (
    [
      ['obj', spellObj],
      ['ply', spellPly],
      ['stl', spellStl],
    ] as const
  )[i % 3]!;
  const bytes = spell(next, content);
  return read(`spelt-${i}.${ending}${bytes[0] === 0x1f && bytes[1] === 0x8b ? '.gz' : ''}`, bytes);
});

const SHAPES: Record<string, [mesh: Mesh, by: number, voxel: number | null]> = {
  cube: [box([0, 0, 0], [1000, 1000, 1000]), 100, 25],
  'cube within': [box([0, 0, 0], [1000, 1000, 1000]), -100, 25],
  ball: [geodesicSphere(5000, 4, [0, 0, 0]), 500, 125],
  octahedron: [octahedron(2000), 200, 50],
  'rough ball': [bumpySphere(20, 14), 40_000, 10_000],
  'smooth ball, faces moved': [geodesicSphere(5000, 4, [0, 0, 0]), 500, null],
};
const grown = Object.entries(SHAPES).map(([name, [mesh, by, voxel]], i) => {
  const result = dilate(mesh, by, voxel === null ? {} : { voxel: [voxel, voxel, voxel] });
  writeFileSync(join(folder, `before-${i}.ply`), writePly(mesh));
  writeFileSync(join(folder, `after-${i}.ply`), writePly(result));
  return { name, before: `before-${i}.ply`, after: `after-${i}.ply`, by, voxel };
});

writeFileSync(join(folder, 'files.json'), JSON.stringify({ corpus, spellings, grown }));
