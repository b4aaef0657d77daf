/** Node ids: the worked examples of the 12-layer grid, and round trips over every layer. */
import { ChunkGrid, chunkX, chunkY, chunkZ, packChunk } from '../../src/graph/grid';
import { between, rng } from '../../src/rng';
import { STACKS } from '../../src/world/stacks';

const gridOf = (name: string): ChunkGrid => new ChunkGrid(STACKS.find((stack) => stack.name === name)!.grid);

test.each([
  [160032475051983415n, 2, [226, 203, 11], 567],
  [97557743795364048n, 1, [362, 388, 18], 188624],
  [864691135122603047n, 12, [0, 0, 0], 6667467815],
])('decodes %s on the mouse grid', (id, layer, chunk, seg) => {
  const grid = gridOf('minnie65_phase3_v1');
  const found = grid.decode(id);
  expect(found.layer).toBe(layer);
  expect([chunkX(found.chunk), chunkY(found.chunk), chunkZ(found.chunk)]).toEqual(chunk);
  expect(found.seg).toBe(seg);
  expect(grid.decodeText(String(id))).toEqual(found);
});

test('the published masks of a 12-layer graph', () => {
  expect(gridOf('minnie65_phase3_v1').masks()).toEqual({
    1: 10,
    2: 10,
    3: 9,
    4: 8,
    5: 7,
    6: 6,
    7: 5,
    8: 4,
    9: 3,
    10: 2,
    11: 1,
    12: 1,
  });
});

test('start of a chunk in nm, voxel offset included', () => {
  expect(gridOf('minnie65_phase3_v1').corner(packChunk(226, 203, 11))).toEqual([673928, 658208, 819280]);
});

test('a published BANC point lies in the chunk that its supervoxel names', () => {
  const grid = gridOf('brain_and_nerve_cord');
  expect(grid.chunkAt([128563 * 4, 169944 * 4, 4093 * 45])).toBe(grid.decode(76426092181762338n).chunk);
});

test('ids round-trip on every layer of every datastack, seed 11', () => {
  const random = rng(11);
  for (const stack of STACKS) {
    const grid = new ChunkGrid(stack.grid);
    for (let layer = 1; layer <= grid.layers; layer++) {
      for (let n = 0; n < 40; n++) {
        const top = 2 ** Math.min(10, grid.bits(layer)) - 1;
        const chunk = packChunk(between(random, 0, top), between(random, 0, top), between(random, 0, top));
        const seg = between(random, 0, 2 ** 26 - 1);
        const id = grid.id(layer, chunk, seg);
        const bits = BigInt(grid.bits(layer));
        const places = [chunkX, chunkY, chunkZ].map((part) => BigInt(part(chunk)));
        const coords = places.reduce((sum, place) => (sum << bits) | place, 0n);
        expect(id).toBe((BigInt(layer) << 56n) | (coords << (56n - 3n * bits)) | BigInt(seg));
        expect(grid.idText(layer, chunk, seg)).toBe(String(id));
        expect(grid.decode(id)).toEqual({ layer, chunk, seg });
        expect(grid.decodeText(String(id))).toEqual({ layer, chunk, seg });
      }
    }
  }
});

test('numbers that are no node of the graph', () => {
  const grid = gridOf('minnie65_phase3_v1');
  for (const id of [0n, 42n, 2n ** 56n - 1n, 13n << 56n, 2n ** 64n - 1n, 2n ** 64n, 10n ** 20n - 1n]) {
    expect(grid.decode(id)).toEqual({ layer: Number(id >> 56n), chunk: 0, seg: 0 });
    expect(grid.decodeText(String(id))).toEqual(grid.decode(id));
  }
  expect(grid.decodeText('00160032475051983415')).toEqual(grid.decode(160032475051983415n));
});
