/** Credentials go to their store alone, and what has none is read as anybody may, or refused with the place to change it. */
import { storeDriver } from '../../../src/addon/access/store-driver';
import { saveStoreKeys } from '../../../src/addon/access/store-keys';
import type { GoogleAccess } from '../../../src/addon/interfaces/files-api';
import type { HttpRequest } from '../../../src/http/request';
import { fakeHost } from '../../support/fake-host';
import { HASHES, replyOf } from '../../volumes/store/bench';

const request = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  idempotent: true,
  route: 'gs://lab/a',
  ...more,
});

function hostWith(google: GoogleAccess, status = 200) {
  const host = fakeHost({ answer: () => replyOf(status, '') });
  host.storage = { google: () => google, googleToken: () => 'ya29.token', hashes: HASHES };
  saveStoreKeys(host, { name: 'nokura', accessKey: 'AKIA', secret: 'secret' });
  return host;
}
const ALLOWED: GoogleAccess = { state: 'allowed', link: '' };
const sentWith = (requests: HttpRequest[]) => {
  const host = hostWith(ALLOWED);
  storeDriver(host).send(requests);
  return host.sent.map(({ headers }) => headers?.authorization ?? '');
};

test('Google’s token goes to storage.googleapis.com, a key to its host, and nothing to any other', () => {
  expect(
    sentWith([
      request('https://storage.googleapis.com/storage/v1/b/lab/o', { signFor: 'gcs' }),
      request('https://c10s.pni.princeton.edu/lab', { signFor: 's3' }),
      request('https://storage.googleapis.com/lab/a'),
      request('https://evil.example/lab', { signFor: 'gcs' }),
      request('https://storage.googleapis.com@evil.example/lab', { signFor: 'gcs' }),
      request('http://storage.googleapis.com/lab', { signFor: 'gcs' }),
      request('https://td.princeton.edu/lab', { signFor: 's3' }),
    ]).map((header) => header.slice(0, 16)),
  ).toEqual(['Bearer ya29.toke', 'AWS4-HMAC-SHA256', '', '', '', '', '']);
});

test.each([
  [{ state: 'refused', link: 'https://allow.example' } as const, /you have not allowed/],
  [{ state: 'absent', link: '' } as const, /this build of Tracer Tools does not ask/],
])('without Google’s token %j: public objects are read, others say why', (google, words) => {
  const gcs = request('https://storage.googleapis.com/storage/v1/b/lab/o', { signFor: 'gcs' });
  expect(storeDriver(hostWith(google)).send([gcs])[0]!.status).toBe(200);
  expect(() => storeDriver(hostWith(google, 401)).send([gcs])).toThrow(words);
  const host = hostWith(google);
  expect(() => storeDriver(host).send([{ ...gcs, method: 'DELETE' }])).toThrow(words);
  expect(host.sent).toEqual([]);
});

test('a formula has nobody’s credentials', () => {
  const host = fakeHost({ answer: () => replyOf(200, '') });
  storeDriver(host).send([request('https://storage.googleapis.com/storage/v1/b/lab/o', { signFor: 'gcs' })]);
  expect(host.sent[0]!.headers?.authorization).toBeUndefined();
});
