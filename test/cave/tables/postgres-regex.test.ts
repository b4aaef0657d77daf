/** PostgreSQL 15's expressions here: results as its documentation has them, and what is refused. */
import { fromPostgres } from '../../../src/cave/tables/postgres-regex';
import { errorOf } from '../../support/sandbox-driver';

test.each<[pattern: string, text: string, matches: boolean]>([
  ['^GNG', 'GNG104', true],
  ['^GNG', 'a GNG', false],
  ['(?i)gng', 'GNG104', true],
  ['gng', 'GNG104', false],
  ['\\ybar\\y', 'foo bar baz', true],
  ['\\ybar\\y', 'foobar', false],
  ['\\mbar', 'foo bar', true],
  ['bar\\M', 'barn', false],
  ['\\bbar', 'foo bar', false],
  ['\\bbar', '\bbar', true],
  ['\\w+\\d', 'Überprüft7', true],
  ['^\\w+$', 'Überprüft', true],
  ['a.b', 'a\nb', true],
  ['b$', 'b\n', false],
  ['^b', 'a\nb', false],
  ['[[:upper:]]{2}', 'xAB', true],
  ['[[:upper:]]{2}', 'xAb', false],
  ['[^[:digit:]]', '123', false],
  ['[]a]', ']', true],
  ['[a\\]b]', ']', true],
  ['[a-c]', 'b', true],
  ['x{2}', 'xx', true],
  ['a{b', 'a{b', true],
  ['a|b', 'xb', true],
  ['(?:ab)+c', 'ababc', true],
  ['a(?=b)', 'ab', true],
  ['(?<!x)y', 'xy', false],
  ['a/b', 'a/b', true],
  ['1\\.5', '1.5', true],
  ['\\[x\\]', '[x]', true],
  ['\\-', '-', true],
])('%s on %j: %p', (pattern, text, matches) => {
  expect(fromPostgres(pattern).test(text)).toBe(matches);
});

test.each([
  '\\p{L}',
  '(a)\\1',
  '\\u0041',
  '(?x)a b',
  '(?n)a',
  '***=a.b',
  '[[.hyphen.]]',
  '[\\W]',
  '(?<name>a)',
  'a{1000}',
  'a\\',
])('%s is refused in words', (pattern) => {
  expect(errorOf(() => fromPostgres(pattern))).toMatchObject({ code: 'INPUT', message: /filters: "/ });
});

test.each(['(a', 'a)', '*', '[a'])('%s is no expression', (pattern) => {
  expect(errorOf(() => fromPostgres(pattern))).toMatchObject({ code: 'INPUT' });
});
