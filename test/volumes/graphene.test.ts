/** Meshes of the sandbox's chunked graph through its meshing service and its bucket, as every tool reads them. */

import type { Id } from '../../src/core/ids';
import { type Draco, loadDraco } from '../../src/geometry/formats/draco';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import { readAddress, readSource } from '../../src/neuroglancer/source';
import { wasmFiles } from '../../src/node/wasm-files';
import { meshingUrl } from '../../src/volumes/meshes/graphene-mesh';
import { readMesh } from '../../src/volumes/meshes/read-mesh';
import { type TestEnvironment, testEnvironment } from '../support/sandbox-driver';

let cave: TestEnvironment;
let draco: Draco;
beforeAll(async () => {
  cave = testEnvironment();
  draco = await loadDraco(await wasmFiles(__dirname).draco());
});

const reach = (store: string) => ({ url: readAddress(readSource(store).store) });

function meshOf(id: string, token = cave.sandbox.token): Mesh {
  const stack = cave.stack();
  const place = {
    url: `${stack.localServer}/segmentation/table/${stack.table}`,
    headers: { authorization: `Bearer ${token}` },
  };
  return cave.run(readMesh(place, id as Id, { draco }, { reach }));
}

/** Directed edges without a partner. */
function openEdges({ vertices, faces }: Mesh): number {
  const count = vertices.length / 3;
  const edges = new Map<number, number>();
  const add = (a: number, b: number, by: number) =>
    edges.set(a * count + b, (edges.get(a * count + b) ?? 0) + by);
  for (let i = 0; i < faces.length; i += 3) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [faces[i + k]!, faces[i + ((k + 1) % 3)]!];
      add(a, b, 1);
      add(b, a, -1);
    }
  }
  return [...edges.values()].filter((n) => n > 0).length;
}

test('the pieces of a segment are joined to a closed surface on the grid of its table', () => {
  for (const id of cave.sandbox.truth.sampleCurrent(3)) {
    cave.forget();
    const mesh = meshOf(id);
    expect(mesh.faces.length).toBeGreaterThan(300);
    expect(mesh.vertices.every((value) => value % 21 === 0)).toBe(true);
    expect(openEdges(mesh)).toBe(0);
    for (const { url, headers } of cave.sent) {
      const bucket = url.startsWith('https://storage.googleapis.com/');
      if (bucket) expect(headers?.authorization).toBeUndefined();
    }
  }
});

test('a segment that does not exist, a token that is not known', () => {
  expect(() => meshOf('720575940000000001')).toThrow(/720575940000000001/);
  const [id] = cave.sandbox.truth.sampleCurrent(1);
  expect(() => meshOf(id!, cave.sandbox.token.replace(/./g, '0'))).toThrow(/sign-in|may not|PERMISSION/);
});

test('tables in every spelling have the same meshing service; a table that is not there is told', () => {
  for (const way of ['table', '1.0', 'api/v1', 'api/v1/table']) {
    expect(meshingUrl(`https://h.test/segmentation/${way}/t`)).toBe('https://h.test/meshing/api/v1/table/t');
  }
  expect(() => meshingUrl('https://h.test/bucket/t')).toThrow(/not the address of a chunked graph/);
  const place = { url: `${cave.stack().localServer}/segmentation/table/nothing`, headers: {} };
  expect(() => cave.run(readMesh(place, '1' as Id, { draco }, { reach }))).toThrow(/nothing|sign-in/);
});
