/** The 256 cubes: which edges are cut, and that cubes side by side agree on the side that they share. */
import { cubeFaces, EDGE_CORNERS } from '../../../src/geometry/voxels/marching-table';

test('twelve edges between corners that differ in one axis', () => {
  expect(new Set(EDGE_CORNERS.map(String)).size).toBe(12);
  expect(EDGE_CORNERS.every(([low, high]) => [1, 2, 4].includes(low ^ high) && low < high)).toBe(true);
});

test('every case uses exactly the edges with one end inside, each in a closed fan', () => {
  for (const [bits, faces] of cubeFaces().entries()) {
    const cut = EDGE_CORNERS.flatMap(([low, high], edge) =>
      ((bits >> low) ^ (bits >> high)) & 1 ? [edge] : [],
    );
    expect([bits, [...new Set(faces)].sort((a, b) => a - b)]).toEqual([bits, cut]);
    expect(faces.length % 3).toBe(0);
  }
});

test('the boundary of each case lies on the cube’s sides, and only there', () => {
  const onOneSide = (a: number, b: number): boolean =>
    [1, 2, 4].some((axis) => {
      const all = [...EDGE_CORNERS[a]!, ...EDGE_CORNERS[b]!].map((corner) => corner & axis);
      return all.every((bit) => bit === all[0]);
    });
  for (const faces of cubeFaces()) {
    const directed = new Map<string, number>();
    for (let at = 0; at < faces.length; at++) {
      const [from, to] = [faces[at]!, faces[at % 3 === 2 ? at - 2 : at + 1]!];
      const [key, back] = [`${from} ${to}`, `${to} ${from}`];
      if (directed.has(back)) directed.delete(back);
      else directed.set(key, at);
    }
    for (const key of directed.keys()) {
      const [from, to] = key.split(' ').map(Number) as [number, number];
      expect(onOneSide(from, to)).toBe(true);
    }
  }
});
