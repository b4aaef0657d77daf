/** Requests: the token in its header and nowhere else, what may be sent again, and the query's spelling. */
import { askBytes, askJson, get, query } from '../../src/cave/access';
import { BareNumber } from '../../src/core/json';
import { ACCESS, TOKEN } from './support';

const made = [
  get(ACCESS, 'https://x.test/a', 'a'),
  askJson(ACCESS, 'https://x.test/b', { id: new BareNumber('864691135122603047') }, 'b'),
  askBytes(ACCESS, 'https://x.test/c', new Uint8Array(16), 'c'),
];

test('the token travels in one header', () => {
  for (const request of made) {
    expect(request.headers).toEqual({ authorization: `Bearer ${TOKEN}` });
    expect(JSON.stringify({ ...request, headers: {} })).not.toContain(TOKEN);
  }
});

test('without a token the header stays, so that the refusal is machine-readable', () => {
  expect(get({ server: '', token: '' }, 'u', 'w').headers).toEqual({ authorization: 'Bearer x' });
});

test('all of them only ask, so all may be repeated', () => {
  expect(
    made.map(({ method, repeatable, contentType, expects }) => [method, repeatable, contentType, expects]),
  ).toEqual([
    ['GET', true, undefined, 20_000],
    ['POST', true, 'application/json', 100_000],
    ['POST', true, 'application/octet-stream', 112],
  ]);
  expect(made[1]!.body).toBe('{"id":864691135122603047}');
});

test('a query leaves out what is undefined and escapes the rest', () => {
  expect(query({})).toBe('');
  expect(query({ a: undefined })).toBe('');
  expect(query({ a: 1.5, b: undefined, c: true, d: 'x,y z&' })).toBe('?a=1.5&c=true&d=x%2Cy%20z%26');
});
