/** What is kept of a job: how far it is and who may ask, never the token, and the question only until it has ended. */
import { TtError } from '../../core/errors';
import { asObject, parseJson, writeJson } from '../../core/json';
import type { JobAnswer, WireError } from '../../tools/wire';

export type JobState = JobAnswer['state'];

export interface JobRecord {
  id: string;
  /** As `keyedHash` gives it. */
  person: string;
  tool: string;
  state: JobState;
  done: number;
  total: number;
  words: string;
  /** Begun by a grant: it may write nothing. */
  byGrant: boolean;
  /** Milliseconds since the epoch. */
  created: number;
  ended: number;
  /** Which run is at work, and until when it is believed to be alive. */
  lease: string;
  leaseUntil: number;
  attempts: number;
  error: WireError | null;
  /** A failure was told to whoever asked. */
  told: boolean;
}

export const hasEnded = ({ state }: JobRecord): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** How long what has ended is given again instead of being done anew, milliseconds. */
const KEEP_DONE = 3_600_000;
const KEEP_FAILED = 60_000;
/** A job of which nothing was heard for so long is lost: its task, or the instance that had it. */
const LOST = 2 * 3_600_000;

/** Whether a repeated question begins a new job. */
export function isOver(record: JobRecord, now: number): boolean {
  switch (record.state) {
    case 'done':
      return now - record.ended > KEEP_DONE;
    case 'failed':
      return record.told && now - record.ended > KEEP_FAILED;
    case 'cancelled':
      return true;
    default:
      return now - Math.max(record.created, record.leaseUntil) > LOST;
  }
}

export const packRecord = (record: JobRecord): Uint8Array =>
  Buffer.from(writeJson({ ...record, error: record.error ? { ...record.error } : null }));

export function unpackRecord(bytes: Uint8Array): JobRecord {
  const json = asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  if (!json || typeof json.id !== 'string') throw new TtError('FAULT', 'the record of the job is damaged');
  return json as unknown as JobRecord;
}

export const recordName = (id: string): string => `jobs/${id}/record.json`;

/** Each time that a question is asked anew it has objects of its own: the end of an older run never touches them. */
export const questionName = ({ id, created }: JobRecord): string => `jobs/${id}/${created}-question.json`;
export const answerName = ({ id, created }: JobRecord): string => `jobs/${id}/${created}-answer.json`;
