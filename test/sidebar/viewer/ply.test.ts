// Meshes as they come: read, or refused in words.
import { trianglesOf } from '../../../sidebar/viewer/ply';

function plyOf(header: string[], body: Uint8Array): Uint8Array {
  const head = Buffer.from(['ply', ...header, 'end_header', ''].join('\n'));
  return new Uint8Array(Buffer.concat([head, body]));
}

const FORMAT = 'format binary_little_endian 1.0';
const XYZ = ['property float x', 'property float y', 'property float z'];
const FACES = (count: number) => [`element face ${count}`, 'property list uchar int vertex_indices'];

/** One triangle; `corner` is its last vertex. */
function triangle(corner = 2, sides = 3): Uint8Array {
  const body = Buffer.alloc(36 + 13);
  [0, 1, 2, 3, 4, 5, 6, 7, 8].forEach((x, i) => {
    body.writeFloatLE(x, 4 * i);
  });
  body.writeUInt8(sides, 36);
  [0, 1, corner].forEach((vertex, i) => {
    body.writeInt32LE(vertex, 37 + 4 * i);
  });
  return body;
}

test('a triangle', () => {
  const { positions, faces } = trianglesOf(
    plyOf([FORMAT, 'element vertex 3', ...XYZ, ...FACES(1)], triangle()),
  );
  expect([...positions]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...faces]).toEqual([0, 1, 2]);
});

test('doubles, and properties that are not asked for', () => {
  const body = Buffer.alloc(3 * 27 + 13);
  for (let i = 0; i < 3; i++) {
    for (let axis = 0; axis < 3; axis++) body.writeDoubleLE(10 * i + axis, 27 * i + 1 + 8 * axis);
  }
  body.writeUInt8(3, 81);
  [2, 1, 0].forEach((vertex, i) => {
    body.writeUInt32LE(vertex, 82 + 4 * i);
  });
  const header = [
    ...[FORMAT, 'comment made here', 'element vertex 3', 'property uchar red'],
    ...XYZ.map((line) => line.replace('float', 'double')),
    ...['property uchar green', 'property uchar blue'],
    ...['element face 1', 'property list uint8 uint32 vertex_index'],
  ];
  const { positions, faces } = trianglesOf(plyOf(header, body));
  expect([...positions]).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22]);
  expect([...faces]).toEqual([2, 1, 0]);
});

test.each([
  ['another file', Buffer.from('solid x'), /is not a PLY/],
  ['cut', plyOf([FORMAT, 'element vertex 3', ...XYZ, ...FACES(2)], triangle()), /cut|ends/],
  ['no z', plyOf([FORMAT, 'element vertex 3', ...XYZ.slice(0, 2), ...FACES(1)], triangle()), /no number "z"/],
  ['no faces', plyOf([FORMAT, 'element vertex 3', ...XYZ], triangle().subarray(0, 36)), /no faces/],
  ['a corner that is not there', plyOf([FORMAT, 'element vertex 3', ...XYZ, ...FACES(1)], triangle(3)), /3/],
])('refused: %s', (_what, bytes, words) => {
  expect(() => trianglesOf(new Uint8Array(bytes))).toThrow(words);
});
