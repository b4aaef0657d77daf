import { isBinaryStl, readStl, writeStl } from '../../../src/geometry/formats/stl';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { box } from '../../../workbench/geometry/meshes';
import { ascii, concat } from '../support/bytes';

const cube = box([0, 0, 0], [1, 2, 4]);
const facet =
  'facet normal nan nan nan\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\n';

test('binary, written and read back: closed again, facets in their order', () => {
  const back = readStl(writeStl(cube));
  expect(reportMesh(back)).toMatchObject({ vertices: 8, faces: 12, closed: true, signedVolume: 8 });
});

test('normals are unit vectors and point outward', () => {
  const view = new DataView(writeStl(cube).buffer);
  const normal = [0, 1, 2].map((axis) => view.getFloat32(84 + axis * 4, true));
  expect(normal).toEqual([0, 0, -1]);
});

test('as text: capitals, several solids, odd normals', () => {
  const text = `SOLID one\n${facet}ENDSOLID one\nsolid two\n${facet.replace('0 1 0', '0 0 1')}endsolid\n`;
  const mesh = readStl(ascii(text));
  expect([...mesh.vertices]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect([...mesh.faces]).toEqual([0, 1, 2, 0, 1, 3]);
});

test('a binary file that begins with "solid" is binary', () => {
  const bytes = writeStl(cube);
  bytes.set(ascii('solid of a program that should know better'));
  expect(isBinaryStl(bytes)).toBe(true);
  expect(reportMesh(readStl(bytes)).faces).toBe(12);
});

const whole = writeStl(cube);
const withCount = (facets: number) => {
  const bytes = whole.slice();
  new DataView(bytes.buffer).setUint32(80, facets, true);
  return bytes;
};

test.each<[string, Uint8Array, string]>([
  ['too short', new Uint8Array(83), 'too short for an STL'],
  ['cut', whole.slice(0, -1), 'it is cut or damaged'],
  [
    'with facets beyond its count',
    concat(whole, new Uint8Array(50)),
    'says that it has 12 facets, 684 bytes, but it has 734',
  ],
  ['a hostile count', withCount(0xffffffff), 'says that it has 4294967295 facets, 214748364834 bytes'],
  ['no facets', new Uint8Array(84), 'the STL holds no facet'],
  ['text without facets', ascii('solid a\nendsolid a\n'), 'the STL holds no facet'],
  ['text cut', ascii(`solid a\n${facet}`), 'the file ends before "endsolid"'],
  ['text cut in a facet', ascii(`solid a\n${facet.slice(0, 60)}`), 'line 5 of the STL'],
  [
    'a square',
    ascii(`solid\n${facet.replace('endloop', 'vertex 1 1 1\nendloop')}endsolid`),
    '"endloop" should stand here',
  ],
  ['a word', ascii(`solid\n${facet.replace('1 0 0', '1 0 x')}endsolid`), 'a coordinate is "x"'],
  ['a web page', ascii('solid\n<html>'), '"facet" should stand here, not "<html>"'],
])('refused: %s', (_, bytes, words) => {
  expect(() => readStl(bytes)).toThrow(words);
});

test('coordinates that are no numbers are refused', () => {
  const bytes = whole.slice();
  new DataView(bytes.buffer).setFloat32(96, Number.NaN, true);
  expect(() => readStl(bytes)).toThrow('vertex 1 of the STL has a coordinate that cannot be, NaN');
});
