/** A folder's files and folders, as a cell shows them. */
import { type BucketBench, bucketBench } from '../heavy/bucket/support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
});
afterEach(() => bench.close());
test('a list: folders and files, one level or all, a single file, S3 and its gaps', () => {
  bench.put('gs://lab/v/info', 'x');
  bench.put('gs://lab/v/mesh/1:0', 'xy');
  expect(bench.table({ path: 'gs://lab/v' })).toEqual([
    ['name', 'bytes', 'updated', 'encoding', 'content_type'],
    ['mesh/', '', '', '', ''],
    ['info', 1, expect.any(Date), 'none', 'application/octet-stream'],
  ]);
  expect(
    bench
      .table({ path: 'gs://lab/v/', recursive: true })
      .slice(1)
      .map(([name]) => name),
  ).toEqual(['info', 'mesh/1:0']);
  expect(bench.table({ path: 'gs://lab/v/info' }).slice(1)).toEqual([
    ['info', 1, expect.any(Date), 'none', 'application/octet-stream'],
  ]);
  expect(bench.table({ path: 'gs://lab' }).slice(1)).toEqual([['v/', '', '', '', '']]);
  bench.put('nokura://lab/a');
  expect(bench.table({ path: 'nokura://lab' }).slice(1)).toEqual([
    ['a', expect.any(Number), expect.any(Date), '', ''],
  ]);
  expect(() => bench.table({ path: 'gs://nowhere' })).toThrow(/there is no such bucket/);
  expect(() => bench.table({ path: 'gs://lab/none' })).toThrow(/there is no such folder or file/);
  bench.put('gs://lab/a b/c');
  // Public addresses, as reports give them.
  for (const path of [
    'https://storage.googleapis.com/lab/a%20b',
    'https://storage.googleapis.com/lab/a b/',
  ]) {
    expect(bench.table({ path }).slice(1)).toMatchObject([
      ['c', 14, expect.any(Date), 'none', expect.any(String)],
    ]);
  }
  expect(bench.table({ path: 'https://c10s.pni.princeton.edu/lab' })).toHaveLength(2);
  for (const path of ['https://example.org/lab', 'https://storage.googleapis.com/lab/a%2fb']) {
    expect(() => bench.table({ path })).toThrow(/is not a path such as/);
  }
  bench.save('here/a.txt', 'abc');
  expect(bench.table({ path: 'here' }).slice(1)).toMatchObject([
    ['a.txt', 3, expect.any(Date), 'none', 'text/plain'],
  ]);
});
