/** Lease fields: who may run, for how long, and after how many unfinished runs nobody may run any more. */
import { newLease, releasedLease, UNLEASED } from '../../../src/companion/state/lease';

const NOW = 5_000_000;
const LEASE_MS = 1000;

/** The fields of a lease that must be granted. */
function grant(fields = UNLEASED, now = NOW) {
  const lease = newLease(fields, now, LEASE_MS);
  if (typeof lease === 'string') throw new Error(`the lease is ${lease}`);
  return lease;
}

test('each run has a name of its own, until the stated time', () => {
  const [first, second] = [grant(), grant()];
  expect(first.lease).toMatch(/^[0-9a-f]{16}$/);
  expect(second.lease).not.toBe(first.lease);
  expect(first).toMatchObject({ leaseUntil: NOW + LEASE_MS, attempts: 1 });
});

test('while it lasts no other run gets it; from its last millisecond on another does', () => {
  const first = grant();
  expect(newLease(first, NOW + LEASE_MS - 1, LEASE_MS)).toBe('taken');
  expect(grant(first, NOW + LEASE_MS)).toMatchObject({ leaseUntil: NOW + 2 * LEASE_MS, attempts: 2 });
});

test('after five runs that did not finish there is no sixth', () => {
  let fields = UNLEASED;
  for (let run = 1; run <= 5; run++) {
    fields = grant(fields, NOW + run * LEASE_MS);
    expect(fields.attempts).toBe(run);
  }
  expect(newLease(fields, NOW + 6 * LEASE_MS, LEASE_MS)).toBe('exhausted');
  // While the fifth run is working, the lease is taken, not exhausted: the run may still finish.
  expect(newLease(fields, NOW + 5 * LEASE_MS, LEASE_MS)).toBe('taken');
});

test('a released lease is free at once and costs no attempt', () => {
  const released = releasedLease(grant());
  expect(released).toEqual(UNLEASED);
  let fields = released;
  for (let run = 0; run < 20; run++) fields = releasedLease(grant(fields));
  expect(grant(fields).attempts).toBe(1);
});
