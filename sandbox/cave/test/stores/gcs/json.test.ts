/** The JSON API: metadata, media, lists, copies, deletes, preconditions, and every refusal. */
import { createHash } from 'node:crypto';
import { fresh } from '../../ask';
import { asker, GOOGLE, head, json, text } from '../bench';

const API = `${GOOGLE}/storage/v1/b`;
const UP = `${GOOGLE}/upload/storage/v1/b`;

let ask: ReturnType<typeof asker>;
beforeEach(() => {
  ask = asker(fresh());
});

const put = (name: string, body: string, more = '', bucket = 'tracer-volumes') =>
  ask(`${UP}/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}${more}`, {
    body,
    headers: { 'content-type': 'text/plain' },
  });

const error = (reply: ReturnType<typeof ask>): [number, string] => {
  const { code, errors } = json(reply).error as { code: number; errors: { reason: string }[] };
  expect(code).toBe(reply.status);
  return [code, errors[0]!.reason];
};

test('what was put comes back, with the sums that clients check', () => {
  const result = json(put('a b/ü:0', 'hello'));
  const md5 = createHash('md5').update('hello').digest('base64');
  expect(result).toMatchObject({
    name: 'a b/ü:0',
    size: '5',
    md5Hash: md5,
    crc32c: 'mnG7TA==',
    metageneration: '1',
  });
  const url = `${API}/tracer-volumes/o/${encodeURIComponent('a b/ü:0')}`;
  expect(json(ask(url))).toEqual(result);
  const media = ask(`${url}?alt=media`);
  expect([media.status, text(media)]).toEqual([200, 'hello']);
  expect(head(media, 'x-goog-generation')).toEqual([result.generation]);
  expect(head(media, 'content-type')).toEqual(['text/plain']);
  expect(head(media, 'x-goog-hash')).toEqual(['crc32c=mnG7TA==', `md5=${md5}`]);
  expect(text(ask(`${GOOGLE}/tracer-volumes/a%20b/%C3%BC:0`, { token: null }))).toBe('hello');
  expect(text(ask(`${GOOGLE}/download/storage/v1/b/tracer-volumes/o/a%20b%2F%C3%BC%3A0?alt=media`))).toBe(
    'hello',
  );
});

test('ranges: from, to, the last, beyond', () => {
  put('r', '0123456789');
  const range = (value: string) => ask(`${API}/tracer-volumes/o/r?alt=media`, { headers: { range: value } });
  for (const [value, body, expected] of [
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ] as const) {
    const reply = range(value);
    expect([reply.status, text(reply), head(reply, 'content-range')]).toEqual([206, body, [expected]]);
  }
  const beyond = range('bytes=10-12');
  expect([beyond.status, head(beyond, 'content-range')]).toEqual([416, ['bytes */10']]);
  expect(range('bytes=-0').status).toBe(416);
  for (const odd of ['bytes=5-2', 'bytes=-', 'items=0-1']) expect(text(range(odd))).toBe('0123456789');
});

test('preconditions: 412 where the generation is another, 0 means not there, 304 for readers', () => {
  const first = json(put('g', 'one', '&ifGenerationMatch=0'));
  expect(error(put('g', 'two', '&ifGenerationMatch=0'))).toEqual([412, 'conditionNotMet']);
  expect(error(put('g', 'two', '&ifGenerationMatch=1'))).toEqual([412, 'conditionNotMet']);
  const second = json(put('g', 'two', `&ifGenerationMatch=${first.generation}`));
  expect(Number(second.generation)).toBeGreaterThan(Number(first.generation));
  expect(error(put('g', 'x', '&ifGenerationMatch=one'))).toEqual([400, 'invalid']);
  const url = `${API}/tracer-volumes/o/g`;
  expect(ask(`${url}?ifGenerationNotMatch=${second.generation}`).status).toBe(304);
  expect(ask(`${url}?ifGenerationMatch=${first.generation}`).status).toBe(412);
  expect(ask(`${url}?ifGenerationMatch=${first.generation}`, { method: 'DELETE' }).status).toBe(412);
  const reply = json(ask(url, { method: 'PATCH', body: '{"contentType":"a/b","metadata":{"k":"v"}}' }));
  expect(reply).toMatchObject({ contentType: 'a/b', metadata: { k: 'v' }, metageneration: '2' });
  expect(reply.generation).toBe(second.generation);
  expect(ask(`${url}?ifMetagenerationMatch=1`, { method: 'PATCH', body: '{}' }).status).toBe(412);
  expect(ask(url, { method: 'DELETE' }).status).toBe(204);
  expect(error(ask(url, { method: 'DELETE' }))).toEqual([404, 'notFound']);
});

