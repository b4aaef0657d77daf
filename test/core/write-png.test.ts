/** PNG files read by Node's own zlib, chunk by chunk. */
import { inflateSync } from 'node:zlib';
import { crc32 } from '../../src/core/gzip';
import { writePng } from '../../src/core/write-png';
import { random } from '../../workbench/random';

/** Names, contents and sums of the chunks. */
function chunksOf(file: Uint8Array): { name: string; content: Uint8Array; sum: number }[] {
  const view = new DataView(file.buffer);
  const chunks = [];
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    const content = file.subarray(at + 8, at + 8 + length);
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.push({ name, content, sum: view.getUint32(at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

test.each([
  [1, 1],
  [7, 3],
  [300, 200],
])('%d × %d shades come back (seed 5)', (width, height) => {
  const next = random(5);
  const shades = Uint8Array.from({ length: width * height }, () => Math.floor(next() * 256));
  const file = writePng(shades, width, height);
  expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = chunksOf(file);
  expect(chunks.map(({ name }) => name)).toEqual(['IHDR', 'IDAT', 'IEND']);
  const [head, data] = chunks;
  const view = new DataView(head!.content.buffer, head!.content.byteOffset);
  expect([view.getUint32(0), view.getUint32(4), ...head!.content.subarray(8)]).toEqual([
    width,
    height,
    8,
    0,
    0,
    0,
    0,
  ]);
  const rows = inflateSync(data!.content);
  expect(rows.length).toBe(height * (width + 1));
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (width + 1), (y + 1) * (width + 1));
    expect(row[0]).toBe(0);
    expect([...row.subarray(1)]).toEqual([...shades.subarray(y * width, (y + 1) * width)]);
  }
  for (const { name, content, sum } of chunks) {
    expect(sum).toBe(crc32(Uint8Array.from([...Buffer.from(name), ...content])));
  }
});

test('the sum of the end, as every PNG file has it', () => {
  const end = chunksOf(writePng(new Uint8Array(1), 1, 1)).at(-1)!;
  expect(end.sum).toBe(0xae426082);
});

test('a size that is not that of the shades is refused', () => {
  expect(() => writePng(new Uint8Array(5), 2, 3)).toThrow('5 pixels, where 2 × 3');
  expect(() => writePng(new Uint8Array(0), 0, 0)).toThrow(RangeError);
});
