/** Granted and denied scopes. */

import { Grants } from '../../src/world/grants';

test('grants', () => {
  const grants = new Grants(['x', 'y']);
  grants.deny('a', 'x');
  expect([grants.has('a', 'x'), grants.has('a', 'y'), grants.has('b', 'x'), grants.has('a', 'z')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(grants.of('a')).toEqual(['y']);
  grants.denyAll('a');
  expect(grants.of('a')).toEqual([]);
  grants.allow('a', 'x');
  expect(grants.of('a')).toEqual(['x']);
  expect(new Grants(null).has('a', 'anything')).toBe(true);
});