test('lists: prefixes, delimiters, pages in order', () => {
  for (const name of ['b/2', 'a/1', 'a/2', 'a/sub/3', 'z', 'é']) put(name, name);
  const list = (query: string) => json(ask(`${API}/tracer-volumes/o${query}`));
  const names = (answer: ReturnType<typeof list>): string[] =>
    ((answer.items ?? []) as { name: string }[]).map(({ name }) => name);
  expect(names(list(''))).toEqual(['a/1', 'a/2', 'a/sub/3', 'b/2', 'z', 'é']);
  expect(list('?delimiter=/')).toMatchObject({ prefixes: ['a/', 'b/'] });
  expect(names(list('?delimiter=/'))).toEqual(['z', 'é']);
  expect(names(list('?prefix=a/&delimiter=/'))).toEqual(['a/1', 'a/2']);
  expect(list('?prefix=none')).toEqual({ kind: 'storage#objects' });
  for (const query of ['?', '?delimiter=/&']) {
    const seen: string[] = [];
    let token = '';
    do {
      const page = list(
        `${query}maxResults=2${token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`}`,
      );
      const found = [...names(page), ...((page.prefixes ?? []) as string[])];
      expect(found.length).toBeLessThanOrEqual(2);
      seen.push(...found);
      token = String(page.nextPageToken ?? '');
    } while (token !== '');
    expect(seen.sort()).toEqual(
      (query === '?' ? ['a/1', 'a/2', 'a/sub/3', 'b/2', 'z', 'é'] : ['a/', 'b/', 'z', 'é']).sort(),
    );
  }
});

test('copies stay on the server: in one step, or in several with a token', () => {
  put('from', 'x'.repeat(2_500_000), '&contentEncoding=identity');
  const copy = (query = '', to = 'to', method = 'POST') =>
    ask(`${API}/tracer-volumes/o/from/rewriteTo/b/tracer-volumes/o/${to}${query}`, { method });
  expect(json(copy())).toMatchObject({ done: true, objectSize: '2500000', resource: { name: 'to' } });
  let answer = json(copy('?maxBytesRewrittenPerCall=1048576', 'slow'));
  const byteCounts = [answer.totalBytesRewritten];
  while (answer.done === false) {
    const token = encodeURIComponent(String(answer.rewriteToken));
    answer = json(copy(`?maxBytesRewrittenPerCall=1048576&rewriteToken=${token}`, 'slow'));
    byteCounts.push(answer.totalBytesRewritten);
  }
  expect(byteCounts).toEqual(['1048576', '2097152', '2500000']);
  expect(json(ask(`${API}/tracer-volumes/o/slow`)).md5Hash).toBe(
    json(ask(`${API}/tracer-volumes/o/from`)).md5Hash,
  );
  expect(error(copy('?maxBytesRewrittenPerCall=1000'))).toEqual([400, 'invalid']);
  expect(error(copy('?ifGenerationMatch=0'))).toEqual([412, 'conditionNotMet']);
  expect(
    error(ask(`${API}/tracer-volumes/o/none/rewriteTo/b/tracer-volumes/o/to`, { method: 'POST' }))[0],
  ).toBe(404);
  const simple = ask(`${API}/tracer-volumes/o/from/copyTo/b/tracer-volumes/o/again`, { method: 'POST' });
  expect(json(simple)).toMatchObject({ kind: 'storage#object', name: 'again' });
});

test('who may do what', () => {
  put('open', 'x');
  put('hidden', 'x', '', 'tracer-companion-state');
  const object = (bucket: string, name: string) => `${API}/${bucket}/o/${name}`;
  expect(ask(object('tracer-volumes', 'open'), { token: null }).status).toBe(200);
  expect(error(ask(object('tracer-companion-state', 'hidden'), { token: null }))).toEqual([401, 'required']);
  expect(error(ask(`${API}/tracer-volumes/o`, { token: null }))).toEqual([401, 'required']);
  const upload = `${UP}/tracer-volumes/o?uploadType=media&name=n`;
  expect(error(ask(upload, { token: null, body: 'x' }))).toEqual([401, 'required']);
  expect(error(ask(upload, { token: 'wrong', body: 'x' }))).toEqual([401, 'authError']);
  const withScopes = (scopes: string): string =>
    `ya29.${Buffer.from('a@b.c').toString('base64url')}.${'x'.repeat(24)}.${Buffer.from(scopes).toString('base64url')}`;
  const scope = 'https://www.googleapis.com/auth/devstorage.';
  expect(error(ask(upload, { token: withScopes('openid'), body: 'x' }))).toEqual([
    403,
    'insufficientPermissions',
  ]);
  expect(error(ask(upload, { token: withScopes(`${scope}read_only`), body: 'x' }))[0]).toBe(403);
  expect(ask(`${API}/tracer-volumes/o`, { token: withScopes(`${scope}read_only`) }).status).toBe(200);
  expect(ask(upload, { token: withScopes(`openid ${scope}read_write`), body: 'x' }).status).toBe(200);
});

test('refusals: no such bucket, object, route or document; what is made on demand is nobody’s to change', () => {
  expect(error(ask(`${API}/nowhere/o/x`))).toEqual([404, 'notFound']);
  expect(error(ask(`${API}/tracer-volumes/o/none`))).toEqual([404, 'notFound']);
  const media = ask(`${API}/tracer-volumes/o/none?alt=media`);
  expect([media.status, text(media)]).toEqual([404, 'No such object: tracer-volumes/none']);
  expect(error(ask(`${API}/tracer-volumes/acl`))).toEqual([404, 'notFound']);
  expect(ask(`${API}/tracer-volumes/o/x`, { method: 'POST' }).status).toBe(405);
  expect(ask(`${API}/tracer-volumes/o/%E0%A4%A`).status).toBe(400);
  put('x', 'x');
  expect(error(ask(`${API}/tracer-volumes/o/x`, { method: 'PATCH', body: '{' }))).toEqual([
    400,
    'parseError',
  ]);
  expect(error(put('ws/info', '{}', '', 'wclee-fly-cns-001-pcg'))).toEqual([403, 'forbidden']);
  expect(error(ask(`${API}/wclee-fly-cns-001-pcg/o`))).toEqual([403, 'forbidden']);
  expect(ask(`${API}/wclee-fly-cns-001-pcg/o/ws%2Finfo?alt=media`, { token: null }).status).toBe(200);
});
