/** Requests: the token in its header and nowhere else, what may be sent again, and the query's spelling. */
import { getRequest, postBytes, postJson, queryString } from '../../../src/cave/client/access';
import { BareNumber } from '../../../src/core/json';
import { errorOf } from '../../support/sandbox-driver';
import { ACCESS, reply, TOKEN } from '../support';

const result = [
  getRequest(ACCESS, 'https://x.test/a', 'a'),
  postJson(ACCESS, 'https://x.test/b', { id: new BareNumber('864691135122603047') }, 'b'),
  postBytes(ACCESS, 'https://x.test/c', new Uint8Array(16), 'c'),
];

test('the token travels in one header', () => {
  for (const request of result) {
    expect(request.headers).toEqual({ authorization: `Bearer ${TOKEN}` });
    expect(JSON.stringify({ ...request, headers: {} })).not.toContain(TOKEN);
  }
});

test('refusals of services are confirmed by the auth service, its own are not', () => {
  const body = '{"error":"invalid_token","message":"Unauthorized - Token is Invalid or Expired"}';
  for (const request of result) {
    expect(request.confirm!(reply({ status: 401, body }))).toMatchObject({
      method: 'GET',
      url: `${ACCESS.server}/auth/api/v1/user/cache`,
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    for (const other of [
      { status: 200 },
      { status: 404 },
      { status: 503 },
      { failure: 'timeout' as const },
    ]) {
      expect(request.confirm!(reply({ ...other, body }))).toBeNull();
    }
  }
  expect(getRequest(ACCESS, `${ACCESS.server}/auth/api/v1/username?id=1`, 'a').confirm).toBeUndefined();
  expect(getRequest({ ...ACCESS, token: '' }, 'https://x.test/a', 'a').confirm).toBeUndefined();
});

test.each([
  [
    'datastack',
    'minnie65_public',
    `${ACCESS.server}/auth/api/v1/service/datastack/table/minnie65_public/dataset`,
  ],
  ['datastack', '../../user', undefined],
  ['datastack?x=', 'y', undefined],
  ['', 'y', undefined],
  ['..', 'y', undefined],
])('a refused table %s %j is looked up at %s', (resource_namespace, table_id, url) => {
  const body = JSON.stringify({ error: 'invalid_table_id', data: { table_id, resource_namespace } });
  expect(result[0]!.confirm!(reply({ status: 400, body }))?.url).toBe(url);
});

test.each([
  ['https://global.test/sticky_auth/api/v1/authorize', ACCESS.server],
  ['https://x.test/sticky_auth/api/v1/authorize', 'https://x.test'],
  ['https://elsewhere.test/sticky_auth/api/v1/authorize', null],
  ['https://global.test.elsewhere.test/authorize', null],
])('a service whose people sign in at %s: %s is asked', (realm, server) => {
  const url = server === null ? undefined : `${server}/auth/api/v1/user/cache`;
  const headers = { 'www-authenticate': `Bearer realm="${realm}", error="invalid_token"` };
  expect(result[0]!.confirm!(reply({ status: 401, headers }))?.url).toBe(url);
  expect(result[0]!.confirm!(reply({ status: 302, headers: { location: `${realm}?redirect=x` } }))?.url).toBe(
    url,
  );
});

test('without a token the header stays, so that the refusal is machine-readable', () => {
  expect(getRequest({ server: '', token: '' }, 'https://x.test/u', 'w').headers).toEqual({
    authorization: 'Bearer x',
  });
});

test('all of them only ask, so all may be repeated', () => {
  expect(
    result.map(({ method, idempotent: repeatable, contentType, expectedBytes: expects }) => [
      method,
      repeatable,
      contentType,
      expects,
    ]),
  ).toEqual([
    ['GET', true, undefined, 20_000],
    ['POST', true, 'application/json', 100_000],
    ['POST', true, 'application/octet-stream', 112],
  ]);
  expect(result[1]!.body).toBe('{"id":864691135122603047}');
});

test('a query leaves out what is undefined and escapes the rest', () => {
  expect(queryString({})).toBe('');
  expect(queryString({ a: undefined })).toBe('');
  expect(queryString({ a: 1.5, b: undefined, c: true, d: 'x,y z&' })).toBe('?a=1.5&c=true&d=x%2Cy%20z%26');
});

test.each(['http://x.test/a', 'https://me:x@x.test/a', '//x.test/a', 'https://x.test\\@evil.test/a'])(
  'no request with the token is made for %s',
  (url) => {
    const error = errorOf(() => getRequest(ACCESS, url, 'a'));
    expect(error).toMatchObject({ code: 'PERMISSION' });
    expect(String(error)).not.toContain(TOKEN);
  },
);
