import { readPly, writePly } from '../../../src/geometry/formats/ply';
import { box, bumpySphere } from '../../../workbench/geometry/meshes';
import { ascii, concat } from '../support/bytes';

/** A tetrahedron with a quad of colours about it, in any order and kind. */
function binary(little: boolean): Uint8Array {
  const header = ascii(
    `ply\nformat binary_${little ? 'little' : 'big'}_endian 1.0\nobj_info made by hand\nelement camera 1\n` +
      'property float32 angle\nproperty list uint8 int16 tags\nelement vertex 4\nproperty uchar red\nproperty double z\n' +
      'property float y\nproperty short x\nelement face 2\nproperty float quality\n' +
      'property list uchar uint vertex_index\nproperty list char double texcoord\nend_header\n',
  );
  const body = new DataView(new ArrayBuffer(500));
  let at = 0;
  const put = (
    kind: 'Uint8' | 'Int8' | 'Int16' | 'Uint32' | 'Float32' | 'Float64',
    size: number,
    value: number,
  ) => {
    body[`set${kind}`](at, value, little);
    at += size;
  };
  put('Float32', 4, 1.5);
  put('Uint8', 1, 2);
  put('Int16', 2, -5);
  put('Int16', 2, 300);
  for (const [x, y, z] of [
    [0, 0, 0],
    [-300, 0.5, 1e-9],
    [2, 1, 3],
    [4, 5, 6],
  ] as const) {
    put('Uint8', 1, 255);
    put('Float64', 8, z);
    put('Float32', 4, y);
    put('Int16', 2, x);
  }
  for (const corners of [
    [0, 1, 2],
    [3, 2, 1, 0],
  ]) {
    put('Float32', 4, 0.25);
    put('Uint8', 1, corners.length);
    for (const corner of corners) put('Uint32', 4, corner);
    put('Int8', 1, 1);
    put('Float64', 8, 7);
  }
  return concat(header, new Uint8Array(body.buffer, 0, at));
}

test.each([true, false])('binary, any kinds in any order, little-endian: %s', (little) => {
  const mesh = readPly(binary(little));
  expect([...mesh.vertices]).toEqual([0, 0, 0, -300, 0.5, 1e-9, 2, 1, 3, 4, 5, 6]);
  // Seen from its front the second face turns in at vertex 0.
  expect([...mesh.faces]).toEqual([0, 1, 2, 2, 1, 0, 3, 2, 0]);
});

const textHeader = (vertices: number, faces: number) =>
  `ply\nformat ascii 1.0\ncomment x\nelement vertex ${vertices}\nproperty float x\nproperty float y\nproperty float z\n` +
  `element face ${faces}\nproperty list uchar int vertex_indices\nend_header\n`;

test.each(['\n', '\r\n'])('as text, lines ending in %j', (end) => {
  const text = `${textHeader(3, 1)}0 0 0\n1 0 0\n0 1 0.25\n3 0 1 2\n`.replaceAll('\n', end);
  const mesh = readPly(ascii(text));
  expect([...mesh.vertices]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0.25]);
  expect([...mesh.faces]).toEqual([0, 1, 2]);
});

test('as text without a last line end, and points alone', () => {
  expect([...readPly(ascii(`${textHeader(1, 0)}1 2 3`)).vertices]).toEqual([1, 2, 3]);
  const alone =
    'ply\nformat ascii 1.0\nelement vertex 1\nproperty int x\nproperty int y\nproperty int z\nend_header\n1 2 3';
  expect(readPly(ascii(alone)).faces.length).toBe(0);
});

test('written and read back: doubles exactly, singles to their precision', () => {
  const mesh = bumpySphere(15, 9);
  expect(readPly(writePly(mesh))).toEqual(mesh);
  const single = readPly(writePly(mesh, { single: true }));
  expect(single.faces).toEqual(mesh.faces);
  expect(single.vertices).toEqual(Float64Array.from(mesh.vertices, Math.fround));
});

