/** One file to another place: nothing is lost, nothing is written over. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TtError } from '../../../../src/core/errors';
import { moveFile, renameFile } from '../../../../src/tools/bucket/move-file';
import { type BucketBench, bucketBench } from './support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
  bench.put('gs://lab/a/x.csv', 'the words');
  bench.put('gs://lab/b/x.csv', 'others');
  bench.put('gs://other/b/x.csv', 'the wordz');
  bench.put('nokura://lab/a/x.csv', 'the words');
  bench.put('gs://lab/a', 'a file beside the folder');
});
afterEach(() => bench.close());
const move = (file_path: string, new_folder_path: string) =>
  bench.rows(moveFile.name, { file_path, new_folder_path });
const rename = (file_path: string, new_name: string) => bench.rows(renameFile.name, { file_path, new_name });

test.each([
  ['gs://lab/a/x.csv', 'gs://lab/c/d', 'gs://lab/c/d/x.csv'],
  ['gs://lab/a/x.csv', 'gs://lab/c/d/', 'gs://lab/c/d/x.csv'],
  ['gs://lab/a/x.csv', 'gs://lab', 'gs://lab/x.csv'],
  ['gs://lab/a/x.csv', 'gs://other/a', 'gs://other/a/x.csv'],
  ['gs://lab/a/x.csv', 's3://lab/a', 's3://lab/a/x.csv'],
  ['nokura://lab/a/x.csv', 'gs://other/a', 'gs://other/a/x.csv'],
  ['nokura://lab/a/x.csv', 'nokura://lab/a/b', 'nokura://lab/a/b/x.csv'],
  ['nokura://lab/a/x.csv', 'nokura://other', 'nokura://other/x.csv'],
  // A file of that name is in the way of a folder nowhere but on a disk: the slash says that a folder is meant.
  ['gs://lab/a', 'gs://lab/a/', 'gs://lab/a/a'],
  // A folder need not exist. One with the file's ending has to, or has a slash.
  ['gs://lab/a/x.csv', 'gs://lab/c/v1.2', 'gs://lab/c/v1.2/x.csv'],
  ['gs://lab/a/x.csv', 'gs://lab/c/y.precomputed', 'gs://lab/c/y.precomputed/x.csv'],
  ['gs://lab/a/x.csv', 'nokura://lab/c/y.csv/', 'nokura://lab/c/y.csv/x.csv'],
])('%s to %s', (from, folder, to) => {
  const before = bench.everything();
  const [row] = move(from, folder);
  expect(row).toMatchObject({ address: to, objects: 1 });
  const after = bench.everything();
  expect(after.get(to)).toBe(before.get(from));
  expect([after.has(from), after.size]).toEqual([false, before.size]);
});

test.each([
  ['onto itself', 'gs://lab/a/x.csv', 'gs://lab/a/', /are the same: nothing was done/],
  ['onto itself, on S3', 'nokura://lab/a/x.csv', 'nokura://lab/a/', /are the same/],
  ['onto its own address', 'gs://lab/a/x.csv', 'gs://lab/a/x.csv', /ends in the file’s own name/],
  ['onto its own name elsewhere', 'gs://lab/a/x.csv', 'nokura://lab/c/x.csv', /ends in the file’s own name/],
  [
    'onto another name',
    'gs://lab/a/x.csv',
    'gs://lab/c/y.CSV',
    /no folder gs:.*y\.CSV\. Write .*\/ to make one/,
  ],
  ['onto another name, on S3', 'gs://lab/a/x.csv', 'nokura://lab/y.csv', /bucket_rename_file gives a file/],
  ['into another file', 'gs://lab/a/x.csv', 'gs://lab/a', /gs:\/\/lab\/a is a file, not a folder/],
  ['onto another', 'gs://lab/a/x.csv', 'gs://lab/b', /gs:\/\/lab\/b\/x.csv is there already/],
  ['onto another of the same size', 'nokura://lab/a/x.csv', 'gs://other/b', /is there already/],
  ['onto another, elsewhere', 'nokura://lab/a/x.csv', 'gs://lab/b', /is there already/],
  ['what is not there', 'gs://lab/none', 'gs://lab/c', /gs:\/\/lab\/none is not there/],
  ['a folder', 'gs://lab/b', 'gs://lab/c', /is a folder, not a file/],
  ['a folder by its slash', 'gs://lab/b/', 'gs://lab/c', /is a folder: name a file/],
  ['a bucket', 'gs://lab', 'gs://lab/c', /gs:\/\/lab is a whole bucket: name a file/],
  ['a disk', '/', 'gs://lab/c', /file:\/\/\/ is the whole disk: name a file/],
  ['to an https address', 'gs://lab/a/x.csv', 'https://storage.googleapis.com/lab/c', /only read/],
  ['from an https address', 'https://storage.googleapis.com/lab/a/x.csv', 'gs://lab/c', /only read/],
  ['from a bucket that is not there', 'gs://nowhere/a', 'gs://lab/c', /is not there|no such bucket/],
])('%s is refused before anything is touched', (_name, from, folder, words) => {
  const before = bench.everything();
  expect(() => move(from, folder)).toThrow(words);
  expect(bench.everything()).toEqual(before);
  expect(bench.sent.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('a folder with the ending of a file takes files when it is there; one that is not there is refused on a disk too', () => {
  bench.put('gs://lab/tables.csv/first', 'f');
  expect(move('gs://lab/a/x.csv', 'gs://lab/tables.csv')).toMatchObject([
    { address: 'gs://lab/tables.csv/x.csv' },
  ]);
  bench.save('local.csv', 'words');
  expect(() => move('local.csv', 'new.csv')).toThrow(/no folder file:.*new\.csv\. Write/);
  const down = (download_path: string) =>
    bench.rows('bucket_download_file', { bucket_path: 'gs://lab/b/x.csv', download_path });
  expect(() => down('out.csv')).toThrow(/^download_path: there is no folder file:.*out\.csv/);
  const up = { local_path: 'local.csv', bucket_path: 'gs://lab/up.csv' };
  expect(() => bench.rows('bucket_upload_file', up)).toThrow(/^bucket_path: there is no folder gs:/);
  expect(existsSync(join(bench.disk, 'out.csv'))).toBe(false);
  expect(down('out.csv/')).toHaveLength(1);
  expect(readdirSync(join(bench.disk, 'out.csv'))).toContain('x.csv');
});

test('a new name in the folder', () => {
  expect(rename('gs://lab/a/x.csv', 'y 1:0 ü.csv')).toMatchObject([{ address: 'gs://lab/a/y 1:0 ü.csv' }]);
  expect(bench.everything().get('gs://lab/a/y 1:0 ü.csv')).toBe('the words');
  expect(rename('gs://lab/a', 'top')).toMatchObject([{ address: 'gs://lab/top' }]);
});

test.each([
  ['', /new_name is missing/],
  [' ', /a name is missing/],
  ['x.csv', /are the same/],
  ['b/x.csv', /without "\/"/],
  ['..', /"\." and "\.\."/],
  ['.', /"\." and "\.\."/],
  ['a?b', /\? and #/],
  ['a#b', /\? and #/],
  ['%2e%2e', /%-code/],
  ['a\\b', /control characters/],
  ['a\nb', /control characters/],
])('the new name %j is refused', (name, words) => {
  const before = bench.everything();
  expect(() => rename('gs://lab/a/x.csv', name)).toThrow(words);
  expect(bench.everything()).toEqual(before);
});

test('on a disk: another case is another name, or the same file; a folder of the name is in the way', () => {
  bench.save('d/a', 'the words');
  bench.save('d/sub/inner', 'x');
  bench.save('e/a/inner', 'x');
  const isOneName = existsSync(join(bench.disk, 'd/A'));
  const names = () => readdirSync(join(bench.disk, 'd')).sort();
  for (const [work, words] of [
    [() => move('d/a', 'd'), /are the same: nothing was done/],
    [() => move('d/a', 'd/a'), /ends in the file’s own name/],
    [() => move('d/a', 'd/a/'), /is a file|a file stands where a folder is needed/],
    [() => move('d/a', 'e'), /is there already|is a folder/],
    [() => rename('d/a', 'sub'), /is there already|is a folder/],
    [() => rename('d/a', '.'), /"\." and "\.\."/],
    [() => rename('d/a', '..'), /"\." and "\.\."/],
    [() => rename('d/sub', 'b'), /is a folder, not a file/],
  ] as const) {
    const before = bench.everything();
    expect(work).toThrow(words);
    expect(bench.everything()).toEqual(before);
    expect(names()).toEqual(['a', 'sub']);
  }
  if (isOneName) expect(() => rename('d/a', 'A')).toThrow(/one file of this disk under two names/);
  else {
    rename('d/a', 'A');
    expect(names()).toEqual(['A', 'sub']);
  }
  rename(isOneName ? 'd/a' : 'd/A', 'con');
  expect(Buffer.from(bench.saved('d/con')!).toString()).toBe('the words');
});

test.each(['gs://lab', 'nokura://lab'])(
  'on %s names of another case and names of Windows are names',
  (root) => {
    bench.put(`${root}/d/a`, 'the words');
    bench.put(`${root}/d/con/inner`);
    for (const [from, to] of [
      ['a', 'A'],
      ['A', 'con'],
      ['con', 'NUL.txt'],
    ]) {
      rename(`${root}/d/${from}`, to!);
      expect(bench.everything().get(`${root}/d/${to}`)).toBe('the words');
      expect(bench.everything().has(`${root}/d/${from}`)).toBe(false);
    }
    expect(bench.everything().get(`${root}/d/con/inner`)).toBe(`${root}/d/con/inner`);
  },
);

test.each([
  ['gs://lab/a/x.csv', 'gs://lab/c'],
  ['gs://lab/a/x.csv', 'nokura://lab/c'],
  ['nokura://lab/a/x.csv', 'gs://lab/c'],
  ['nokura://lab/a/x.csv', 'nokura://lab/c'],
  ['gs://lab/a/x.csv', 'gs://other/c'],
  ['gs://lab/a/x.csv', 'c'],
])(
  'killed at any request from %s to %s, the file is somewhere whole, and once more finishes',
  (from, folder) => {
    for (let stop = 0; stop < 14; stop++) {
      bench.close();
      bench = bucketBench();
      bench.put(from, 'the words');
      let left = stop;
      bench.intercept = (_request, send) => {
        left -= 1;
        if (left < 0) throw new Error('killed');
        return send();
      };
      try {
        move(from, folder);
      } catch (error) {
        expect(error).not.toBeInstanceOf(TtError);
      }
      bench.intercept = null;
      const words = () => [...bench.everything()].filter(([, text]) => text === 'the words');
      expect(words().length).toBeGreaterThan(0);
      const others = [...bench.everything().keys()].filter((name) => !name.includes('.tracertools-objects'));
      expect(others).toHaveLength(words().length);
      if (bench.everything().has(from)) {
        move(from, folder);
        expect(words()).toHaveLength(1);
        expect(bench.everything().has(from)).toBe(false);
      }
    }
  },
);

test('what changes while it is moved is kept', () => {
  bench.intercept = (request, send) => {
    const reply = send();
    if (request.method === 'PUT' || request.method === 'POST') bench.put('gs://lab/a/x.csv', 'new words');
    return reply;
  };
  expect(() => move('gs://lab/a/x.csv', 'nokura://other')).toThrow(/changed in the meantime/);
  bench.intercept = null;
  expect(bench.everything().get('gs://lab/a/x.csv')).toBe('new words');
});
