/** Addresses that try to reach what they should not: each is refused or is one harmless name, on every function. */
import { asTtError } from '../../../../src/core/errors';
import { storeLocation } from '../../../../src/volumes/places/locate';
import { casesOf } from '../../../../workbench/long';
import { random } from '../../../../workbench/random';
import { type BucketBench, bucketBench } from './support';

const SEGMENTS = [
  '..',
  '.',
  '',
  ' ',
  '%2e%2e',
  '%2E.',
  '.%2e',
  '%252e%252e',
  '..%2f',
  '..%5c',
  '..\\',
  '..;',
  '..?',
  '..#',
  '?',
  '#',
  'a?b',
  'a#b',
  '%00',
  '\0',
  '\n',
  '\r\n',
  '\t',
  '\u007f',
  '\ud800',
  ' ..',
  '.. ',
  ' . ',
  '%2f',
  '%2F..%2F',
  '%5c',
  '\\',
  'a\\..\\b',
];
const FRAMES = [
  'X',
  'X/victim',
  'safe/X',
  'safe/X/victim',
  'X/X/victim',
  'safe/X/X/victim',
  'safe/victim/X/X',
];
const ROOTS = ['gs://lab', 'nokura://lab', 'ourlab://lab'];
const ADDRESSES = [
  ...ROOTS.flatMap((root) =>
    FRAMES.flatMap((frame) => SEGMENTS.map((seg) => `${root}/${frame.replaceAll('X', seg)}`)),
  ),
  ...[
    'gs://',
    'gs:///victim',
    'gs://lab:80/victim',
    'gs://user@lab/victim',
    'gs://../lab/victim',
    'gs://LAB/victim',
    'gs://lab\\victim/a',
    'gs:/lab/victim',
    'gs:lab/victim/a/b',
    'GS://lab/victim',
    'javascript:alert(1)//a',
    'data:text/plain,a/b',
    'ftp://lab/victim',
    's3://https://127.0.0.1/lab/victim',
    's3://https://localhost/lab/victim',
    's3://https://[::1]/lab/victim',
    's3://https://169.254.169.254/latest/meta-data',
    's3://https://metadata.google.internal:80/lab/victim',
    's3://https://a@td.princeton.edu/lab/victim',
    's3://https://td.princeton.edu\\@evil.example/lab/victim',
    's3://http://td.princeton.edu/lab/victim',
    's3://https://td.princeton.edu#/lab/victim',
    'https://storage.googleapis.com/lab/../other/victim',
    'https://storage.googleapis.com/lab/%2e%2e/other/victim',
    'https://storage.googleapis.com/lab%2Fvictim',
    'https://storage.googleapis.com/lab/a%2f..%2fvictim',
    'https://storage.googleapis.com@evil.example/lab/victim',
    'https://storage.googleapis.com:8080/lab/victim',
    'https://127.0.0.1/lab/victim',
    'https://[::1]/lab/victim',
    'https://localhost/lab/victim',
    'http://storage.googleapis.com/lab/victim',
    'precomputed://precomputed://gs://lab/victim/..',
    'gs://lab/victim/..|neuroglancer-precomputed:',
    'precomputed://gs://lab/../victim',
    'constructor://lab/victim',
    '__proto__://lab/victim',
    'toString://lab/victim',
  ],
];

/** Harmless on the bucket: the characters are a name, and are no address of anything else. */
const HARMLESS = /^(?:gs|nokura|ourlab):\/\/lab\/[^?#%\\]*$/;

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
  for (const root of ['gs', 'nokura', 's3']) {
    for (const bucket of ['lab', 'other']) {
      for (const name of ['victim', 'victim/a', 'safe/x', 'safe/victim/a'])
        bench.put(`${root}://${bucket}/${name}`);
    }
  }
  bench.save('safe/x', 'x');
});
afterEach(() => bench.close());

test('there are over 300 of them', () => {
  expect(new Set(ADDRESSES).size).toBeGreaterThan(600);
});

test('each is refused with INPUT before a request, or names an object below the bucket that it shows', () => {
  for (const address of ADDRESSES) {
    let at: ReturnType<typeof storeLocation> | null = null;
    try {
      at = storeLocation(address, 'path', { aliases: { ourlab: 's3-hpcrc.rc.princeton.edu' } });
    } catch (error) {
      expect([address, asTtError(error).code]).toEqual([address, 'INPUT']);
    }
    if (at === null) continue;
    expect(address).toMatch(HARMLESS);
    const parts = at.name.split('/');
    expect([
      address,
      parts.includes('..') || parts.includes('.') || (at.name !== '' && parts.includes('')),
    ]).toEqual([address, false]);
    expect(
      new URL(at.store.publicUrl(at.name)).pathname.split('/').slice(2).map(decodeURIComponent).join('/'),
    ).toBe(at.name);
  }
});

