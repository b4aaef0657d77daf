/**
 * The stored record of a column, and the names of its objects. A column is the ids of one question to a row tool, split
 * into parts that many instances answer. Each answer is its own object, so no two runs write the same object.
 */
import { TtError } from '../../core/errors';
import { asObject, parseJson, writeJson } from '../../core/json';
import type { WireError } from '../../tools/companion/wire';
import type { Range } from './ranges';

export interface ColumnRecord {
  id: string;
  /** As `keyedHash` gives it. */
  person: string;
  tool: string;
  /** Started with a grant: it may not write. */
  byGrant: boolean;
  /** Milliseconds since the epoch. */
  created: number;
  state: 'running' | 'cancelled' | 'failed';
  /** If it failed: why no id can be answered, such as a token that CAVE does not know. */
  error: WireError | null;
  /** Number of ids. */
  total: number;
  /** How often the ids without answers were put into the queue. */
  wave: number;
  /** The last count of answers, and when it last grew or the ids were last queued. 0 until the queue has all ids. */
  answered: number;
  movedAt: number;
}

export const packColumn = (record: ColumnRecord): Uint8Array =>
  Buffer.from(writeJson({ ...record, error: record.error ? { ...record.error } : null }));

export function unpackColumn(bytes: Uint8Array): ColumnRecord {
  const json = asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  if (!json || typeof json.id !== 'string') throw new TtError('FAULT', 'the record of the column is damaged');
  return json as unknown as ColumnRecord;
}

/** Ids per object. */
export const IDS_PER_OBJECT = 2000;
const DIGITS = 8;
const padPosition = (position: number): string => String(position).padStart(DIGITS, '0');

export const columnRecordName = (id: string): string => `columns/${id}/record.json`;

/** Each new column for the same question has its own objects, so a late run of an older column never changes them. */
const folder = ({ id, created }: ColumnRecord): string => `columns/${id}/${created}`;
export const columnQuestionName = (record: ColumnRecord): string => `${folder(record)}/question.json`;
export const idsName = (record: ColumnRecord, object: number): string =>
  `${folder(record)}/ids/${padPosition(object)}.json`;
export const leaseName = (record: ColumnRecord, { from, to }: Range): string =>
  `${leasesFolder(record)}${padPosition(from)}-${padPosition(to)}.json`;
export const leasesFolder = (record: ColumnRecord): string => `${folder(record)}/leases/`;
export const answersFolder = (record: ColumnRecord): string => `${folder(record)}/answers/`;

/**
 * A range with answers. The object's name holds the number of failed rows and the time, so a list of names is enough.
 */
export interface AnswersOfRange extends Range {
  failed: number;
  ms: number;
}

export const answersName = (record: ColumnRecord, { from, to, failed, ms }: AnswersOfRange): string =>
  `${answersFolder(record)}${padPosition(from)}-${padPosition(to)}.${failed}.${Math.round(ms)}.json`;

export function readAnswersName(name: string): AnswersOfRange | null {
  const found = /\/(\d{8})-(\d{8})\.(\d+)\.(\d+)\.json$/.exec(name);
  if (!found) return null;
  const [from, to, failureCount, ms] = found.slice(1).map(Number) as [number, number, number, number];
  return { from, to, failed: failureCount, ms };
}

/** Start for `SharedStore.list`: selects ranges that begin at this position or later. */
export const startAt = padPosition;
