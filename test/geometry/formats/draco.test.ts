/** Draco meshes against the published fragments, what an encoder made, and damage. */
import { TtError } from '../../../src/core/errors';
import { type Draco, loadDraco } from '../../../src/geometry/formats/draco';
import { dracoCounts } from '../../../src/geometry/formats/draco-header';
import { wasmFiles } from '../../../src/node/wasm-files';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { sharedBytes, sharedNames } from '../../volumes/store';
import { encodeDraco } from '../support/draco-encoder';

const FREELY = { quantized: false, mostPoints: 1e6, mostFaces: 1e6 };
const FRAGMENTS = 'volumes/graphene-segment/mesh_mip_2_draco_sv16';

let draco: Draco;
beforeAll(async () => {
  draco = await loadDraco(await wasmFiles(__dirname).draco());
});

/** A strip of squares, positions as whole numbers or as quantized floats. */
async function encodeMesh(
  squares: number,
  as: 'int' | 'float',
  grid = 1,
): Promise<{ bytes: Uint8Array; positions: number[] }> {
  const positions: number[] = [];
  const faces: number[] = [];
  for (let i = 0; i <= squares; i++) positions.push(...[7 * i, 0, i, 7 * i, 90, 3 * i].map((x) => x * grid));
  for (let i = 0; i < squares; i++) {
    const at = 2 * i;
    faces.push(at, at + 1, at + 2, at + 1, at + 3, at + 2);
  }
  return { bytes: await encodeDraco(positions, faces, as), positions };
}

const corners = (positions: ArrayLike<number>, faces: ArrayLike<number>): string[] =>
  Array.from({ length: faces.length / 3 }, (_none, i) =>
    [0, 1, 2]
      .map((k) => [0, 1, 2].map((axis) => positions[faces[3 * i + k]! * 3 + axis]!))
      .sort()
      .join(' '),
  ).sort();

test.each(['int', 'float'] as const)(
  'quantized positions stored as %s come back as they were',
  async (as) => {
    const { bytes, positions } = await encodeMesh(40, as);
    const mesh = draco.decode(bytes, { ...FREELY, quantized: true });
    expect(mesh.faces.length / 3).toBe(80);
    expect(new Set(mesh.positions)).toEqual(new Set(positions));
    const plain = draco.decode(bytes, FREELY);
    expect(corners(plain.positions, plain.faces)).toEqual(corners(mesh.positions, mesh.faces));
  },
);

test('limits are kept before anything is decoded', async () => {
  const { bytes } = await encodeMesh(40, 'int');
  expect(() => draco.decode(bytes, { ...FREELY, mostFaces: 79 })).toThrow(/80 triangles: at most 79/);
  expect(() => draco.decode(bytes, { ...FREELY, mostPoints: 81 })).toThrow(/82 points: at most 81/);
});

test('a header that names four thousand million triangles ends in an error', async () => {
  const { bytes } = await encodeMesh(4, 'int');
  const huge = Uint8Array.from([
    ...bytes.subarray(0, 12),
    0xff,
    0xff,
    0xff,
    0xff,
    0x0f,
    ...bytes.subarray(13),
  ]);
  expect(() => draco.decode(huge, { ...FREELY, mostPoints: 1e12, mostFaces: 1e12 })).toThrow(TtError);
  expect(draco.decode(bytes, FREELY).faces.length).toBe(24);
});

test('metadata stands before the counts, and is passed over', async () => {
  const { bytes } = await encodeMesh(4, 'int');
  const entry = [1, 0x61, 2, 7, 7];
  // One attribute's: an entry and an inner element with none; the whole's: nothing.
  const metadata = [1, 0, 1, ...entry, 1, 1, 0x62, 0, 0, 0, 0];
  const head = bytes.slice(0, 11);
  head[10] = head[10]! | 0x80;
  const whole = Uint8Array.from([...head, ...metadata, ...bytes.subarray(11)]);
  expect(dracoCounts(whole)).toEqual({ points: 10, faces: 8 });
  expect(draco.decode(whole, FREELY).faces.length).toBe(24);
  expect(() => draco.decode(whole, { ...FREELY, mostFaces: 7 })).toThrow(/8 triangles: at most 7/);
  const nested = Uint8Array.from([...head, 1, 0, ...new Array<number[]>(40).fill([0, 1, 0]).flat()]);
  expect(() => dracoCounts(nested)).toThrow(/nested too deep/);
});

test('a version that is not read, and points without triangles, are told', async () => {
  const { bytes } = await encodeMesh(4, 'int');
  const changeByte = (at: number, value: number) => bytes.map((byte, i) => (i === at ? value : byte));
  expect(() => draco.decode(changeByte(6, 1), FREELY)).toThrow(/version 2.1: only 2.2/);
  expect(() => draco.decode(changeByte(7, 0), FREELY)).toThrow(/holds points, not a mesh/);
});

test('other bytes are not a Draco mesh', () => {
  expect(() => draco.decode(new Uint8Array(0), FREELY)).toThrow(/does not begin with DRACO/);
  expect(() => draco.decode(new TextEncoder().encode('DRACO'), FREELY)).toThrow(/ends within its header/);
});

describe.each([11, 12])('1,000 damaged meshes, seed %i', (seed) => {
  test('end in an error or a mesh', async () => {
    const next = random(seed);
    const { bytes } = await encodeMesh(30, seed % 2 ? 'int' : 'float');
    let failed = 0;
    for (let round = 0; round < 1000; round++) {
      const cut = next() < 0.3 ? Math.floor(next() * bytes.length) : bytes.length;
      const bad = bytes.slice(0, cut);
      for (let n = 0; n < 1 + next() * 4; n++)
        bad[5 + Math.floor(next() * (cut - 5))] = Math.floor(next() * 256);
      try {
        const mesh = draco.decode(bad, FREELY);
        expect(mesh.faces.every((vertex) => vertex * 3 < mesh.positions.length)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(TtError);
        failed++;
        if ((error as TtError).code === 'DOWN') await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    expect(failed).toBeGreaterThan(300);
    expect(draco.decode(bytes, FREELY).faces.length).toBe(180);
  });
});

const fragments = sharedNames(FRAGMENTS);
describeWith(fragments)('the published fragments', () => {
  test('lie on the grid of 21 nm, 6289 vertices and 10370 faces in all', () => {
    let vertices = 0;
    let faces = 0;
    for (const name of fragments!.filter((one) => !one.endsWith(':0') && one !== 'info')) {
      const mesh = draco.decode(sharedBytes(`${FRAGMENTS}/${name}`)!, FREELY);
      vertices += mesh.positions.length / 3;
      faces += mesh.faces.length / 3;
      expect(mesh.positions.every((value) => value % 21 === 0)).toBe(true);
    }
    expect([vertices, faces]).toEqual([6289, 10370]);
  });
});

test('fragments of one grid, decoded apart: every vertex on it, and as many as were encoded', async () => {
  let [vertices, faces] = [0, 0];
  for (const squares of [1, 3, 8, 20, 77]) {
    const { bytes, positions } = await encodeMesh(squares, 'int', 21);
    const mesh = draco.decode(bytes, FREELY);
    expect(mesh.positions.every((value) => value % 21 === 0)).toBe(true);
    expect(new Set(mesh.positions)).toEqual(new Set(positions));
    vertices += mesh.positions.length / 3;
    faces += mesh.faces.length / 3;
  }
  // 2 (n + 1) vertices and 2 n faces each, n being 109 in all.
  expect([vertices, faces]).toEqual([228, 218]);
});
