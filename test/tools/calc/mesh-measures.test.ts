/** TT_MESH_MEASURES: box and Euler characteristic of meshes whose measures are known, and of a volume's. */
import { swamps } from '@tracer-tools/cave/seeds/swamps';
import { heavyBench } from '../heavy/support';
import { tableOf } from '../support';

const SWAMPS = 'https://c10s.pni.princeton.edu/tracers/swamps/banc/main|neuroglancer-precomputed:';
const NAMES = ['vertices', 'triangles', 'parts', 'area', 'volume', 'remarks', 'euler'];

/** A closed surface round a square hole, as a frame of 8 corners a side: a torus. */
function frame(): string {
  const ring = (z: number, r: number) => [-r, r].flatMap((x) => [-r, r].map((y) => `v ${x} ${y} ${z}`));
  // Corners of outer and inner square, below and above: 1-4, 5-8, 9-12, 13-16, each in the order --, -+, +-, ++.
  const vertices = [...ring(0, 200), ...ring(0, 100), ...ring(50, 200), ...ring(50, 100)];
  const around = [1, 2, 4, 3];
  const faces: string[] = [];
  around.forEach((a, i) => {
    const b = around[(i + 1) % 4]!;
    const quad = (p: number, q: number, r: number, s: number) =>
      faces.push(`f ${p} ${q} ${r}`, `f ${p} ${r} ${s}`);
    quad(a, b, b + 4, a + 4);
    quad(b + 8, a + 8, a + 12, b + 12);
    quad(b, a, a + 8, b + 8);
    quad(a + 4, b + 4, b + 12, a + 12);
  });
  return [...vertices, ...faces, ''].join('\n');
}

test.each([
  [
    'a tetrahedron',
    'v 0 0 0\nv 600 0 0\nv 0 600 0\nv 0 0 600\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n',
    1,
    2,
    0.036,
    [0, 0, 0, 600, 600, 600],
  ],
  ['a frame round a hole', frame(), 1, 0, 0.006, [-200, -200, 0, 200, 200, 50]],
  ['one triangle', 'v 0 0 0\nv 600 0 0\nv 0 600 0\nf 1 2 3\n', 1, 1, null, [0, 0, 0, 600, 600, 0]],
] as const)('%s', async (_name, mesh, parts, euler, volume, box) => {
  const [row, ...more] = tableOf(await heavyBench(), 'TT_MESH_MEASURES', [mesh]);
  expect(more).toEqual([]);
  const named = Object.fromEntries(NAMES.map((name, i) => [name, row![i]]));
  expect(named).toMatchObject({ parts, euler });
  if (volume === null) expect(named.volume).toBeNull();
  else expect(named.volume).toBeCloseTo(volume, 12);
  expect(row!.slice(7)).toEqual(box);
});

test('the box of a region of a volume is that of its points', async () => {
  const [row] = tableOf(await heavyBench(), 'TT_MESH_MEASURES', [SWAMPS, '3']);
  const { points, faces } = swamps().get(3)!;
  expect(row!.slice(0, 2)).toEqual([points.length, faces.length]);
  const low = [0, 1, 2].map((axis) => Math.min(...points.map((point) => point[axis]!)));
  const high = [0, 1, 2].map((axis) => Math.max(...points.map((point) => point[axis]!)));
  const box = [...low, ...high];
  for (const [i, value] of row!.slice(7).entries()) expect(value).toBeCloseTo(box[i]!, 0);
});

test('a level that the mesh does not have is refused', async () => {
  const cave = await heavyBench();
  const file = 'v 0 0 0\nv 600 0 0\nv 0 600 0\nf 1 2 3\n';
  expect(() => tableOf(cave, 'TT_MESH_MEASURES', [file, '1', 'nm', 1])).toThrow(/a single level, 0, not 1/);
  expect(() => tableOf(cave, 'TT_MESH_MEASURES', [SWAMPS, '3', 'nm', 9])).toThrow(/level/);
  expect(() => tableOf(cave, 'TT_MESH_MEASURES', [SWAMPS, '3', 'nm', 0.5])).toThrow(
    /level: a whole number, not 0.5/,
  );
});
