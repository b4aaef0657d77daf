/** Sums of counters. */

import { addCounters, newCallCounters } from '../../src/world/counters';

test('counters add up', () => {
  const [sum, one] = [newCallCounters(), newCallCounters()];
  Object.assign(one, { fetches: 2, calls: { 'A.b': 1 } });
  addCounters(sum, one);
  addCounters(sum, one);
  expect(sum).toMatchObject({ fetches: 4, calls: { 'A.b': 2 }, roundTrips: 0 });
});
