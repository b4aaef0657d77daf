import { polygonMesh } from '../../../src/geometry/formats/polygon-mesh';

const vertices = Float64Array.of(0, 0, 0, 10, 0, 0, 10, 10, 5, 0, 10, 0);
const make = (corners: number[], sizes: number[], first: 0 | 1 = 0, remarks: string[] = []) =>
  polygonMesh(
    vertices,
    { corners: Uint32Array.from(corners), sizes: Uint32Array.from(sizes) },
    { what: 'the PLY', first },
    remarks,
  );

test('vertices are named by the numbers of the file, faces by their place in it', () => {
  expect(() => make([0, 1, 2, 3, 0, 1, 4], [4, 3])).toThrow(
    'face 2 of the PLY names vertex 4, but there are 4, counted from 0: the file is damaged or cut',
  );
  expect(() => make([0, 1, 4], [3], 1)).toThrow(
    'face 1 of the PLY names vertex 5, but there are 4, counted from 1',
  );
});

test('what cannot be cut without doubt is said', () => {
  const remarks: string[] = [];
  const flat = vertices.map((value, at) => (at === 8 ? 0 : value));
  const corners = Uint32Array.of(0, 1, 2, 0, 2, 1, 3);
  const counting = { what: 'the PLY', first: 0 as const };
  polygonMesh(flat, { corners, sizes: Uint32Array.of(3, 4) }, counting, remarks);
  expect(make([0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 3], [3, 4, 4], 0, remarks).faces).toHaveLength(15);
  expect(remarks).toEqual([
    '1 of the file’s faces (face 2) with outlines that cross themselves: what they enclose is not certain',
    '2 of the file’s faces (the first is face 2) not flat: cut into triangles as they look from their front',
  ]);
});
