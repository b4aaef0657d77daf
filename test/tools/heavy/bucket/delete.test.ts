/** Deleting files and folders: only what was named, only what was there. */
import { join } from 'node:path';
import { deleteFile, deleteFolder } from '../../../../src/tools/bucket/delete';
import { replyOf } from '../../../volumes/store/bench';
import { fill, testObjects } from '../../../volumes/transfer/support';
import { type BucketBench, bucketBench } from './support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
});
afterEach(() => bench.close());
const copy = (folder_path: string, new_folder_path: string, more: object = {}) =>
  bench.rows('bucket_copy_folder', { folder_path, new_folder_path, ...more });

const at = (address: string) => {
  const [, root = 'disk', folder = address] = /^(\w+:\/\/[^/]+)\/(.*)$/.exec(address) ?? [];
  return bench.at(root as 'disk', folder);
};

test('an upload in parts that somebody left is named, and ended with its folder', () => {
  bench.put('gs://lab/vol/info');
  const { store } = at('nokura://lab/x');
  bench.run(store.upload('end/mesh/1:0:1', { contentType: 'a/b', size: 1e8, crc32c: '' }));
  const [row] = copy('gs://lab/vol', 'nokura://lab/end');
  expect(row!.remarks).toMatch(/1 unfinished upload of others or of an earlier run .* \(1:0:1 since 2026/);
  const gone = bench.rows(deleteFolder.name, {
    folder_path: 'nokura://lab/end',
    folder_name: 'end',
  });
  expect(gone[0]).toMatchObject({ objects: 1, remarks: 'deleted; 1 unfinished upload ended' });
  expect(bench.run(store.unfinished(''))).toEqual([]);
});

describe('deleting', () => {
  beforeEach(() => {
    for (let n = 0; n < 250; n++) bench.put(`gs://lab/old/vnc/${n}:0 ü`);
    bench.put('gs://lab/old/vnc2/a');
    bench.put('gs://lab/old/vnc');
  });
  const remove = (folder_path: string, folder_name: string, more: object = {}) =>
    bench.rows(deleteFolder.name, { folder_path, folder_name, ...more });

  test('only with the folder’s name typed, and only what is in it', () => {
    for (const typed of ['', 'old', 'VNC', 'vnc/', 'gs://lab/old/vnc']) {
      expect(() => remove('gs://lab/old/vnc', typed)).toThrow(/holds 250 objects.* give folder_name as vnc/);
    }
    expect(remove('gs://lab/old/vnc', '', { preview: true })).toHaveLength(251);
    expect(bench.everything().size).toBe(252);
    bench.sent.splice(0);
    expect(remove('gs://lab/old/vnc/', 'vnc')).toMatchObject([{ objects: 250, remarks: 'deleted' }]);
    expect([...bench.everything().keys()].sort()).toEqual(['gs://lab/old/vnc', 'gs://lab/old/vnc2/a']);
    // A list, and batches of 100.
    expect(bench.sent).toHaveLength(4);
  });

  test.each([
    ['gs://lab', 'lab', /is a whole bucket/],
    ['gs://lab/', '', /is a whole bucket/],
    ['gs://lab/none', 'none', /there is no such folder/],
    ['gs://lab/old/vnc2/a', 'a', /is a file, not a folder/],
    ['https://storage.googleapis.com/lab/old', 'old', /only read/],
    ['/', '', /^file:\/\/\/ is the whole disk: it is not deleted/],
    ['/tmp', 'tmp', /top of the disk/],
    ['gs://lab/old/..', '..', /"\." and "\.\."/],
  ])('%s is refused', (path, name, words) => {
    const before = bench.everything();
    expect(() => remove(path, name)).toThrow(words);
    expect(bench.everything()).toEqual(before);
  });

  test('what stays is named; a batch whose reply is lost is sent again', () => {
    let first = true;
    bench.intercept = (request, send) => {
      if (request.method !== 'POST') return send();
      if (first) {
        first = false;
        send();
        return replyOf(500, 'lost');
      }
      return send();
    };
    expect(remove('gs://lab/old/vnc', 'vnc')).toMatchObject([{ objects: 250 }]);
  });

  test('one file', () => {
    const rows = bench.rows(deleteFile.name, { file_path: 'gs://lab/old/vnc' });
    expect(rows).toMatchObject([{ address: 'gs://lab/old/vnc', remarks: 'deleted' }]);
    expect(() => bench.rows(deleteFile.name, { file_path: 'gs://lab/old/vnc' })).toThrow(/is a folder/);
    expect(() => bench.rows(deleteFile.name, { file_path: 'gs://lab/old/x' })).toThrow(/is not there/);
    expect(bench.everything().size).toBe(251);
  });

  test('a folder of this machine goes with the hidden files that were made in it', () => {
    const objects = testObjects(30, 0, 8);
    fill(bench, at('gs://lab/start'), objects);
    copy('gs://lab/start', 'a/down');
    bench.save('a/mine.txt', 'mine');
    remove('a/down', 'down');
    expect([...bench.everything().keys()].filter((name) => name.startsWith(bench.disk))).toEqual([
      join(bench.disk, 'a/mine.txt'),
    ]);
  });
});
