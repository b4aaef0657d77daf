/**
 * Adding a kind of store is one file and its line in the list: a store that nothing else knows works in every function
 * and on the command line, and its addresses are read as strictly as all others.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main';
import { otherLocation } from '../../../src/volumes/places/locate';
import { OTHER_STORES } from '../../../src/volumes/places/open-store';
import { BUCKETS, toyStore } from '../../support/toy-store';

// The line.
OTHER_STORES.toy = toyStore;

const folder = mkdtempSync(join(tmpdir(), 'toy-'));
const path = (name: string) => join(folder, name);
mkdirSync(path('vol/mesh'), { recursive: true });
writeFileSync(path('vol/info'), '{}');
writeFileSync(path('vol/mesh/1:0'), 'mesh');
writeFileSync(path('big'), 'piece by piece '.repeat(360_000));

async function run(...argv: string[]): Promise<{ code: number; rows: string[][]; err: string }> {
  let [out, err] = ['', ''];
  const code = await main(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: {},
    home: folder,
    stopped: Promise.resolve(),
  });
  return { code, rows: out.split('\n').map((line) => line.split('\t')), err };
}
const names = (bucket: string) => [...(BUCKETS.get(bucket)?.keys() ?? [])].sort();

test('every function of files on it, from the command line', async () => {
  expect(await run('bucket_upload_folder', path('vol'), 'toy://lab/vol')).toMatchObject({ code: 0, err: '' });
  expect(names('lab')).toEqual(['vol/info', 'vol/mesh/1:0']);
  const { rows } = await run('bucket_list', 'toy://lab/vol', '--no-headers');
  expect(rows.map(([name, bytes]) => [name, bytes])).toEqual([
    ['mesh/', ''],
    ['info', '2'],
    ['', undefined],
  ]);
  for (const [call, code] of [
    ['bucket_copy_folder toy://lab/vol toy://other/vol', 0],
    ['bucket_move_file toy://lab/vol/info toy://lab/moved', 0],
    ['bucket_rename_file toy://lab/moved/info renamed', 0],
    ['bucket_delete_file toy://lab/moved/renamed', 0],
    ['bucket_delete_file toy://lab/moved/renamed', 3],
    ['bucket_delete_folder toy://lab/vol vol', 0],
    [`bucket_upload_file ${path('big')} toy://lab/up`, 0],
    [`bucket_download_file toy://lab/up/big ${path('down')}`, 0],
    [`bucket_download_folder toy://other/vol ${path('down/vol')}`, 0],
  ] as const) {
    expect([call, await run(...call.split(' '))]).toEqual([call, expect.objectContaining({ code })]);
  }
  expect([names('lab'), names('other')]).toEqual([['up/big'], ['vol/info', 'vol/mesh/1:0']]);
  expect(readFileSync(path('down/big')).equals(readFileSync(path('big')))).toBe(true);
  expect(readFileSync(path('down/vol/mesh/1:0'), 'utf8')).toBe('mesh');
});

test.each(['toy://lab/../x', 'toy://lab//x', 'toy://lab/a%2e', 'toy://lab/a?b', 'toy://LAB/x', 'toy://'])(
  '%s is refused',
  async (address) => {
    expect(() => otherLocation(address, 'path')).toThrow(expect.objectContaining({ code: 'INPUT' }));
    expect(await run('bucket_delete_file', address)).toMatchObject({ code: 2 });
  },
);

test('other texts are none of its addresses', () => {
  for (const text of [
    'gs://lab/x',
    'toys://lab/x',
    'toy:/lab/x',
    'constructor://lab/x',
    '',
    'a/toy://lab/x',
  ]) {
    expect(otherLocation(text, 'path')).toBeNull();
  }
});
