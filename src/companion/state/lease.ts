/**
 * A lease: the exclusive right to run until a stated time. Its record is written only over the generation that was
 * read.
 */
import { randomBytes } from 'node:crypto';

/** After so many runs that did not finish, nobody tries again. */
const MAX_ATTEMPTS = 5;

export interface LeaseFields {
  /** The run that holds it; '' for none. */
  lease: string;
  /** Milliseconds since the epoch. */
  leaseUntil: number;
  /** Runs that took the lease and did not release it. */
  attempts: number;
}

export const UNLEASED: LeaseFields = { lease: '', leaseUntil: 0, attempts: 0 };

/**
 * The fields of a new run's lease. Returns 'taken' if another run has it, 'exhausted' after too many runs that did not
 * finish.
 */
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

/** The fields after a release: the run does not count as an attempt. */
export const releasedLease = ({ attempts }: LeaseFields): LeaseFields => ({
  lease: '',
  leaseUntil: 0,
  attempts: attempts - 1,
});
