/** get_label_array: boxes of the watershed volume against the supervoxels at each point. */
import { filesOf, heavyBench } from '../heavy/support';
import { tableOf } from '../support';

/** As NumPy writes it: what follows the header. */
const numbers = (bytes: Uint8Array): bigint[] => {
  const data = Buffer.from(bytes);
  const start = 10 + data.readUInt16LE(8);
  return Array.from({ length: (data.length - start) / 8 }, (_none, i) => data.readBigUInt64LE(start + 8 * i));
};

const [FIRST, SIZE] = ['32140, 42485, 4092', '4, 3, 2'];

test('supervoxels of a box are those at its points', async () => {
  const cave = await heavyBench();
  const result = filesOf(cave, 'get_label_array', { source: 'supervoxels', first: FIRST, size: SIZE });
  const [file] = result.files;
  expect(file!.path).toBe('labels_32140_42485_4092.npy');
  expect(Buffer.from(file!.bytes).toString('latin1')).toContain("'shape': (4, 3, 2)");
  const labels = numbers(file!.bytes);
  // Points are viewer voxels of 4 x 4 x 45 nm; the watershed's have 16 x 16 x 45.
  const points: number[][] = [];
  for (let z = 0; z < 2; z++)
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 4; x++) points.push([4 * (32140 + x), 4 * (42485 + y), 4092 + z]);
  const expected = tableOf(cave, 'TT_ID_AT', [points, true]).map(([id]) =>
    /^[0-9]+$/.test(String(id)) ? String(id) : '0',
  );
  expect(labels.map(String)).toEqual(expected);
  expect(new Set(expected).size).toBeGreaterThan(0);
  const counts = new Map<string, number>();
  for (const id of expected) counts.set(id, (counts.get(id) ?? 0) + 1);
  expect(result.report[0]).toEqual(['label', 'voxels']);
  expect(Object.fromEntries(result.report.slice(1))).toEqual(Object.fromEntries(counts));
});

test('the bare numbers are those of the array', async () => {
  const cave = await heavyBench();
  const of = (format: string) =>
    filesOf(cave, 'get_label_array', { source: 'supervoxels', first: FIRST, size: SIZE, format }).files[0]!;
  expect(of('raw').path).toBe('labels_32140_42485_4092.raw');
  expect([...new BigUint64Array(of('raw').bytes.slice().buffer)]).toEqual(numbers(of('npy').bytes));
});

test.each([
  [{ source: 'supervoxels', first: FIRST, size: '4, 3' }, /size/],
  [{ source: 'supervoxels', first: '0, 0, -5', size: SIZE }, /reaches out of the volume/],
  [{ source: 'supervoxels', first: FIRST, size: '4000, 4000, 400' }, /33,554,432 at most|reaches out/],
  [{ source: 'supervoxels', first: FIRST, size: SIZE, scale: 3 }, /supervoxels are read at scale 0/],
  [{ source: 'nothing', first: FIRST, size: SIZE }, /source: such as precomputed:/],
] as const)('%j is refused', async (named, words) => {
  const cave = await heavyBench();
  expect(() => filesOf(cave, 'get_label_array', named)).toThrow(words);
});
