/** Buckets of the JSON API: who may list, create, delete and read them; those of other owners and other places. */
import type { CaveSandbox } from '../../../src';
import { fresh } from '../../ask';
import { asker, GOOGLE, json, text } from '../bench';

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
const create = (body: object, query = '?project=p') => ask(`${B}${query}`, { body: JSON.stringify(body) });
const put = (bucket: string, name: string, token?: null) =>
  ask(`${GOOGLE}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${name}`, {
    body: 'x',
    ...(token === null ? { token } : {}),
  });
const bucket = (name: string, more: object) => sandbox.stores.bucket('storage.googleapis.com', name, more);

test('a bucket is created once, listed, and deleted when it is empty', () => {
  const uniform = { iamConfiguration: { uniformBucketLevelAccess: { enabled: true } } };
  expect(json(create({ name: 'fresh', location: 'eu', ...uniform }))).toMatchObject({
    location: 'EU',
    ...uniform,
  });
  expect(reason(create({ name: 'fresh' }))).toEqual([409, 'conflict']);
  expect(reason(create({ name: 'No Name' }))).toEqual([400, 'invalid']);
  expect(reason(create({ name: 'other' }, ''))).toEqual([400, 'required']);
  expect(reason(ask(`${B}?project=p`, { token: null }))).toEqual([401, 'required']);
  const names = () =>
    (json(ask(`${B}?project=p&prefix=fre`)).items as { name: string }[]).map(({ name }) => name);
  expect(names()).toEqual(['fresh']);
  put('fresh', 'a');
  expect(reason(ask(`${B}/fresh`, { method: 'DELETE' }))).toEqual([409, 'conflict']);
  ask(`${B}/fresh/o/a`, { method: 'DELETE' });
  expect(ask(`${B}/fresh`, { method: 'DELETE' }).status).toBe(204);
  expect([names(), reason(ask(`${B}/fresh`))]).toEqual([[], [404, 'notFound']]);
});

test('a bucket of another owner: what anybody may, and a 403 for the rest', () => {
  bucket('theirs', { foreign: true }).put('a', Buffer.from('x'));
  bucket('secret', { foreign: true, open: false }).put('a', Buffer.from('x'));
  expect(text(ask(`${B}/theirs/o/a?alt=media`))).toBe('x');
  for (const [path, options] of [
    ['theirs/o', {}],
    ['theirs/o/none', {}],
    ['theirs/o/a', { method: 'DELETE' }],
    ['secret/o/a', {}],
    ['secret', {}],
    ['theirs', { method: 'DELETE' }],
    ['theirs/iam', {}],
  ] as const) {
    const reply = ask(`${B}/${path}`, options);
    expect([path, ...reason(reply)]).toEqual([path, 403, 'forbidden']);
    expect(text(reply)).toContain('The caller does not have storage.');
  }
  expect(reason(put('theirs', 'b'))).toEqual([403, 'forbidden']);
  expect(reason(create({ name: 'theirs' }))).toEqual([409, 'conflict']);
  const rewrite = (from: string, to: string) =>
    ask(`${B}/${from}/o/a/rewriteTo/b/${to}/o/copy`, { method: 'POST' }).status;
  put('tracer-volumes', 'a');
  expect([rewrite('secret', 'tracer-volumes'), rewrite('tracer-volumes', 'theirs')]).toEqual([403, 403]);
  expect(rewrite('theirs', 'tracer-volumes')).toBe(200);
});

