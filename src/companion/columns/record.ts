/**
 * The stored record of a column, and the names of its objects. A column is the ids of one question to a row tool, cut
 * into parts that many instances answer; its answers are objects of their own, so that no two runs write the same one.
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
  /** Begun with a grant: it may not write. */
  byGrant: boolean;
  /** Milliseconds since the epoch. */
  created: number;
  state: 'running' | 'cancelled' | 'failed';
  /** When failed: why no id of it can be answered, such as a token that CAVE does not know. */
  error: WireError | null;
  /** Ids. */
  total: number;
  /** How often ids without an answer were handed to the queue. */
  wave: number;
  /** Answers as last counted, and when that count last grew or a wave was handed out; 0 until the queue has all of it. */
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

/** Ids of one object. */
export const IDS_PER_OBJECT = 2000;
const DIGITS = 8;
const padPosition = (position: number): string => String(position).padStart(DIGITS, '0');

export const columnRecordName = (id: string): string => `columns/${id}/record.json`;

/** Each new column for the same question has objects of its own: the end of an older run never touches them. */
const folder = ({ id, created }: ColumnRecord): string => `columns/${id}/${created}`;
export const columnQuestionName = (record: ColumnRecord): string => `${folder(record)}/question.json`;
export const idsName = (record: ColumnRecord, object: number): string =>
  `${folder(record)}/ids/${padPosition(object)}.json`;
export const leaseName = (record: ColumnRecord, { from, to }: Range): string =>
  `${leasesFolder(record)}${padPosition(from)}-${padPosition(to)}.json`;
export const leasesFolder = (record: ColumnRecord): string => `${folder(record)}/leases/`;
export const answersFolder = (record: ColumnRecord): string => `${folder(record)}/answers/`;

/** Answers of a range: how many of its rows failed and how long it took stand in the name, so that a list tells all. */
export interface AnswersOfRange extends Range {
  failed: number;
  ms: number;
}

export const answersName = (record: ColumnRecord, { from, to, failed, ms }: AnswersOfRange): string =>
  `${answersFolder(record)}${padPosition(from)}-${padPosition(to)}.${failed}.${Math.round(ms)}.json`;

export function readAnswersName(name: string): AnswersOfRange | null {
  const found = /\/(\d{8})-(\d{8})\.(\d+)\.(\d+)\.json$/.exec(name);
  if (!found) return null;
  const [from, to, failed, ms] = found.slice(1).map(Number) as [number, number, number, number];
  return { from, to, failed, ms };
}

/** For `SharedStore.list`: where the names of ranges that begin at this position or later begin. */
export const startAt = padPosition;
