/** Buckets of the S3 kind: created, listed, of other owners, without ACLs; questions that have another answer than a list. */
import type { CaveSandbox } from '../../../src';
import { fresh } from '../../ask';
import { head, NOKURA, text } from '../bench';
import { AMAZON, code, field, plainAsker, s3Asker } from './bench';

let sandbox: CaveSandbox;
let ask: ReturnType<typeof s3Asker>;
let anybody: ReturnType<typeof plainAsker>;
beforeEach(() => {
  sandbox = fresh();
  ask = s3Asker(sandbox);
  anybody = plainAsker(sandbox);
});
const bucket = (name: string, more: object = { open: false }, host = NOKURA) =>
  sandbox.stores.bucket(new URL(host).host, name, more);

test('created, listed and deleted; each kind says in its way that a bucket is there', () => {
  expect(ask('PUT', `${AMAZON}/fresh`).status).toBe(200);
  expect(ask('PUT', `${AMAZON}/fresh`).status).toBe(200);
  expect(ask('PUT', `${NOKURA}/fresh`).status).toBe(200);
  expect(code(ask('PUT', `${NOKURA}/fresh`))).toEqual([409, 'BucketAlreadyOwnedByYou']);
  expect(code(ask('PUT', `${NOKURA}/No_Name`))).toEqual([400, 'InvalidBucketName']);
  expect(code(anybody('PUT', `${NOKURA}/other`))).toEqual([403, 'AccessDenied']);
  expect(field(ask('GET', `${NOKURA}/`), 'Name')).toContain('fresh');
  expect(code(anybody('GET', `${NOKURA}/`))).toEqual([403, 'AccessDenied']);
  ask('PUT', `${NOKURA}/fresh/a`, { body: 'x' });
  expect(code(ask('DELETE', `${NOKURA}/fresh`))).toEqual([409, 'BucketNotEmpty']);
  ask('DELETE', `${NOKURA}/fresh/a`);
  expect(ask('DELETE', `${NOKURA}/fresh`).status).toBe(204);
  expect(code(ask('GET', `${NOKURA}/fresh?list-type=2`))).toEqual([404, 'NoSuchBucket']);
});

test('a new bucket of Amazon has no ACLs, unless it was created with them', () => {
  ask('PUT', `${AMAZON}/fresh`);
  const put = (acl: string, name = 'fresh') =>
    code(ask('PUT', `${AMAZON}/${name}/a`, { body: 'x', headers: { 'x-amz-acl': acl } }));
  expect(put('bucket-owner-full-control')).toEqual([200, undefined]);
  expect(put('public-read')).toEqual([400, 'AccessControlListNotSupported']);
  const cannedAcl = { headers: { 'x-amz-acl': 'public-read' } };
  expect(code(ask('PUT', `${AMAZON}/fresh/a?acl=`, cannedAcl))).toEqual([
    400,
    'AccessControlListNotSupported',
  ]);
  ask('PUT', `${AMAZON}/older`, { headers: { 'x-amz-object-ownership': 'ObjectWriter' } });
  expect(put('public-read', 'older')).toEqual([200, undefined]);
  expect(code(ask('PUT', `${AMAZON}/older/a?acl=`))).toEqual([400, 'MissingSecurityHeader']);
  const grants = '<AccessControlPolicy><AccessControlList/></AccessControlPolicy>';
  expect(ask('PUT', `${AMAZON}/older/a?acl=`, { body: grants }).status).toBe(200);
  expect(code(anybody('GET', `${AMAZON}/older/a`))).toEqual([403, 'AccessDenied']);
});

test('a bucket of another owner: keys have no more rights than anybody', () => {
  bucket('theirs', { foreign: true }).put('a', Buffer.from('x'));
  bucket('secret', { foreign: true, open: false }).put('a', Buffer.from('x'));
  bucket('lab');
  expect(text(ask('GET', `${NOKURA}/theirs/a`))).toBe('x');
  const refusal = [403, 'AccessDenied'];
  expect(code(ask('GET', `${NOKURA}/theirs/none`))).toEqual(refusal);
  expect(code(ask('GET', `${NOKURA}/secret/a`))).toEqual(refusal);
  expect(code(ask('GET', `${NOKURA}/theirs?list-type=2`))).toEqual(refusal);
  expect(code(ask('PUT', `${NOKURA}/theirs/b`, { body: 'x' }))).toEqual(refusal);
  expect(code(ask('DELETE', `${NOKURA}/theirs`))).toEqual(refusal);
  expect(code(ask('PUT', `${NOKURA}/theirs`))).toEqual([409, 'BucketAlreadyExists']);
  const copy = (from: string) =>
    code(ask('PUT', `${NOKURA}/lab/a`, { headers: { 'x-amz-copy-source': `/${from}/a` } }));
  expect([copy('secret'), copy('theirs')]).toEqual([refusal, [200, undefined]]);
});

