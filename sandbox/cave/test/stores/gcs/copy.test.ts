/** Copies within Google: over several calls between locations, with their metadata, ACL, holds and generations. */
import type { CaveSandbox } from '../../../src';
import { fresh } from '../../ask';
import { asker, GOOGLE, json } from '../bench';

const B = `${GOOGLE}/storage/v1/b`;
let sandbox: CaveSandbox;
let ask: ReturnType<typeof asker>;
beforeEach(() => {
  sandbox = fresh();
  ask = asker(sandbox);
});

const reason = (reply: ReturnType<typeof ask>): [number, string] => [
  reply.status,
  (json(reply).error as { errors: { reason: string }[] }).errors[0]!.reason,
];
const bucket = (name: string, more: object = {}) =>
  sandbox.stores.bucket('storage.googleapis.com', name, more);
const rewrite = (path: string, query = '', body = '') =>
  ask(`${B}/${path}${query}`, { method: 'POST', body });

test('between locations a copy takes calls, each with the token of the last; copyTo cannot', () => {
  const size = 6e9;
  const read = (first: number, last: number) => new Uint8Array(last - first + 1);
  bucket('here').put('big', { size, read }, { contentType: 'x/y' });
  bucket('far', { location: 'EU' });
  const within = json(rewrite('here/o/big/rewriteTo/b/here/o/copy'));
  expect(within).toMatchObject({ done: true, objectSize: String(size) });
  expect((within.resource as { crc32c: string }).crc32c).toBe(json(ask(`${B}/here/o/big`)).crc32c);
  const path = 'here/o/big/rewriteTo/b/far/o/copy';
  let reply = json(rewrite(path));
  let calls = 1;
  for (; reply.done === false; calls++) {
    expect(bucket('far').size).toBe(0);
    reply = json(rewrite(path, `?rewriteToken=${encodeURIComponent(String(reply.rewriteToken))}`));
  }
  expect(calls).toBe(Math.ceil(size / (16 * 1024 * 1024)));
  expect(reply).toMatchObject({ totalBytesRewritten: String(size), resource: { contentType: 'x/y' } });
  expect(reason(rewrite('here/o/big/copyTo/b/far/o/other'))).toEqual([413, 'uploadTooLarge']);
});

test('metadata of the source, or all of the request’s; an ACL is not copied', () => {
  bucket('here', { open: false }).put('a', Buffer.from('x'), {
    contentEncoding: 'gzip',
    cacheControl: 'no-store',
    metadata: { k: 'v' },
    open: true,
  });
  const facts = (name: string) => bucket('here').get(name)!.facts;
  rewrite('here/o/a/rewriteTo/b/here/o/b');
  expect(facts('b')).toMatchObject({ contentEncoding: 'gzip', metadata: { k: 'v' }, open: false });
  rewrite('here/o/a/rewriteTo/b/here/o/c', '?destinationPredefinedAcl=publicRead', '{"contentType":"x/y"}');
  expect(facts('c')).toMatchObject({ contentType: 'x/y', contentEncoding: '', metadata: {}, open: true });
  expect(reason(rewrite('here/o/a/rewriteTo/b/here/o/d', '?destinationPredefinedAcl=all'))).toEqual([
    400,
    'invalid',
  ]);
  rewrite('here/o/a/moveTo/o/e');
  expect(facts('e')).toMatchObject({ contentEncoding: 'gzip', open: true });
});

test('a generation that is gone is not found; an object on hold is neither deleted nor replaced', () => {
  bucket('here').put('a', Buffer.from('1'));
  const { generation } = json(ask(`${B}/here/o/a`));
  bucket('here').put('a', Buffer.from('2'));
  for (const [method, query] of [
    ['GET', ''],
    ['DELETE', ''],
    ['PATCH', ''],
  ] as const) {
    const reply = ask(`${B}/here/o/a?generation=${String(generation)}${query}`, { method, body: '' });
    expect(reason(reply)).toEqual([404, 'notFound']);
  }
  expect(reason(rewrite('here/o/a/rewriteTo/b/here/o/b', `?sourceGeneration=${String(generation)}`))).toEqual(
    [404, 'notFound'],
  );
  expect(reason(ask(`${B}/here/o/a?generation=x`))).toEqual([400, 'invalid']);
  bucket('here').put('b', Buffer.from('b'));
  ask(`${B}/here/o/a`, { method: 'PATCH', body: '{"temporaryHold":true}' });
  expect(json(ask(`${B}/here/o/a`)).temporaryHold).toBe(true);
  const upload = `${GOOGLE}/upload/storage/v1/b/here/o?uploadType=media&name=a`;
  for (const reply of [
    ask(`${B}/here/o/a`, { method: 'DELETE' }),
    rewrite('here/o/b/rewriteTo/b/here/o/a'),
    rewrite('here/o/a/moveTo/o/c'),
    rewrite('here/o/b/moveTo/o/a'),
    rewrite('here/o/a/compose', '', '{"sourceObjects":[{"name":"b"}]}'),
    ask(upload, { body: 'x' }),
  ]) {
    expect(reason(reply)).toEqual([403, 'objectUnderActiveHold']);
  }
  ask(`${B}/here/o/a`, { method: 'PATCH', body: '{"temporaryHold":false}' });
  expect(ask(`${B}/here/o/a`, { method: 'DELETE' }).status).toBe(204);
});

test('a name that no object can have', () => {
  bucket('here').put('a', Buffer.from('x'));
  const put = (name: string) =>
    ask(`${GOOGLE}/upload/storage/v1/b/here/o?uploadType=media&name=${name}`, { body: 'x' });
  for (const name of ['.', '..', 'a%0Ab', '.well-known%2Facme-challenge%2Fx', 'x'.repeat(1025)]) {
    expect([name, ...reason(put(name))]).toEqual([name, 400, 'invalid']);
  }
  expect(reason(rewrite('here/o/a/rewriteTo/b/here/o/a%0Ab'))).toEqual([400, 'invalid']);
  expect(reason(rewrite('here/o/a/moveTo/o/a%0Ab'))).toEqual([400, 'invalid']);
  expect([put('x'.repeat(1024)).status, put('...').status]).toEqual([200, 200]);
});
