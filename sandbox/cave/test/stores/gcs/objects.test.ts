/** The JSON API beyond reading and writing: offsets, globs, fields, moves, composed objects, batches, ACL, sums. */
import { createHash } from 'node:crypto';
import type { CaveSandbox } from '../../../src';
import { fresh } from '../../ask';
import { asker, GOOGLE, json, text } from '../bench';

const API = `${GOOGLE}/storage/v1/b/tracer-volumes/o`;
const CLOSED = `${GOOGLE}/storage/v1/b/tracer-companion-state/o`;
const UP = `${GOOGLE}/upload/storage/v1/b/tracer-volumes/o`;

let sandbox: CaveSandbox;
let ask: ReturnType<typeof asker>;
beforeEach(() => {
  sandbox = fresh();
  ask = asker(sandbox);
});

const put = (name: string, body = name, more = '') =>
  ask(`${UP}?uploadType=media&name=${encodeURIComponent(name)}${more}`, { body });
const reason = (reply: ReturnType<typeof ask>): [number, string] => [
  reply.status,
  (json(reply).error as { errors: { reason: string }[] }).errors[0]!.reason,
];
const names = (query: string): string[] =>
  ((json(ask(`${API}?${query}`)).items ?? []) as { name: string }[]).map(({ name }) => name);
const md5 = (body: string | Uint8Array) => createHash('md5').update(body).digest('base64');

test('offsets are names: the first is in, the second is not', () => {
  for (const name of ['a', 'b', 'b/1', 'c', 'ü']) put(name);
  expect(names('startOffset=b')).toEqual(['b', 'b/1', 'c', 'ü']);
  expect(names('endOffset=b/1')).toEqual(['a', 'b']);
  expect(names('startOffset=b&endOffset=c')).toEqual(['b', 'b/1']);
  expect(names('startOffset=b&maxResults=2')).toEqual(['b', 'b/1']);
});

test.each([
  ['*', ['1:0', 'a.b']],
  ['**', ['1:0', 'a.b', 'm/1', 'm/12', 'm/n/3']],
  ['m/?', ['m/1']],
  ['m/**/3', ['m/n/3']],
  ['m/{1,12}', ['m/1', 'm/12']],
  ['[!m]*', ['1:0', 'a.b']],
  ['[0-9]:?', ['1:0']],
  ['a.b', ['a.b']],
  ['a?b', ['a.b']],
])('matchGlob=%s', (glob, found) => {
  for (const name of ['1:0', 'a.b', 'm/1', 'm/12', 'm/n/3']) put(name);
  expect(names(`matchGlob=${encodeURIComponent(glob)}`)).toEqual(found);
});

test('a glob goes with the delimiter / alone, and has to be one', () => {
  expect(reason(ask(`${API}?matchGlob=*&delimiter=:`))).toEqual([400, 'invalid']);
  expect(reason(ask(`${API}?matchGlob=%7Ba`))).toEqual([400, 'invalid']);
});

test('fields: what is selected and nothing else', () => {
  put('a', '12');
  put('b', '345');
  const list = (fields: string) => json(ask(`${API}?maxResults=1&fields=${encodeURIComponent(fields)}`));
  expect(list('items(name,size)')).toEqual({ items: [{ name: 'a', size: '2' }] });
  expect(list('items/name,nextPageToken')).toEqual({
    items: [{ name: 'a' }],
    nextPageToken: expect.any(String),
  });
  expect(list('prefixes')).toEqual({});
  expect(json(ask(`${API}/a?fields=name`))).toEqual({ name: 'a' });
  expect(text(ask(`${API}/a?alt=media&fields=name`))).toBe('12');
  for (const bad of ['items(', '(', 'items(name', 'a,,b', 'a)', 'items(md5hash)'])
    expect(reason(ask(`${API}?fields=${encodeURIComponent(bad)}`))).toEqual([400, 'invalidParameter']);
});