test('a bucket that anybody may list says what is missing', () => {
  bucket('seen', { listed: true }).put('a', Buffer.from('x'));
  expect(field(anybody('GET', `${NOKURA}/seen?list-type=2`), 'Key')).toEqual(['a']);
  expect(code(anybody('GET', `${NOKURA}/seen/none`))).toEqual([404, 'NoSuchKey']);
});

test('what is not here is said to be so: no question is answered with a list or with an object', () => {
  bucket('lab').put('a', Buffer.from('x'));
  expect(text(ask('GET', `${NOKURA}/lab?location=`))).toContain('<LocationConstraint');
  expect(text(ask('GET', `${NOKURA}/lab?versioning=`))).toContain('<VersioningConfiguration');
  expect(text(ask('GET', `${NOKURA}/lab/a?tagging=`))).toContain('<TagSet/>');
  expect(code(ask('GET', `${NOKURA}/lab?policy=`))).toEqual([404, 'NoSuchBucketPolicy']);
  expect(code(ask('GET', `${NOKURA}/lab?lifecycle=`))).toEqual([404, 'NoSuchLifecycleConfiguration']);
  for (const path of ['lab?versions=', 'lab/a?attributes=', 'lab/a?partNumber=1', 'lab/a?versionId=x']) {
    expect([path, ...code(ask('GET', `${NOKURA}/${path}`))]).toEqual([path, 501, 'NotImplemented']);
  }
  expect(code(ask('PUT', `${NOKURA}/lab?policy=`, { body: 'x' }))).toEqual([501, 'NotImplemented']);
  expect(code(anybody('GET', `${NOKURA}/lab?policy=`))).toEqual([403, 'AccessDenied']);
});

test('the first version of the list: markers, named where the kind names them', () => {
  for (const host of [NOKURA, AMAZON]) {
    for (const key of ['a', 'b/1', 'b/2', 'c']) bucket('lab', {}, host).put(key, Buffer.from('x'));
  }
  const list = (host: string, query: string) => ask('GET', `${host}/lab?${query}`);
  expect(field(list(NOKURA, 'max-keys=2'), 'NextMarker')).toEqual(['b/1']);
  expect(field(list(AMAZON, 'max-keys=2'), 'NextMarker')).toEqual([]);
  expect(field(list(AMAZON, 'max-keys=2&delimiter=%2F'), 'NextMarker')).toEqual(['b/']);
  expect(field(list(AMAZON, 'marker=b%2F1'), 'Key')).toEqual(['b/2', 'c']);
  expect(field(list(AMAZON, 'marker=b%2F&delimiter=%2F'), 'Key')).toEqual(['c']);
  expect(field(list(NOKURA, ''), 'KeyCount')).toEqual([]);
  expect(code(list(NOKURA, 'list-type=2&continuation-token=x'))).toEqual([400, 'InvalidArgument']);
});

test('what a policy holds: one deletion is refused, a deletion of many names what stays', () => {
  const lab = bucket('lab');
  const { etag } = lab.put('a', Buffer.from('1'));
  lab.put('held', Buffer.from('2'), { held: true });
  lab.put('changed', Buffer.from('3'));
  expect(code(ask('DELETE', `${NOKURA}/lab/held`))).toEqual([403, 'AccessDenied']);
  const item = (key: string, tag = '') =>
    `<Object><Key>${key}</Key>${tag === '' ? '' : `<ETag>"${tag}"</ETag>`}</Object>`;
  const body = `<Delete><Quiet>true</Quiet>${item('a', etag)}${item('held')}${item('changed', etag)}</Delete>`;
  const reply = ask('POST', `${NOKURA}/lab?delete=`, { body });
  expect([field(reply, 'Key'), field(reply, 'Code')]).toEqual([
    ['held', 'changed'],
    ['AccessDenied', 'PreconditionFailed'],
  ]);
  expect(lab.list({ most: 9 }).items.map(({ name }) => name)).toEqual(['changed', 'held']);
});

test('times and lengths: what has not changed is not sent, a key has at most 1,024 bytes', () => {
  bucket('lab').put('a', Buffer.from('x'));
  const [modifiedAt] = head(ask('GET', `${NOKURA}/lab/a`), 'last-modified');
  const get = (headers: Record<string, string>) => ask('GET', `${NOKURA}/lab/a`, { headers });
  const older = 'Mon, 01 Jan 2024 00:00:00 GMT';
  expect(get({ 'if-modified-since': modifiedAt! }).status).toBe(304);
  expect(get({ 'if-modified-since': older }).status).toBe(200);
  expect(code(get({ 'if-unmodified-since': older }))).toEqual([412, 'PreconditionFailed']);
  expect(get({ 'if-unmodified-since': modifiedAt! }).status).toBe(200);
  const put = (key: string) => code(ask('PUT', `${NOKURA}/lab/${key}`, { body: 'x' }));
  expect([put('x'.repeat(1024)), put('x'.repeat(1025))]).toEqual([
    [200, undefined],
    [400, 'KeyTooLongError'],
  ]);
});
