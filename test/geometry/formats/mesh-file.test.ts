import { TtError } from '../../../src/core/errors';
import { readMeshFile } from '../../../src/geometry/formats/mesh-file';
import { writeObj } from '../../../src/geometry/formats/obj';
import { writePly } from '../../../src/geometry/formats/ply';
import { writeStl } from '../../../src/geometry/formats/stl';
import { faceCount } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { bumpySphere } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { ascii, damage } from '../support/bytes';

const sphere = bumpySphere(8, 5);
const { vertices, faces } = sphere;
const textPly = ascii(
  `ply\nformat ascii 1.0\nelement vertex ${vertices.length / 3}\nproperty double x\nproperty double y\n` +
    `property double z\nelement face ${faces.length / 3}\nproperty list uchar int vertex_indices\nend_header\n` +
    `${rows(vertices)}${rows(faces).replace(/^/gm, '3 ').slice(0, -2)}`,
);
const textStl = ascii(
  `solid s\n${[...faces]
    .map((vertex, at) => {
      const line = `vertex ${vertices.subarray(vertex * 3, vertex * 3 + 3).join(' ')}\n`;
      if (at % 3 === 0) return `facet normal 0 0 0\nouter loop\n${line}`;
      return at % 3 === 2 ? `${line}endloop\nendfacet\n` : line;
    })
    .join('')}endsolid s\n`,
);

function rows(values: Float64Array | Uint32Array): string {
  let text = '';
  for (let at = 0; at < values.length; at += 3) text += `${values.subarray(at, at + 3).join(' ')}\n`;
  return text;
}

const files: [kind: string, bytes: Uint8Array][] = [
  ['obj', ascii(writeObj(sphere))],
  ['ply', writePly(sphere)],
  ['ply', textPly],
  ['stl', writeStl(sphere)],
  ['stl', textStl],
];

test.each(files)('%s is told by its bytes alone, and with any name', (kind, bytes) => {
  for (const name of ['', 'x', `X.${kind.toUpperCase()}`]) {
    const report = reportMesh(readMeshFile(bytes, name));
    expect(report).toMatchObject({ faces: faceCount(sphere), closed: true, windsOutward: true });
  }
});

test.each<[string, Uint8Array, string]>([
  ['', new Uint8Array(0), 'the file is empty'],
  ['m.obj.gz', Uint8Array.of(0x1f, 0x8b, 8, 0), '"m.obj.gz" is damaged: its gzip is not whole'],
  ['m.zip', ascii('PK\x03\x04...'), 'is a zip archive'],
  ['m.glb', ascii('glTF\x02'), 'is a glTF'],
  ['m.drc', ascii('DRACO\x02\x02'), 'is a bare Draco mesh'],
  ['m.obj', ascii('\n<!DOCTYPE html><html>'), 'is a web page or XML'],
  ['m.off', ascii('OFF\n8 6 0\n'), 'is an OFF'],
  ['m', ascii('hello'), '"m" is not an OBJ, PLY or STL'],
  ['m.ply', ascii('hello'), 'does not begin with "ply"'],
])('refused: %s', (name, bytes, words) => {
  expect(() => readMeshFile(bytes, name)).toThrow(words);
});

test.each([1, 2, 3, 4, 5])(
  '600 damaged files: a mesh that is whole or a refusal in words, seed %i',
  (seed) => {
    const next = random(seed);
    for (let i = 0; i < 600; i++) {
      const [kind, bytes] = files[i % files.length]!;
      const hurt = damage(bytes, next);
      try {
        const mesh = readMeshFile(hurt, next() < 0.5 ? `x.${kind}` : '');
        const report = reportMesh(mesh);
        expect(Number.isFinite(report.area)).toBe(true);
        expect(report.faces).toBeLessThan(hurt.length);
      } catch (error) {
        expect(error).toBeInstanceOf(TtError);
        expect((error as TtError).code).toBe('INPUT');
        expect((error as TtError).message.length).toBeLessThan(300);
      }
    }
  },
);