test('moveTo: one step, with its conditions; onto itself it is refused', () => {
  const { generation } = json(put('from', 'x', '&contentEncoding=gzip'));
  put('taken');
  const move = (from: string, to: string, query = '') =>
    ask(`${API}/${from}/moveTo/o/${to}${query}`, { method: 'POST' });
  expect(reason(move('from', 'from'))).toEqual([400, 'invalid']);
  expect(reason(move('none', 'to'))[0]).toBe(404);
  expect(reason(move('from', 'taken', '?ifGenerationMatch=0'))).toEqual([412, 'conditionNotMet']);
  expect(reason(move('from', 'to', '?ifSourceGenerationMatch=1'))).toEqual([412, 'conditionNotMet']);
  const reply = json(move('from', 'to', `?ifSourceGenerationMatch=${String(generation)}`));
  expect(reply).toMatchObject({ name: 'to', contentEncoding: 'gzip', size: '1' });
  expect(names('')).toEqual(['taken', 'to']);
  expect(ask(`${API}/to/moveTo/o/x`, { method: 'POST', token: null }).status).toBe(401);
});

test('a rewrite token is good for one source, generation and target', () => {
  put('from', 'x'.repeat(2_100_000));
  const rewrite = (to: string, query: string) =>
    ask(`${API}/from/rewriteTo/b/tracer-volumes/o/${to}?maxBytesRewrittenPerCall=1048576${query}`, {
      method: 'POST',
    });
  const token = encodeURIComponent(String(json(rewrite('to', '')).rewriteToken));
  expect(names('prefix=to')).toEqual([]);
  expect(reason(rewrite('other', `&rewriteToken=${token}`))).toEqual([400, 'invalid']);
  expect(json(rewrite('to', `&rewriteToken=${token}`)).totalBytesRewritten).toBe('2097152');
  put('from', 'y'.repeat(2_100_000));
  expect(reason(rewrite('to', `&rewriteToken=${token}`))).toEqual([400, 'invalid']);
  expect(reason(rewrite('to', '&rewriteToken=x'))).toEqual([400, 'invalid']);
});

test('compose: in order, at most 32, a CRC32C and no MD5', () => {
  put('1', 'one ');
  const { generation } = json(put('2', 'two'));
  const compose = (sourceObjects: unknown, query = '') =>
    ask(`${API}/whole/compose${query}`, {
      body: JSON.stringify({ sourceObjects, destination: { contentType: 'text/plain' } }),
    });
  const whole = json(compose([{ name: '1' }, { name: '2', generation }]));
  expect(whole).toMatchObject({ size: '7', contentType: 'text/plain', componentCount: 2 });
  expect(whole).not.toHaveProperty('md5Hash');
  expect(whole.crc32c).toBe(json(put('same', 'one two')).crc32c);
  expect(text(ask(`${API}/whole?alt=media`))).toBe('one two');
  expect(ask(`${API}/whole?alt=media`).headers.flat()).not.toContain(`md5=${md5('one two')}`);
  expect(reason(compose([]))).toEqual([400, 'required']);
  expect(reason(compose(Array(33).fill({ name: '1' })))).toEqual([400, 'invalid']);
  expect(reason(compose([{ name: 'none' }]))[0]).toBe(404);
  expect(reason(compose([{ name: '1', objectPreconditions: { ifGenerationMatch: '1' } }]))[0]).toBe(412);
  expect(reason(compose([{ name: '1' }], '?ifGenerationMatch=0'))[0]).toBe(412);
});

