/** Addresses that try to reach what they should not: each is refused or is one harmless name, on every function. */
import { asTtError } from '../../../../src/core/errors';
import { storeLocation } from '../../../../src/volumes/places/locate';
import { casesOf } from '../../../../workbench/long';
import { random } from '../../../../workbench/random';
import { HARMLESS, HOSTILE_ADDRESSES, HOSTILE_CALLS, NEW_NAMES } from '../../../support/hostile-paths';
import { type BucketBench, bucketBench } from './support';

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
  expect(new Set(HOSTILE_ADDRESSES).size).toBeGreaterThan(600);
});

test('each is refused with INPUT before a request, or names an object below the bucket that it shows', () => {
  for (const address of HOSTILE_ADDRESSES) {
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

/** Each address meets some of the functions in npm test, and all of them in npm run test:long. */
const EVERY = casesOf(8, 1);
const NUMBERED = HOSTILE_CALLS.map(([name, args], n): [string, (typeof HOSTILE_CALLS)[number][1], number] => [
  name,
  args,
  n,
]);

test.each(NUMBERED)('%s deletes and replaces nothing that the address does not name, %#', (name, args, n) => {
  const before = bench.everything();
  for (const address of HOSTILE_ADDRESSES.filter((_address, i) => (i + n) % EVERY === 0)) {
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

test('a new name or a typed one is never a way out, seed 11', () => {
  const chance = random(11);
  const pieces = ['..', '.', '/', '\\', '%2e', '?', '#', ' ', 'victim', '\n', '%2f'];
  const result = Array.from({ length: 200 }, () =>
    Array.from(
      { length: 1 + Math.floor(chance() * 4) },
      () => pieces[Math.floor(chance() * pieces.length)]!,
    ).join(''),
  );
  for (const new_name of [...NEW_NAMES, ...result]) {
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
