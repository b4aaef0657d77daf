/** Errors as status and body: the text of a TtError, nothing of the platform's. */
import { HttpError, httpErrorOf } from '../../../src/companion/errors/http-error';
import { TtError } from '../../../src/core/errors';

test.each([
  ['INPUT', 400],
  ['ROUNDED', 400],
  ['COMPANION', 403],
  ['BIG', 413],
  ['FAULT', 500],
  ['DOWN', 502],
  ['BUSY', 503],
  ['TIMEOUT', 504],
  ['TOKEN', 422],
  ['UNKNOWN', 422],
] as const)('%s is a %i', (code, status) => {
  const found = httpErrorOf(new TtError(code, 'why', { retryAfter: 7 }));
  expect([found.status, found.body]).toEqual([status, { error: { code, message: 'why', retryAfter: 7 } }]);
});

test('a status of its own; the framework’s errors by their status; anything else without its words', () => {
  expect(httpErrorOf(new HttpError(401, new TtError('COMPANION', 'who'))).status).toBe(401);
  const framework = (statusCode: number) =>
    httpErrorOf(Object.assign(new Error('FST_SECRET'), { statusCode }));
  expect([413, 404, 415, 499].map((status) => framework(status).body.error.code)).toEqual([
    'BIG',
    'NONE',
    'INPUT',
    'INPUT',
  ]);
  for (const error of [
    framework(400),
    framework(500),
    httpErrorOf(new RangeError('FST_SECRET')),
    httpErrorOf('x'),
  ]) {
    expect(JSON.stringify(error.body)).not.toContain('SECRET');
  }
  expect(httpErrorOf(new RangeError('x')).status).toBe(500);
});