test('a batch answers each call in its part, with its id', () => {
  put('a');
  put('b');
  const call = (id: number, line: string, more = '') =>
    `--edge\r\nContent-Type: application/http\r\nContent-ID: <x+${id}>\r\n\r\n${line} HTTP/1.1\r\n${more}\r\n\r\n`;
  const batch = (body: string, token?: null) =>
    ask(`${GOOGLE}/batch/storage/v1`, {
      body,
      headers: { 'content-type': 'multipart/mixed; boundary="edge"' },
      ...(token === null ? { token } : {}),
    });
  const path = '/storage/v1/b/tracer-volumes/o';
  const calls =
    call(1, `DELETE ${path}/a`) +
    call(2, `DELETE ${path}/none`) +
    call(3, `PATCH ${path}/b`, 'Content-Type: application/json\r\n\r\n{"contentType":"x/y"}');
  const reply = batch(`${calls}--edge--`);
  expect(reply.status).toBe(200);
  const parts = text(reply).split('--batch_sandbox').slice(1, -1);
  expect(parts.map((part) => /HTTP\/1\.1 (\d+)/.exec(part)![1])).toEqual(['204', '404', '200']);
  expect(parts.map((part) => /Content-ID: <(.*)>/.exec(part)![1])).toEqual(
    [1, 2, 3].map((n) => `response-x+${n}`),
  );
  expect(names('')).toEqual(['b']);
  expect(json(ask(`${API}/b`)).contentType).toBe('x/y');
  expect(text(batch(`${call(1, `DELETE ${path}/b`)}--edge--`, null))).toContain('HTTP/1.1 401');
  expect(batch('nothing').status).toBe(400);
  expect(batch(`${call(1, 'DELETE').repeat(1001)}--edge--`).status).toBe(400);
});

test('all people may read what its ACL says; a bucket with uniform access has no such list', () => {
  sandbox.stores.bucket('storage.googleapis.com', 'lab', { open: false });
  const lab = `${GOOGLE}/storage/v1/b/lab/o/x`;
  ask(`${GOOGLE}/upload/storage/v1/b/lab/o?uploadType=media&name=x`, { body: 'x' });
  const anybody = () => ask(`${lab}?alt=media`, { token: null }).status;
  const insert = { body: '{"entity":"allUsers","role":"READER"}' };
  expect(anybody()).toBe(401);
  expect(json(ask(`${lab}/acl`, insert))).toMatchObject({ entity: 'allUsers', role: 'READER' });
  expect([anybody(), json(ask(`${lab}/acl`)).items]).toEqual([
    200,
    [expect.objectContaining({ role: 'OWNER' }), expect.objectContaining({ role: 'READER' })],
  ]);
  expect(ask(`${lab}/acl/allUsers`, { method: 'DELETE' }).status).toBe(204);
  expect([anybody(), ask(`${lab}/acl/allUsers`).status]).toEqual([401, 404]);
  expect(ask(`${lab}/acl`, { ...insert, token: null }).status).toBe(401);
  const state = `${GOOGLE}/upload/storage/v1/b/tracer-companion-state/o?uploadType=media&name=x`;
  ask(state, { body: 'x' });
  expect(reason(ask(`${CLOSED}/x/acl`, insert))).toEqual([400, 'invalid']);
  expect(reason(ask(`${state}&predefinedAcl=publicRead`, { body: 'x' }))).toEqual([400, 'invalid']);
  const uniformAccess = (bucket: string) =>
    json(ask(`${GOOGLE}/storage/v1/b/${bucket}?fields=iamConfiguration/uniformBucketLevelAccess`))
      .iamConfiguration;
  expect(uniformAccess('lab')).toEqual({ uniformBucketLevelAccess: { enabled: false } });
  expect(uniformAccess('tracer-companion-state')).toEqual({ uniformBucketLevelAccess: { enabled: true } });
});