test('whoever may not list is not told that an object is missing', () => {
  bucket('seen', { listed: true });
  bucket('unseen', {});
  const anybody = { token: null };
  expect(reason(ask(`${B}/seen/o/none`, anybody))).toEqual([404, 'notFound']);
  expect(reason(ask(`${B}/unseen/o/none`, anybody))).toEqual([401, 'required']);
  expect(reason(ask(`${B}/unseen/o/none`))).toEqual([404, 'notFound']);
  expect([ask(`${B}/seen/o`, anybody).status, ask(`${B}/unseen/o`, anybody).status]).toEqual([200, 401]);
  expect(ask(`${GOOGLE}/seen/none`, anybody).status).toBe(404);
  expect(text(ask(`${GOOGLE}/unseen/none`, anybody))).toContain('storage.objects.list');
  const members = (name: string) =>
    (json(ask(`${B}/${name}/iam`)).bindings as { role: string; members: string[] }[]).find(({ members: m }) =>
      m.includes('allUsers'),
    )?.role;
  expect([members('seen'), members('unseen'), members('tracer-companion-state')]).toEqual([
    'roles/storage.objectViewer',
    'roles/storage.legacyObjectReader',
    undefined,
  ]);
});

test('rights in a bucket, as they are asked for', () => {
  const rights = 'permissions=storage.objects.get&permissions=storage.objects.create&permissions=storage.x';
  const permissionsOf = (name: string, token?: null) =>
    json(ask(`${B}/${name}/iam/testPermissions?${rights}`, token === null ? { token } : {})).permissions;
  bucket('theirs', { foreign: true });
  expect(permissionsOf('tracer-volumes')).toEqual(['storage.objects.get', 'storage.objects.create']);
  expect(permissionsOf('theirs')).toEqual(['storage.objects.get']);
  expect(permissionsOf('tracer-volumes', null)).toEqual(['storage.objects.get']);
  expect(permissionsOf('tracer-companion-state', null)).toBeUndefined();
  expect(reason(ask(`${B}/theirs/iam/testPermissions`))).toEqual([400, 'required']);
});

test('the address that a client was given an endpoint for is in every address it is told', () => {
  const at = (path: string, options: { body?: string } = {}) =>
    sandbox.handle({
      method: options.body === undefined ? 'GET' : 'POST',
      path,
      headers: { authorization: `Bearer ${sandbox.storageToken}` },
      body: Buffer.from(options.body ?? ''),
    });
  const upload = '/storage.googleapis.com/upload/storage/v1/b/tracer-volumes/o?uploadType=resumable&name=a';
  const location = (mount: string) =>
    at(`${mount}${upload}`, { body: '{}' }).headers.find(([name]) => name === 'Location')![1];
  expect(location('/stores')).toMatch(/^https:\/\/storage\.googleapis\.com\/upload\//);
  expect(location('/emulators')).toMatch(/^http:\/\/[^/]+\/emulators\/storage\.googleapis\.com\/upload\//);
  put('tracer-volumes', 'a');
  const object = '/emulators/storage.googleapis.com/storage/v1/b/tracer-volumes/o/a';
  expect(json(at(object)).mediaLink).toContain('/emulators/storage.googleapis.com/download/');
  const call = `--e\r\nContent-Type: application/http\r\n\r\nGET http://x.test${object} HTTP/1.1\r\n\r\n\r\n--e--`;
  const batch = sandbox.handle({
    method: 'POST',
    path: '/emulators/storage.googleapis.com/batch/storage/v1',
    headers: {
      authorization: `Bearer ${sandbox.storageToken}`,
      'content-type': 'multipart/mixed; boundary=e',
    },
    body: Buffer.from(call),
  });
  expect(text(batch)).toContain('HTTP/1.1 200 OK');
});

test('the sandbox as the HTTP proxy of a client: hosts of stores by their names, no others', () => {
  put('tracer-volumes', 'a');
  const at = (path: string) =>
    sandbox.handle({
      method: 'GET',
      path,
      headers: { authorization: `Bearer ${sandbox.storageToken}` },
      body: new Uint8Array(0),
    });
  const object = at('http://storage.googleapis.com/storage/v1/b/tracer-volumes/o/a');
  expect(json(object).mediaLink).toMatch(/^http:\/\/storage\.googleapis\.com\/download\//);
  expect(at('http://c10s.pni.princeton.edu/nowhere/x').status).toBe(404);
  expect(at('http://example.org/').status).toBe(404);
});
