/**
 * Hostile names where nobody typed them: in a bucket that is copied, in a folder of a disk, behind links. Each is kept
 * as it is, or refused in words; nothing outside the place that was named is read, written or deleted.
 */
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTtError } from '../../../../src/core/errors';
import { badFileName } from '../../../../src/node/files/file-names';
import { storeLocation } from '../../../../src/volumes/places/locate';
import { casesOf } from '../../../../workbench/long';
import { OBJECT_NAMES } from '../../../support/hostile-paths';
import { type BucketBench, bucketBench } from './support';

const NAMES = Object.entries(OBJECT_NAMES).flatMap(([kind, names]) =>
  names.map((name): [string, string] => [kind, name]),
);
const OPERATIONS = ['to a disk', 'to gs', 'to nokura', 'deleted'] as const;

let bench: BucketBench;
let outside: string;
beforeEach(() => {
  bench = bucketBench();
  outside = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(outside, 'secret'), 'secret');
});
afterEach(() => {
  bench.close();
  rmSync(outside, { recursive: true, force: true });
});

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return asTtError(error).code;
  }
};

test('over 300 names and operations', () => {
  expect(NAMES.length * OPERATIONS.length).toBeGreaterThan(400);
  expect(new Set(NAMES.map(([, name]) => name)).size).toBe(NAMES.length);
});

describe.each(['gs', 's3'])('an object of %s', (scheme) => {
  const every = casesOf(4, 1);
  test.each(Object.keys(OBJECT_NAMES))('%s', (kind) => {
    OBJECT_NAMES[kind]!.forEach((name, n) => {
      if (n % every !== 0) return;
      bench.put(`${scheme}://lab/keep/x`);
      bench.put(`${scheme}://lab/v/${name}`, 'hostile');
      const before = bench.everything();
      const within = (address: string) => address.startsWith(`${scheme}://lab/v/`);
      const added = (place: string) =>
        [...bench.everything()]
          .filter(([at]) => !before.has(at) || !at.startsWith(place))
          .filter(([at]) => !before.has(at));
      // A disk: where the name can be a file's it is that file, else nothing is written.
      const disk = codeOf(() =>
        bench.call('bucket_download_folder', {
          bucket_path: `${scheme}://lab/v`,
          download_path: 'deep/er/down',
        }),
      );
      const path = join(bench.disk, 'deep/er/down', name);
      const isFile = badFileName(`down/${name}`, process.platform) === '' && !path.endsWith('/');
      expect([name, disk]).toEqual([name, isFile ? 'done' : expect.stringMatching(/^(?:INPUT|NONE|done)$/)]);
      for (const [at, bytes] of added('')) {
        if (at.endsWith('/.tracertools-objects')) continue;
        expect([name, at, bytes]).toEqual([name, path, 'hostile']);
        expect(isFile).toBe(true);
      }
      rmSync(join(bench.disk, 'deep'), { recursive: true, force: true });
      // Other stores: under the same name, or nothing.
      for (const to of ['gs://other/c', 'nokura://other/c']) {
        codeOf(() =>
          bench.call('bucket_copy_folder', { folder_path: `${scheme}://lab/v`, new_folder_path: to }),
        );
        for (const [at, bytes] of added('')) {
          expect([name, at, bytes]).toEqual([
            name,
            at.startsWith(to) ? `${to}/${name}` : `gs://other/c/${name}`,
            'hostile',
          ]);
        }
      }
      codeOf(() =>
        bench.call('bucket_delete_folder', { folder_path: `${scheme}://lab/v`, folder_name: 'v' }),
      );
      const after = bench.everything();
      for (const [at, bytes] of before)
        if (!within(at)) expect([name, at, after.get(at)]).toEqual([name, at, bytes]);
      bench.close();
      bench = bucketBench();
    });
  });
});

/** A folder with links of every kind that lead out of it. */
function withLinks(): string[] {
  bench.save('play/own', 'own');
  bench.save('play/sub/own', 'own');
  const at = (name: string) => join(bench.disk, 'play', name);
  symlinkSync(join(outside, 'secret'), at('file'));
  symlinkSync(outside, at('folder'));
  symlinkSync(join(outside, 'none'), at('dangling'));
  symlinkSync('loop', at('loop'));
  symlinkSync('folder', at('chain'));
  symlinkSync('../../../../../../../../etc', at('sub/up'));
  symlinkSync(join(outside, 'journal'), at('sub/.tracertools-objects'));
  return [
    'play/file',
    'play/folder',
    'play/folder/secret',
    'play/folder/new/deep',
    'play/dangling',
    'play/dangling/x',
    'play/loop',
    'play/loop/x',
    'play/chain/secret',
    'play/chain',
    'play/sub/up/hostname',
    'play/sub/up',
    'play/sub/../folder/secret',
  ];
}
const secretIsWhole = () => {
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  for (const name of ['none', 'journal', 'new', 'x', 'info'])
    expect(existsSync(join(outside, name))).toBe(false);
  expect(readlinkSync(join(bench.disk, 'play/file'))).toBe(join(outside, 'secret'));
  expect([...bench.everything().values()].filter((text) => text.includes('secret'))).toEqual([]);
};

