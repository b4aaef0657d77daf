/** Uploads: where they go. What they keep of a file is in the tests of folders and faults. */
import { type BucketBench, bucketBench } from './support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
  bench.save('vol/info', '{}');
  bench.save('x.csv', 'words');
});
afterEach(() => bench.close());

test.each(['lab/up', './lab/up', 'file:///lab/up', 'up'])(
  'an address without its store is refused: %s',
  (bucket_path) => {
    const before = bench.everything();
    const words =
      /^bucket_path: an address on a bucket, such as gs:\/\/our-lab\/points, not the path file:\/\/\//;
    expect(() => bench.rows('bucket_upload_file', { local_path: 'x.csv', bucket_path })).toThrow(words);
    expect(() => bench.rows('bucket_upload_folder', { local_path: 'vol', bucket_path })).toThrow(words);
    expect(bench.everything()).toEqual(before);
    expect(bench.sent).toEqual([]);
  },
);

test('a file and a folder that are there already are replaced with overwrite alone', () => {
  const file = { local_path: 'x.csv', bucket_path: 'gs://lab/up' };
  const folder = { local_path: 'vol', bucket_path: 'nokura://lab/vol' };
  bench.put('gs://lab/up/x.csv', 'other');
  bench.put('nokura://lab/vol/info', '[]');
  expect(() => bench.rows('bucket_upload_file', file)).toThrow(/is there already/);
  expect(() => bench.rows('bucket_upload_folder', folder)).toThrow(/holds 1 object of these names/);
  bench.rows('bucket_upload_file', { ...file, overwrite: true });
  bench.rows('bucket_upload_folder', { ...folder, overwrite: true });
  const there = bench.everything();
  expect([there.get('gs://lab/up/x.csv'), there.get('nokura://lab/vol/info')]).toEqual(['words', '{}']);
});

test.each([
  ['gs://lab/x', /^local_path: a file of this computer, not gs:\/\/lab\/x/],
  ['none', /none is not there/],
  ['vol', /is a folder, not a file/],
])('no file of this computer: %s', (local_path, words) => {
  expect(() => bench.rows('bucket_upload_file', { local_path, bucket_path: 'gs://lab/up' })).toThrow(words);
});
