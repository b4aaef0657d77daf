import { readObj, writeObj, writePointsObj } from '../../../src/geometry/formats/obj';
import { box, bumpySphere } from '../../../workbench/geometry/meshes';
import { describeWith } from '../../support/shared-data';
import { publishedBytes, publishedMesh, truthOf } from '../support/published';

const corners = 'v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n';

test.each([
  ['plain', 'f 1 2 3\nf 1 3 4', [0, 1, 2, 0, 2, 3]],
  ['a polygon as a fan', 'f 1 2 3 4', [0, 1, 2, 0, 2, 3]],
  ['with textures', 'vt 0 0\nf 1/1 2/1 3/1', [0, 1, 2]],
  ['with textures and normals', 'vn 0 0 1\nf 1/1/1 2/1/1 3/1/1', [0, 1, 2]],
  ['with normals alone', 'f 1//1 2//1 3//1', [0, 1, 2]],
  ['counted from the end', 'f -4 -3 -2', [0, 1, 2]],
  ['with all else ignored', 'o x\ng y\ns off\nusemtl z\nl 1 2\np 1\n# f 9 9 9\nf 1 2 3 ', [0, 1, 2]],
])('faces: %s', (_, text, faces) => {
  for (const end of ['\n', '\r\n', '\r']) {
    const mesh = readObj((corners + text).replaceAll('\n', end));
    expect([...mesh.faces]).toEqual(faces);
    expect([...mesh.vertices]).toEqual([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]);
  }
});

test('vertices with colours or weights, tabs, and after the faces', () => {
  const mesh = readObj('f 1 2 3\nv\t1 2 3 0.5 0.5 0.5\n  v 4 5e0 6 1\nv -7 .8 9.');
  expect([...mesh.vertices]).toEqual([1, 2, 3, 4, 5, 6, -7, 0.8, 9]);
});

test('points alone are a mesh without faces, and come back', () => {
  const points = Float64Array.of(1, 2, 3, 0.5, -2.25, 1e6);
  const text = writePointsObj(points, { comment: 'two\npoints' });
  expect(text).toBe(
    '# two points\nv 1.00000000 2.00000000 3.00000000\nv 0.50000000 -2.25000000 1000000.00000000\n',
  );
  expect(readObj(text)).toEqual({ vertices: points, faces: new Uint32Array(0) });
});

test.each([
  ['v 1 2', 'line 1 of the OBJ: a coordinate is missing'],
  ['v 1 2 nan', 'line 1 of the OBJ: a coordinate is "nan", not a finite number'],
  ['\n\nv 1 2 \\3', 'line 3 of the OBJ: a coordinate is "\\3", not a finite number'],
  [`${corners}f 1 2`, 'line 5 of the OBJ: a face needs three vertices, this one has 2'],
  [`${corners}f 1 2 0`, 'line 5 of the OBJ: the face names vertex 0, which cannot be'],
  [`${corners}f 1 2 -5`, 'line 5 of the OBJ: the face names vertex -5, which cannot be'],
  [`${corners}f 1 2 99999999999`, 'line 5 of the OBJ: the face names vertex 99999999999, which cannot be'],
  [`${corners}f a b c`, 'line 5 of the OBJ: a vertex of the face is "a", not a whole number'],
  [`${corners}f 1 2 9`, 'face 1 of the OBJ names vertex 9, but there are 4'],
  ['', 'the file holds no vertex'],
  [
    '<html><body>404</body></html>',
    'line 1 of the OBJ: "<html><body>404</body></html>" begins no line of an OBJ',
  ],
])('refused: %j', (text, words) => {
  expect(() => readObj(text)).toThrow(words);
});

test('written with 8 decimals, and read back', () => {
  const mesh = box([0, 0, 0], [0.125, 2, 3e5]);
  expect(writeObj(mesh).split('\n').slice(7, 9)).toEqual([
    'v 0.12500000 2.00000000 300000.00000000',
    'f 1 3 4',
  ]);
  expect(readObj(writeObj(mesh, { comment: 'a box' }))).toEqual(mesh);
  const sphere = bumpySphere(20, 10);
  const back = readObj(writeObj(sphere));
  expect(back.faces).toEqual(sphere.faces);
  expect(Math.max(...back.vertices.map((value, at) => Math.abs(value - sphere.vertices[at]!)))).toBeLessThan(
    6e-9,
  );
});

describeWith(truthOf('meshes'))('published files', () => {
  test.each(['all-blobs-merged', 'neuropil', 'lateral-horn'])('%s is written as it was', (name) => {
    const rows = (text: string) => text.split(/\r?\n/).filter((line) => /^[vf] /.test(line));
    const file = `meshes/${name}.obj`;
    const original = new TextDecoder().decode(publishedBytes(file));
    expect(rows(writeObj(publishedMesh(file)))).toEqual(rows(original));
  });
});

test('a file of 20,000 rows is written again as it was', () => {
  const { vertices, faces } = bumpySphere(100, 66);
  // Written here, not by the writer that is tested.
  const rows = [
    ...Array.from({ length: vertices.length / 3 }, (_, i) => {
      const [x, y, z] = [...vertices.subarray(3 * i, 3 * i + 3)].map((value) => value.toFixed(8));
      return `v ${x} ${y} ${z}`;
    }),
    ...Array.from({ length: faces.length / 3 }, (_, i) => {
      const [a, b, c] = [...faces.subarray(3 * i, 3 * i + 3)];
      return `f ${a! + 1} ${b! + 1} ${c! + 1}`;
    }),
  ];
  const mesh = readObj(`# made\n${rows.join('\r\n')}\r\n`);
  expect(mesh.faces).toEqual(faces);
  expect(
    writeObj(mesh)
      .split('\n')
      .filter((line) => /^[vf] /.test(line)),
  ).toEqual(rows);
});