const header = (...lines: string[]) =>
  ascii(['ply', 'format ascii 1.0', ...lines, 'end_header', ''].join('\n'));
const XYZ = ['property float x', 'property float y', 'property float z'];

test.each<[string, Uint8Array, string]>([
  ['not a PLY', ascii('plying'), 'the file does not begin with "ply"'],
  ['no format', ascii('ply\nelement vertex 0\nend_header\n'), 'has the format "", which is not known'],
  ['cut in the header', ascii('ply\nformat ascii 1.0\nelement'), 'line 3 of the PLY: the number of elements'],
  ['cut before its end', ascii('ply\nformat ascii 1.0\n'), 'the PLY ends within its header'],
  ['an odd keyword', header('elephant'), 'line 3 of the PLY: "elephant" does not belong in a PLY header'],
  ['an odd kind', header('element vertex 1', 'property int64 x'), '"int64" is not a kind of number'],
  ['a property too early', header('property float x'), 'a property stands before the first element'],
  ['a property twice', header('element vertex 1', 'property float x', 'property float x'), 'stands twice'],
  [
    'an element twice',
    header('element vertex 1', 'property float x', 'element vertex 2', 'property float x'),
    'stands twice',
  ],
  ['a negative count', header('element vertex -1', ...XYZ), 'the number of elements "vertex" is -1'],
  ['a count without end', header('element vertex 99999999999999999999', ...XYZ), 'not a whole number'],
  ['a hostile count', header('element vertex 4000000000', ...XYZ), 'promises 4000000000 vertex'],
  [
    'a hostile count of nothing',
    header('element junk 9007199254740991'),
    '"junk" of the PLY have no property',
  ],
  ['no z', header('element vertex 0', 'property float x', 'property float y'), 'have no number "z"'],
  ['no vertices', header('element vertex 0', ...XYZ), 'the PLY holds no vertex'],
  [
    'strips',
    header('element tristrips 1', 'property list int int vertex_indices'),
    'triangle strips are not read',
  ],
  [
    'faces without corners',
    header('element face 1', 'property int red').slice(),
    'have no list "vertex_indices"',
  ],
  ['a word for a number', ascii(`${textHeader(1, 0)}1 2 x`), 'line 11 of the PLY: a value is "x"'],
  ['a face of two', ascii(`${textHeader(1, 1)}1 2 3\n2 0 0\n`), 'face 1 of the PLY has 2 vertices'],
  ['a face of -1', ascii(`${textHeader(1, 1)}1 2 3\n-1 0 0\n`), 'has the length -1, which cannot be'],
  ['a corner of -1', ascii(`${textHeader(1, 1)}1 2 3\n3 0 0 -1\n`), 'face 1 of the PLY names vertex -1'],
  [
    'a corner too high',
    ascii(`${textHeader(1, 1)}1 2 3\n3 0 0 1\n`),
    'names vertex 1, but there are 1, counted from 0',
  ],
  ['rows missing', ascii(`${textHeader(1, 1)}1 2 3\n5 0 0\n`), 'the PLY ends before its last row'],
])('refused: %s', (_, bytes, words) => {
  const whole = words.includes('vertex_indices') ? concat(bytes, ascii('1 1\n')) : bytes;
  expect(() => readPly(whole)).toThrow(words);
});

test('a binary file cut anywhere is refused', () => {
  const whole = writePly(box([0, 0, 0], [1, 1, 1]));
  for (let length = 0; length < whole.length; length++)
    expect(() => readPly(whole.slice(0, length))).toThrow(/PLY/);
});

test('a list longer than the file is refused, not waited for', () => {
  const long = binary(true);
  const faces = long.length - 2 * (4 + 1 + 1 + 8) - 7 * 4;
  long[faces + 4] = 255;
  expect(() => readPly(long)).toThrow(/PLY/);
});
