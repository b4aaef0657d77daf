/** Keys of S3 stores: one host each, never shown, refused in words that repeat nothing of them. */
import {
  isStoreHost,
  keysFor,
  ownStores,
  removeStoreKeys,
  saveStoreKeys,
  storeViews,
  userAliases,
} from '../../../src/addon/access/store-keys';
import { fakeHost } from '../../support/fake-host';

const KEY = { accessKey: 'AKIAEXAMPLE', secret: 'abc/def+ghi' };
const host = fakeHost();
const stores = () => ownStores(host);

test('a key belongs to its host alone; Amazon’s regions share one, each under its own region', () => {
  saveStoreKeys(host, { name: 'nokura', ...KEY });
  saveStoreKeys(host, { name: 's3', ...KEY, region: 'eu-west-1' });
  saveStoreKeys(host, { name: 'ourlab', host: 'https://S3.Example.org/', ...KEY });
  expect(keysFor(stores(), 'c10s.pni.princeton.edu')).toMatchObject({ ...KEY, region: 'us-east-1' });
  expect(keysFor(stores(), 's3.amazonaws.com')?.region).toBe('eu-west-1');
  expect(keysFor(stores(), 's3.ap-south-1.amazonaws.com')?.region).toBe('ap-south-1');
  expect(keysFor(stores(), 's3.example.org')).toMatchObject(KEY);
  for (const other of ['td.princeton.edu', 'example.org', 'evil.s3.example.org', ''])
    expect(keysFor(stores(), other)).toBeNull();
  expect(userAliases(stores())).toEqual({ ourlab: 's3.example.org' });
});

test('no part of a key is in a view; an alias may be without one', () => {
  saveStoreKeys(host, { name: 'open', host: 's3.open.org' });
  const text = JSON.stringify(storeViews(stores()));
  expect(text).not.toMatch(/AKIA|abc|def/);
  expect(storeViews(stores())).toContainEqual({ name: 'open', host: 's3.open.org', hasKeys: false });
  expect(keysFor(stores(), 's3.open.org')).toBeNull();
  expect(isStoreHost(stores(), 's3.open.org')).toBe(true);
  removeStoreKeys(host, 'open');
  expect(isStoreHost(stores(), 's3.open.org')).toBe(false);
});

test.each([
  [{ name: 'nokura' }, /missing/],
  [{ name: 'nokura', accessKey: 'AKIA', secret: 'two words' }, /two parts/],
  [{ name: 'nokura', accessKey: 'AKIA' }, /two parts/],
  [{ name: 'nokura', accessKey: 'AKIA', secret: 'x\ny' }, /two parts/],
  [{ name: 'gs', host: 's3.example.org', ...KEY }, /alias "gs"/],
  [{ name: 'https', host: 's3.example.org', ...KEY }, /alias "https"/],
  [{ name: 'lab', host: 'localhost', ...KEY }, /the host has to be a name/],
  [{ name: 'lab', host: '169.254.169.254', ...KEY }, /the host has to be a name/],
  [{ name: 'lab', host: 's3.example.org:9000', ...KEY }, /without a port/],
  [{ name: 'lab', host: 's3.example.org', ...KEY, region: 'a b' }, /one word/],
  [{ name: 'lab', host: 's3.example.org', ...KEY, sessionToken: 'x'.repeat(5000) }, /one word/],
])('refused: %j', (form, words) => {
  const before = new Map(host.kept.user);
  let message = '';
  try {
    saveStoreKeys(host, form);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(words);
  expect(message).not.toContain(KEY.secret);
  expect(host.kept.user).toEqual(before);
});
