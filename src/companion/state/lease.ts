/** What a lease is: an exclusive right to run until a stated time, held in a record that changes only over its generation. */
import { randomBytes } from 'node:crypto';

/** Runs that broke off before nobody tries again. */
const MAX_ATTEMPTS = 5;

export interface LeaseFields {
  /** The run that holds it; '' for none. */
  lease: string;
  /** Milliseconds since the epoch. */
  leaseUntil: number;
  /** Runs that took it and did not release it. */
  attempts: number;
}

export const UNLEASED: LeaseFields = { lease: '', leaseUntil: 0, attempts: 0 };

/** The fields of a new run's lease; 'taken' where another run holds it, 'exhausted' after too many that broke off. */
export function newLease(
  fields: LeaseFields,
  now: number,
  leaseMs: number,
): LeaseFields | 'taken' | 'exhausted' {
  if (fields.lease !== '' && fields.leaseUntil > now) return 'taken';
  if (fields.attempts >= MAX_ATTEMPTS) return 'exhausted';
  return {
    lease: randomBytes(8).toString('hex'),
    leaseUntil: now + leaseMs,
    attempts: fields.attempts + 1,
  };
}

/** Given back: the run does not count as an attempt. */
export const releasedLease = ({ attempts }: LeaseFields): LeaseFields => ({
  lease: '',
  leaseUntil: 0,
  attempts: attempts - 1,
});