test.each<[name: string, args: (path: string) => Record<string, unknown>]>([
  ['bucket_upload_file', (local_path) => ({ local_path, bucket_path: 'gs://other/u' })],
  ['bucket_upload_folder', (local_path) => ({ local_path, bucket_path: 'gs://other/u' })],
  ['bucket_download_file', (download_path) => ({ bucket_path: 'gs://lab/v/info', download_path })],
  [
    'bucket_download_file',
    (download_path) => ({ bucket_path: 'gs://lab/v/info', download_path, overwrite: true }),
  ],
  [
    'bucket_download_folder',
    (download_path) => ({ bucket_path: 'gs://lab/v', download_path, overwrite: true }),
  ],
  ['bucket_copy_folder', (folder_path) => ({ folder_path, new_folder_path: 'gs://other/u' })],
  ['bucket_copy_folder', (new_folder_path) => ({ folder_path: 'gs://lab/v', new_folder_path })],
  ['bucket_move_file', (file_path) => ({ file_path, new_folder_path: 'gs://other/u' })],
  ['bucket_move_file', (new_folder_path) => ({ file_path: 'gs://lab/v/info', new_folder_path })],
  ['bucket_rename_file', (file_path) => ({ file_path, new_name: 'renamed' })],
  ['bucket_delete_file', (file_path) => ({ file_path })],
  ['bucket_delete_folder', (folder_path) => ({ folder_path, folder_name: folder_path.split('/').pop() })],
])('%s neither reads, writes nor deletes through a link, %#', (name, args) => {
  const paths = withLinks();
  bench.put('gs://lab/v/info');
  for (const path of [
    ...paths,
    ...paths.map((one) => join(bench.disk, one)),
    ...paths.map((one) => `file://${bench.disk}/${one}`),
  ]) {
    expect([path, codeOf(() => bench.call(name, args(path)))]).toEqual([
      path,
      expect.stringMatching(/^(?:INPUT|NONE)$/),
    ]);
    expect(bench.everything().get('gs://lab/v/info')).toBe('gs://lab/v/info');
    expect([...bench.everything().keys()].filter((at) => at.startsWith('gs://other'))).toEqual([]);
  }
  secretIsWhole();
});

test('a folder with links in it: its own files are copied, moved and deleted, the links stay and are named', () => {
  withLinks();
  rmSync(join(bench.disk, 'play/sub/.tracertools-objects'));
  const rows = bench.rows('bucket_upload_folder', { local_path: 'play', bucket_path: 'gs://other/u' });
  expect(rows[0]).toMatchObject({ objects: 2 });
  expect(rows.slice(1).map(({ remarks }) => remarks)).toEqual(
    Array(6).fill('left out: is a link: links are not followed'),
  );
  bench.put('gs://lab/v/file');
  bench.put('gs://lab/v/folder/secret', 'other');
  bench.put('gs://lab/v/plain');
  const down = bench.rows('bucket_download_folder', {
    bucket_path: 'gs://lab/v',
    download_path: 'play',
    overwrite: true,
  });
  expect(down[0]).toMatchObject({ objects: 1 });
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  bench.call('bucket_delete_folder', { folder_path: join(bench.disk, 'play'), folder_name: 'play' });
  expect(lstatSync(join(bench.disk, 'play/folder')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
});

test('the hidden file of a folder that came from elsewhere names no file outside it', () => {
  const facts = { contentType: 'text/plain', contentEncoding: '', cacheControl: '', size: 6 };
  const lines = ['../outside', '/etc/hostname', '..', 'a/b', join(outside, 'secret')].flatMap((file) => [
    { ...facts, name: 'x', file },
    { ...facts, name: file, file: 'x' },
  ]);
  bench.save('outside', 'secret');
  bench.save('got/.tracertools-objects', lines.map((line) => JSON.stringify(line)).join('\n'));
  bench.save('got/y', 'abcdef');
  expect(
    codeOf(() => bench.call('bucket_upload_file', { local_path: 'got/x', bucket_path: 'gs://other/u' })),
  ).toBe('NONE');
  bench.call('bucket_upload_folder', { local_path: 'got', bucket_path: 'gs://other/u' });
  expect([...bench.everything()].filter(([at]) => at.startsWith('gs://'))).toEqual([
    ['gs://other/u/y', 'abcdef'],
  ]);
});

test('one file under two names is not moved onto itself', () => {
  bench.save('a', 'x');
  linkSync(join(bench.disk, 'a'), join(bench.disk, 'b'));
  expect(codeOf(() => bench.call('bucket_rename_file', { file_path: 'a', new_name: 'b' }))).toBe('INPUT');
  expect([bench.saved('a'), bench.saved('b')].map((bytes) => String.fromCharCode(...bytes!))).toEqual([
    'x',
    'x',
  ]);
});

test('a file and a folder of one name', () => {
  bench.put('gs://lab/v/a', 'file');
  bench.put('gs://lab/v/a/b', 'below');
  bench.put('gs://lab/v/a/', '');
  expect(
    bench.rows('bucket_copy_folder', { folder_path: 'gs://lab/v', new_folder_path: 'nokura://lab/w' })[0],
  ).toMatchObject({ objects: 3 });
  expect(
    codeOf(() => bench.call('bucket_download_folder', { bucket_path: 'gs://lab/v', download_path: 'down' })),
  ).toBe('INPUT');
  expect(existsSync(join(bench.disk, 'down'))).toBe(false);
  bench.call('bucket_delete_file', { file_path: 'gs://lab/v/a' });
  expect(bench.everything().get('gs://lab/v/a/b')).toBe('below');
  mkdirSync(join(bench.disk, 'a'));
  bench.put('gs://lab/f/a', 'file');
  expect(
    codeOf(() =>
      bench.call('bucket_download_file', {
        bucket_path: 'gs://lab/f/a',
        download_path: './',
        overwrite: true,
      }),
    ),
  ).toBe('INPUT');
});

test.each(['in\u200bfo', 'in\ufefffo', '\u202eofni', 'in\u00adfo', 'info\u2060'])(
  'a typed name with a character that cannot be seen is refused: %j',
  (name) => {
    for (const root of ['gs://lab', 'nokura://lab', 'https://storage.googleapis.com/lab']) {
      expect(codeOf(() => storeLocation(`${root}/v/${name}`, 'path'))).toBe('INPUT');
    }
  },
);
