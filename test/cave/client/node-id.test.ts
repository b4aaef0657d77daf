/** The bits of a node id, by the worked examples of the graph's own description. */
import { chunkCentre, chunkOf, layerOf } from '../../../src/cave/client/node-id';
import { GRAPH } from '../support';

test.each<[string, number, number[]]>([
  ['160032475051983415', 2, [226, 203, 11]],
  ['97557743795364048', 1, [362, 388, 18]],
  ['864691135122603047', 12, [0, 0, 0]],
  ['0', 0, [0, 0, 0]],
  ['18446744073709551615', 255, [0, 0, 0]],
])('%s is at layer %i in chunk %p', (id, layer, chunk) => {
  expect(layerOf(id)).toBe(layer);
  expect(layerOf(BigInt(id))).toBe(layer);
  expect(chunkOf(id, GRAPH)).toEqual(chunk);
});

test('the layer test needs the whole id: one digit less is another layer', () => {
  expect(layerOf('864691135122603047'.slice(0, -1))).toBe(1);
});

test('the centre of a chunk is half an edge from its first voxel', () => {
  const corner = [673928, 658208, 819280];
  const half = [(256 * 8) / 2, (256 * 8) / 2, (512 * 40) / 2];
  expect(chunkCentre('160032475051983415', GRAPH)).toEqual(corner.map((x, i) => x + half[i]!));
});

test('a supervoxel’s chunk is as large as its level-2 node’s; one layer up it is twice as large', () => {
  const level2 = 160032475051983415n;
  const supervoxel = (level2 & ((1n << 56n) - 1n)) | (1n << 56n);
  expect(chunkCentre(supervoxel, GRAPH)).toEqual(chunkCentre(level2, GRAPH));
  // Layer 3 has 9 bits a coordinate: chunk 113, 101, 5 holds the level-2 chunks 226..227, 202..203, 10..11.
  const parent = (3n << 56n) | (113n << 47n) | (101n << 38n) | (5n << 29n);
  expect(chunkOf(parent, GRAPH)).toEqual([113, 101, 5]);
  const [x, y, z] = chunkCentre(parent, GRAPH);
  expect([x, y, z]).toEqual([(26385 + 227 * 256) * 8, (30308 + 203 * 256) * 8, (14850 + 11 * 512) * 40]);
});
