/** Names and addresses as the functions of the family read them. */

import type { Args } from '../../../../src/tools/declaration/declare';
import { checkedName, fileLocation, locationOf, within } from '../../../../src/tools/heavy/bucket/places';
import type { HeavyContext } from '../../../../src/tools/heavy/local-runner';
import { lastPart } from '../../../../src/volumes/store/address';

const ctx = {} as HeavyContext;
const args: Args = { file: 'gs://lab/a/b.csv', folder: 'gs://lab/a/', bucket: 'gs://lab' };

test('a file is no folder and no bucket', () => {
  expect(fileLocation(args, 'file', ctx)).toMatchObject({ name: 'a/b.csv', text: 'gs://lab/a/b.csv' });
  expect(() => fileLocation(args, 'folder', ctx)).toThrow(/gs:\/\/lab\/a is a folder/);
  expect(() => fileLocation(args, 'bucket', ctx)).toThrow(/gs:\/\/lab is a whole bucket/);
  expect(() => fileLocation(args, 'none', ctx)).toThrow(/none: an address .* is missing/);
});

test('a name in a folder, or in the bucket itself', () => {
  expect(within(locationOf(args, 'folder', ctx), 'x y').text).toBe('gs://lab/a/x y');
  expect(within(locationOf(args, 'bucket', ctx), 'x').text).toBe('gs://lab/x');
  expect([lastPart('a/b'), lastPart('b')]).toEqual(['b', 'b']);
});

test('a name stands alone', () => {
  expect(checkedName(' 1:0 ü.csv ', 'name')).toBe('1:0 ü.csv');
  for (const name of ['', ' ', 'a/b', '..', 'a?']) expect(() => checkedName(name, 'name')).toThrow(/^name: /);
});