const CALLS: [string, (address: string) => Record<string, unknown>][] = [
  ['bucket_delete_file', (file_path) => ({ file_path })],
  ['bucket_delete_folder', (folder_path) => ({ folder_path, folder_name: folder_path.split('/').pop() })],
  ['bucket_move_file', (file_path) => ({ file_path, new_folder_path: 'gs://other/safe' })],
  ['bucket_move_file', (new_folder_path) => ({ file_path: 'gs://lab/safe/x', new_folder_path })],
  ['bucket_rename_file', (file_path) => ({ file_path, new_name: 'y' })],
  ['bucket_copy_folder', (folder_path) => ({ folder_path, new_folder_path: 'gs://other/new' })],
  ['bucket_copy_folder', (new_folder_path) => ({ folder_path: 'gs://lab/safe', new_folder_path })],
  ['bucket_upload_file', (bucket_path) => ({ local_path: 'safe/x', bucket_path })],
  ['bucket_upload_folder', (bucket_path) => ({ local_path: 'safe', bucket_path })],
  ['bucket_download_folder', (bucket_path) => ({ bucket_path })],
];

/** Each address meets some of the functions in npm test, and all of them in npm run test:long. */
const EVERY = casesOf(4, 1);
const NUMBERED = CALLS.map(([name, args], n): [string, (typeof CALLS)[number][1], number] => [name, args, n]);

test.each(NUMBERED)('%s deletes and replaces nothing that the address does not name, %#', (name, args, n) => {
  const before = bench.everything();
  for (const address of ADDRESSES.filter((_address, i) => (i + n) % EVERY === 0)) {
    try {
      bench.call(name, args(address));
    } catch (error) {
      expect([address, asTtError(error).code]).toEqual([address, expect.stringMatching(/^(?:INPUT|NONE)$/)]);
    }
    const after = bench.everything();
    // What an address names plainly may go: the others stay as they are.
    const changed = [...before].filter(([object, bytes]) => {
      const named = address.startsWith(object) || object === 'gs://lab/safe/x';
      return !named && after.get(object) !== bytes;
    });
    expect([address, changed]).toEqual([address, []]);
    if (after.size !== before.size) {
      bench.close();
      bench = bucketBench();
      for (const object of before.keys()) if (object.includes('://')) bench.put(object);
      bench.save('safe/x', 'x');
      before.clear();
      for (const [object, bytes] of bench.everything()) before.set(object, bytes);
    }
  }
});

const NAMES = [
  '',
  ' ',
  '/',
  '..',
  '.',
  '../victim',
  'a/b',
  '%2e%2e',
  '?',
  '#',
  'a?',
  '\0',
  '\n',
  'a\\b',
  ' a',
  'a ',
];

test('a new name or a typed one is never a way out, seed 11', () => {
  const chance = random(11);
  const pieces = ['..', '.', '/', '\\', '%2e', '?', '#', ' ', 'victim', '\n', '%2f'];
  const result = Array.from({ length: 200 }, () =>
    Array.from(
      { length: 1 + Math.floor(chance() * 4) },
      () => pieces[Math.floor(chance() * pieces.length)]!,
    ).join(''),
  );
  for (const new_name of [...NAMES, ...result]) {
    const before = bench.everything();
    let refused = false;
    try {
      bench.call('bucket_rename_file', { file_path: 'gs://lab/safe/x', new_name });
    } catch (error) {
      refused = true;
      expect([new_name, asTtError(error).code]).toEqual([new_name, 'INPUT']);
    }
    const name = new_name.trim();
    if (!refused) {
      expect(name).toMatch(/^(?!\.\.?$)[^/\\?#%\n]+$/);
      before.set(`gs://lab/safe/${name}`, 'gs://lab/safe/x');
      before.delete('gs://lab/safe/x');
      bench.rows('bucket_rename_file', { file_path: `gs://lab/safe/${name}`, new_name: 'y' });
      bench.rows('bucket_rename_file', { file_path: 'gs://lab/safe/y', new_name: 'x' });
      before.delete(`gs://lab/safe/${name}`);
      before.set('gs://lab/safe/x', 'gs://lab/safe/x');
    }
    expect(bench.everything()).toEqual(before);
  }
});
