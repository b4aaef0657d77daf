import { smooth } from '../../../src/geometry/edit/smooth';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { box, bumpySphere, meshOf } from '../../../workbench/geometry/meshes';
import { describeWith } from '../../support/shared-data';
import { plainPass } from '../support/plain';
import { publishedMesh, truthOf } from '../support/published';
import { octahedron } from '../support/solids';

const volume = (mesh: Parameters<typeof reportMesh>[0]) => reportMesh(mesh).signedVolume;

test('a vertex goes lambda of the way to the mean of its neighbours, then nu away from it', () => {
  const path = meshOf(
    [
      [0, 0, 0],
      [4, 0, 0],
      [0, 8, 0],
    ],
    [[0, 1, 2]],
  );
  const once = smooth(path, { passes: 1, lambda: 0.25 });
  expect([...once.vertices]).toEqual([0.5, 1, 0, 3, 1, 0, 0.5, 6, 0]);
  const twice = smooth(path, { passes: 2, lambda: 0.25, nu: 0.5 });
  expect(twice.vertices[0]).toBe(0.5 - 0.5 * ((3 + 0.5) / 2 - 0.5));
});

test('no passes change nothing, a vertex alone stays, faces stay', () => {
  const sphere = bumpySphere(10, 6);
  expect(smooth(sphere, { passes: 0 })).toEqual(sphere);
  const lone = { vertices: Float64Array.of(...sphere.vertices, 7, 8, 9), faces: sphere.faces };
  const result = smooth(lone, { passes: 8 });
  expect([...result.vertices.slice(-3)]).toEqual([7, 8, 9]);
  expect(result.faces).toEqual(sphere.faces);
});

test('bumps go, the volume stays; a negative nu shrinks', () => {
  const sphere = bumpySphere(80, 60);
  const before = reportMesh(sphere);
  const after = reportMesh(smooth(sphere, { passes: 20 }));
  expect(after.area).toBeLessThan(before.area * 0.99);
  expect(Math.abs(after.signedVolume / before.signedVolume - 1)).toBeLessThan(0.005);
  expect(volume(smooth(sphere, { passes: 20, nu: -0.53 }))).toBeLessThan(before.signedVolume * 0.985);
});

test('refusals', () => {
  const cube = box([0, 0, 0], [1, 1, 1]);
  expect(() => smooth(cube, { passes: 1.5 })).toThrow('a whole number of passes');
  expect(() => smooth(cube, { passes: 1e9 })).toThrow('up to 10,000');
  expect(() => smooth(cube, { passes: 1, lambda: 2 })).toThrow('lambda from 0 to 1');
  expect(() => smooth(cube, { passes: 1, nu: Number.NaN })).toThrow('nu from -1 to 1');
});

describeWith(truthOf('meshes'))('a published mesh, 40 passes', () => {
  // As trimesh's filter_taubin(lamb=0.5, nu=…, iterations=40) leaves it.
  test.each([
    [0.53, 4949.137151252958],
    [0.5, 4937.092780945833],
    [-0.53, 4596.366408132792],
    [-0.5, 4605.182740425583],
  ])('nu %d: %d µm³', (nu, expected) => {
    const output = smooth(publishedMesh('meshes/all-blobs-merged.obj'), { passes: 40, nu });
    expect(Math.abs(volume(output) / 1e9 / expected - 1)).toBeLessThan(1e-12);
  });
});

test.each([0.53, 0.5, -0.5])(
  'an octahedron’s neighbours have its centre as their mean: 40 passes in closed form, nu %d',
  (nu) => {
    const passes = 40;
    // Every pass scales it by 1 - lambda, or by 1 + nu.
    const scale = ((1 - 0.4) * (1 + nu)) ** (passes / 2);
    const result = smooth(octahedron(1e6), { passes, lambda: 0.4, nu });
    expect(volume(result) / ((4 / 3) * 1e18 * scale ** 3)).toBeCloseTo(1, 10);
  },
);

test.each([0.53, 0.5, -0.53, -0.5])(
  '40 passes over a bumpy sphere, as a plain calculation leaves it, nu %d',
  (nu) => {
    const sphere = bumpySphere(48, 30);
    let plain = sphere;
    for (let pass = 0; pass < 40; pass++) plain = plainPass(plain, pass % 2 === 0 ? 0.5 : -nu);
    const result = smooth(sphere, { passes: 40, nu });
    const apart = result.vertices.map((value, at) => Math.abs(value - plain.vertices[at]!));
    // Micrometres across, compared to a millionth of a nanometre.
    expect(Math.max(...apart)).toBeLessThan(1e-6);
  },
);
