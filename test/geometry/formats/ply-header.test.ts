/** The header of a PLY: its elements, properties, length and lines, and what is refused. */
import { isPly, readPlyHeader } from '../../../src/geometry/formats/ply-header';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const BODY = '\0'.repeat(64);

test.each(['\n', '\r\n', '\r'])(
  'elements in order, old and new names of types, lines that end with %j',
  (end) => {
    const lines = [
      'ply',
      'format binary_little_endian 1.0',
      'comment made',
      'element vertex 2',
      'property float x',
      'property float64 y',
      'property double z',
      'obj_info x',
      'element face 1',
      'property list uchar int vertex_indices',
      'end_header',
      '',
    ];
    const text = lines.join(end);
    expect(readPlyHeader(bytes(text + BODY))).toEqual({
      format: 'binary_little_endian',
      elements: [
        {
          name: 'vertex',
          count: 2,
          properties: [
            { name: 'x', kind: 'float32' },
            { name: 'y', kind: 'float64' },
            { name: 'z', kind: 'float64' },
          ],
        },
        { name: 'face', count: 1, properties: [{ name: 'vertex_indices', kind: 'int32', count: 'uint8' }] },
      ],
      length: text.length,
      lines: 11,
    });
  },
);

test('told by its first line', () => {
  expect([isPly(bytes('ply\nformat')), isPly(bytes('plywood')), isPly(bytes('pl'))]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ['plywood', 'does not begin with "ply"'],
  ['ply\nformat ascii 1.0\nelement vertex 1\n', 'ends within its header'],
  ['ply\nformat ascii 1.0\nvertex 3\nend_header\n', '"vertex" does not belong in a PLY header'],
  ['ply\nformat ascii 1.0\nelement vertex 1\nproperty float80 x\nend_header\n1', 'float80'],
])('refused: %j', (text, words) => {
  expect(() => readPlyHeader(bytes(text))).toThrow(words);
});