test('an ACL in a metadata document, shown to whoever asks for all of it', () => {
  sandbox.stores.bucket('storage.googleapis.com', 'lab', { open: false });
  const lab = `${GOOGLE}/storage/v1/b/lab/o/x`;
  ask(`${GOOGLE}/upload/storage/v1/b/lab/o?uploadType=media&name=x`, { body: 'x' });
  const patch = (acl: unknown) =>
    json(ask(`${lab}?projection=full`, { method: 'PATCH', body: JSON.stringify({ acl }) })).acl;
  const entities = (acl: unknown) => (acl as { entity: string }[]).map(({ entity }) => entity);
  expect(entities(patch([{ entity: 'allUsers', role: 'READER' }]))).toContain('allUsers');
  expect(ask(`${GOOGLE}/lab/x`, { token: null }).status).toBe(200);
  expect(entities(patch([]))).not.toContain('allUsers');
  expect(ask(`${GOOGLE}/lab/x`, { token: null }).status).toBe(403);
  expect(json(ask(lab))).not.toHaveProperty('acl');
  ask(`${GOOGLE}/upload/storage/v1/b/tracer-companion-state/o?uploadType=media&name=x`, { body: 'x' });
  expect(reason(ask(`${CLOSED}/x`, { method: 'PATCH', body: '{"acl":[]}' }))).toEqual([400, 'invalid']);
});

test('PATCH changes single keys, null unsets; PUT unsets what it does not name', () => {
  put('x', 'x', '&contentEncoding=gzip');
  const change = (method: string, body: object) =>
    json(ask(`${API}/x`, { method, body: JSON.stringify(body) }));
  change('PATCH', { cacheControl: 'no-store', metadata: { a: '1', b: '2' } });
  const reply = change('PATCH', { contentEncoding: null, metadata: { a: null, c: '3' } });
  expect(reply).toMatchObject({ cacheControl: 'no-store', metadata: { b: '2', c: '3' } });
  expect(reply).not.toHaveProperty('contentEncoding');
  const replaced = change('PUT', { contentType: 'x/y' });
  expect(replaced).toMatchObject({ contentType: 'x/y', size: '1' });
  for (const key of ['cacheControl', 'metadata']) expect(replaced).not.toHaveProperty(key);
  expect(reason(ask(`${API}/x`, { method: 'PATCH', body: '{"cacheControl":1}' }))).toEqual([400, 'invalid']);
});

test('wrong sums are refused in every kind of upload, and nothing is stored', () => {
  const sums = [
    ['md5Hash', md5('other'), /Provided MD5 hash ".*" doesn't match calculated MD5 hash/],
    ['crc32c', 'AAAAAA==', /Provided CRC32C "AAAAAA==" doesn't match/],
    ['crc32c', 'AA', /Invalid CRC32C/],
  ] as const;
  for (const [key, value, words] of sums) {
    const meta = JSON.stringify({ name: 'x', [key]: value });
    const relatedBody = `--e\r\n\r\n${meta}\r\n--e\r\n\r\nbody\r\n--e--`;
    const whole = ask(`${UP}?uploadType=multipart`, {
      body: relatedBody,
      headers: { 'content-type': 'multipart/related; boundary=e' },
    });
    const begun = ask(`${UP}?uploadType=resumable`, { body: meta });
    const session = begun.headers.find(([name]) => name === 'Location')![1];
    const last = ask(session, { method: 'PUT', body: 'body' });
    const header = `${key === 'crc32c' ? 'crc32c' : 'md5'}=${value}`;
    const media = ask(`${UP}?uploadType=media&name=x`, { body: 'body', headers: { 'x-goog-hash': header } });
    for (const reply of [whole, last, media]) {
      expect([reply.status, text(reply)]).toEqual([400, expect.stringMatching(/Provided|Invalid/)]);
      expect(JSON.stringify((json(reply).error as { message: string }).message).replace(/\\"/g, '"')).toMatch(
        words,
      );
    }
  }
  expect(names('')).toEqual([]);
  const right = ask(`${UP}?uploadType=media&name=x`, {
    body: 'body',
    headers: { 'x-goog-hash': `md5=${md5('body')}` },
  });
  expect(json(right).md5Hash).toBe(md5('body'));
});
