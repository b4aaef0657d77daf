/**
 * The stored record of a job: its progress and its owner, never the token. The question is stored until the job ends.
 */
import { TtError } from '../../core/errors';
import { asObject, parseJson, writeJson } from '../../core/json';
import type { JobAnswer, WireError } from '../../tools/companion/wire';

export type JobState = JobAnswer['state'];

export interface CompanionJob {
  id: string;
  /** As `keyedHash` gives it. */
  person: string;
  tool: string;
  state: JobState;
  done: number;
  total: number;
  words: string;
  /** Started with a grant: it may not write. */
  byGrant: boolean;
  /** Milliseconds since the epoch. */
  created: number;
  ended: number;
  /** The run that has the job, and until when, in milliseconds since the epoch. */
  lease: string;
  leaseUntil: number;
  attempts: number;
  error: WireError | null;
  /** The caller has received the failure. */
  failureReported: boolean;
}

export const newRecord = (
  fields: Pick<CompanionJob, 'id' | 'person' | 'tool' | 'byGrant' | 'created'>,
): CompanionJob => ({
  ...fields,
  state: 'queued',
  done: 0,
  total: 0,
  words: '',
  ended: 0,
  lease: '',
  leaseUntil: 0,
  attempts: 0,
  error: null,
  failureReported: false,
});

export const hasEnded = ({ state }: CompanionJob): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** For this long after its end, the same question returns this job instead of a new one, milliseconds. */
const KEEP_DONE = 3_600_000;
const KEEP_FAILED = 60_000;
/** A job without a report for this long is lost: its task, or the instance that ran it, is gone. */
const LOST = 2 * 3_600_000;

/** Whether the same question starts a new job. */
export function isOver(record: CompanionJob, now: number): boolean {
  switch (record.state) {
    case 'done':
      return now - record.ended > KEEP_DONE;
    case 'failed':
      return record.failureReported && now - record.ended > KEEP_FAILED;
    case 'cancelled':
      return true;
    default:
      return now - Math.max(record.created, record.leaseUntil) > LOST;
  }
}

export const packRecord = (record: CompanionJob): Uint8Array =>
  Buffer.from(writeJson({ ...record, error: record.error ? { ...record.error } : null }));

export function unpackRecord(bytes: Uint8Array): CompanionJob {
  const json = asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  if (!json || typeof json.id !== 'string') throw new TtError('FAULT', 'the record of the job is damaged');
  return json as unknown as CompanionJob;
}

export const recordName = (id: string): string => `jobs/${id}/record.json`;

/** Each new job for the same question has its own objects, so a late run of an older job never changes them. */
export const questionName = ({ id, created }: CompanionJob): string => `jobs/${id}/${created}-question.json`;
export const answerName = ({ id, created }: CompanionJob): string => `jobs/${id}/${created}-answer.json`;
