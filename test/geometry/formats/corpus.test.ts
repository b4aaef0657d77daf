/**
 * Files of the project's own making, one for each thing that programs of the field do. The pyramid has a base of 800 ×
 * 600 and is 700 high; the U is a prism of height 200 over a square of 300 less a notch of 100 × 200.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMeshFile } from '../../../src/geometry/formats/mesh-file';
import { readSwc } from '../../../src/geometry/formats/swc';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { cableLength, measureTree } from '../../../src/geometry/skeletons/tree-measures';

const FOLDER = join(__dirname, '../../corpus/files');
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));

const PYRAMID = { vertices: 5, volume: (800 * 600 * 700) / 3, faces: 6 };
const U = { vertices: 16, volume: (300 * 300 - 100 * 200) * 200, faces: 28 };

const MESHES: Record<string, { vertices: number; volume: number; faces: number; remark?: string } | string> =
  {
    'byte-order-mark.obj': PYRAMID,
    'utf-16.obj': PYRAMID,
    'mac-line-ends.obj': PYRAMID,
    'continued-lines.obj': PYRAMID,
    'comments-behind.obj': PYRAMID,
    'groups-first.obj': PYRAMID,
    'relative-indices.obj': PYRAMID,
    'packed.obj.gz': PYRAMID,
    'concave-caps.obj': U,
    'bent-quad.obj': {
      vertices: 4,
      volume: Number.NaN,
      faces: 2,
      remark: '1 of the file’s faces (face 1) not flat',
    },
    'half-index.obj': 'line 6 of the OBJ: "2.5" is no vertex of a face',
    'zero-index.obj': 'line 6 of the OBJ: the face names vertex 0, which cannot be',
    'missing-vertex.obj': 'face 6 of the OBJ names vertex 6, but there are 5, counted from 1',
    'decimal-commas.obj': 'line 1 of the OBJ: a coordinate is "100,5", not a finite number',
    'curved.obj': 'line 12 of the OBJ: "surf" is part of a curved surface',
    'odd-normals.ply': PYRAMID,
    'little-endian.ply': PYRAMID,
    'big-endian.ply': PYRAMID,
    'packed.ply.gz': PYRAMID,
    'tail.ply': { ...PYRAMID, remark: '11 bytes after its last row not read' },
    'concave-caps.ply': U,
    'missing-vertex.ply': 'face 1 of the PLY names vertex 5, but there are 5, counted from 0',
    'odd-vertex.ply': 'vertex 4 of the PLY has a coordinate that cannot be, 1e+300',
    'more-numbers.ply': 'line 11 of the PLY: vertex 0 has more numbers than its properties: "0" is left over',
    'tail.stl': { ...PYRAMID, remark: '12 bytes after its last facet not read' },
    'solid-header.stl': PYRAMID,
    'solid-header-tail.stl': { ...PYRAMID, remark: '2 bytes after its last facet not read' },
    'packed.stl.gz': PYRAMID,
    'text.stl': { ...PYRAMID, remark: 'text after its last "endsolid" not read' },
    'more-than-counted.stl': 'says that it has 4 facets, 284 bytes, but it has 384 bytes',
    'cut.stl': 'says that it has 6 facets, 384 bytes, but it has 364 bytes',
  };

describe.each(Object.entries(MESHES))('%s', (name, expected) => {
  test.each([name, ''])('by the name "%s"', (as) => {
    const remarks: string[] = [];
    const read = () => readMeshFile(bytesOf(name), as, remarks);
    if (typeof expected === 'string') {
      expect(read).toThrow(expected);
      return;
    }
    const found = reportMesh(read());
    expect([found.vertices, found.faces]).toEqual([expected.vertices, expected.faces]);
    if (!Number.isNaN(expected.volume)) {
      expect(found).toMatchObject({
        closed: true,
        edgeManifold: true,
        degenerateFaces: 0,
        windsOutward: true,
      });
      expect(found.signedVolume).toBeCloseTo(expected.volume, 3);
    }
    expect(remarks.map((remark) => remark.split(':')[0])).toEqual(expected.remark ? [expected.remark] : []);
  });
});

const TREES: Record<string, number[] | string> = {
  'zero-root.swc': [5, 1, 1, 1],
  'zero-id.swc': [5, 1, 1, 1],
  'long-ids.swc': [5, 1, 1, 1],
  'unknown-radii.swc': [-1, -1, -1, -1],
  'marked.swc': [5, 1, 1, 1],
  'packed.swc.gz': [5, 1, 1, 1],
  'ring.swc': '1 of the parents in the SWC go round in a ring',
  'lost-parent.swc': 'line 2 of the SWC: its parent 9 is not in the file',
};

test.each(Object.entries(TREES))('%s', (name, radii) => {
  if (typeof radii === 'string') {
    expect(() => readSwc(bytesOf(name))).toThrow(radii);
    return;
  }
  const tree = readSwc(bytesOf(name));
  expect([...tree.radius!]).toEqual(radii);
  expect(cableLength(tree)).toBe(1000);
  expect(measureTree(tree)).toMatchObject({ nodes: 4, edges: 3, components: 1, leaves: 2 });
});

test('every file of the corpus is named here', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...Object.keys(MESHES), ...Object.keys(TREES)].sort());
});
