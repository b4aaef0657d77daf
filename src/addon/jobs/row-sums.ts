/**
 * What a scheduled run left in its columns: sums of hashes over rows, so that users may sort the rows later. A later
 * run finds from them which rows still hold what was written, and makes fewer requests for these.
 */
import { bytesOf, PROPERTY_BYTES } from '../access/bounded-store';
import type { Host } from '../interfaces/host';
import { cellKey, isBlank, isEqual } from '../sheet/look/grid';
import type { RowValues } from '../sheet/record/record-lines';
import { keyedRows, outputCell, type Table } from '../sheet/table/table';
import { type JobRecord, readJobTable } from './job-columns';
import { type Job, jobs } from './state';
import type { WriteRecord } from './write-record';

/** Rows fall into groups: if one cell of a group changed, the whole group is asked about again. */
const GROUPS = 64;
/** Bytes to leave free in a job's record. */
const ROOM = 1000;
/** Characters of a sum: two 32-bit numbers. */
const SUM = 14;
/** The sum of a group in which a cell does not hold what the run wrote: it equals no real sum. */
const CHANGED = '-'.repeat(SUM);

/** The row sums of an ended run; every row that it answered counts. */
export function rowSumsOf(table: Table, record: WriteRecord, { headers }: Job): string {
  const sums = new Sums();
  for (const [key, i] of keyedRows(table)) {
    if (!record.isDone(key)) continue;
    const wrote = record.after(key);
    const cells = headers.map((output) => outputCell(table, i, output));
    const isAsWritten = headers.every(
      (output, at) => wrote[output] !== undefined && isEqual(cells[at], wrote[output]),
    );
    if (isAsWritten) sums.add(key, cells.map(cellKey));
    else sums.spoil(key);
  }
  return sums.text();
}

/** Stores the sums if the job's record has room; otherwise every row is asked about again. */
export function noteRowSums(host: Host, job: Job, record: JobRecord): void {
  if (job.schedule === '' || job.kind === 'tab') return;
  const rowSums = rowSumsOf(readJobTable(host, job, false, record), record.record, job);
  if (bytesOf(JSON.stringify(job)) + rowSums.length + ROOM < PROPERTY_BYTES) job.rowSums = rowSums;
}

/** Those of `keys` whose rows still hold what the schedule's last run wrote, with these cells. */
export function unchangedRows(
  host: Host,
  job: Job,
  table: Table,
  record: WriteRecord,
  keys: ReadonlySet<string>,
): Map<string, RowValues> {
  const rowSums = lastRowSums(host, job);
  const found = new Map<string, RowValues>();
  if (rowSums === '') return found;
  const sums = new Sums();
  for (const [key, i] of keyedRows(table)) {
    const wrote = record.after(key);
    // For a row that this run has written already, compare its earlier content.
    const cells = job.headers.map((output) =>
      wrote[output] === undefined ? outputCell(table, i, output) : (record.before(key, output)?.value ?? ''),
    );
    // A new row.
    if (cells.every(isBlank)) continue;
    sums.add(key, cells.map(cellKey));
    if (!keys.has(key)) continue;
    found.set(key, Object.fromEntries(job.headers.map((output, at) => [output, cells[at]!])) as RowValues);
  }
  const now = sums.text();
  for (const key of found.keys()) {
    const at = SUM * groupOf(key);
    if (now.slice(at, at + SUM) !== rowSums.slice(at, at + SUM)) found.delete(key);
  }
  return found;
}

/** The sums of the newest run of the same step of the schedule, if it wrote the same; otherwise ''. */
function lastRowSums(host: Host, job: Job): string {
  if (job.schedule === '' || !job.replace) return '';
  const same = (other: Job) =>
    other.schedule === job.schedule && other.scheduleStep === job.scheduleStep && other.id !== job.id;
  const last = jobs(host.documentStore).find((other) => same(other) && other.kind === job.kind);
  return last?.rowSums !== undefined && what(last) === what(job) ? last.rowSums : '';
}

const what = ({ datastack, headers, options, sheetId, key }: Job): string =>
  JSON.stringify([datastack, headers, options, sheetId, key.tag, key.header]);

class Sums {
  private readonly sums = new Float64Array(2 * GROUPS);
  private readonly spoilt = new Set<number>();

  add(key: string, cells: readonly string[]): void {
    const group = groupOf(key);
    const text = [key, ...cells].join('\n');
    for (let half = 0; half < 2; half++) {
      const at = 2 * group + half;
      this.sums[at] = (this.sums[at]! + hash(text, half + 1)) % 2 ** 32;
    }
  }

  spoil(key: string): void {
    this.spoilt.add(groupOf(key));
  }

  text(): string {
    const half = (at: number) => this.sums[at]!.toString(36).padStart(SUM / 2, '0');
    return Array.from({ length: GROUPS }, (_x, group) =>
      this.spoilt.has(group) ? CHANGED : half(2 * group) + half(2 * group + 1),
    ).join('');
  }
}

const groupOf = (key: string): number => hash(key, 0) % GROUPS;

/** FNV-1a over UTF-16 units, with the final mix of Murmur3, so that sums of similar rows differ in all bits. */
function hash(text: string, seed: number): number {
  let found = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b9);
  for (let i = 0; i < text.length; i++) found = Math.imul(found ^ text.charCodeAt(i), 0x01000193);
  found = Math.imul(found ^ (found >>> 16), 0x85ebca6b);
  found = Math.imul(found ^ (found >>> 13), 0xc2b2ae35);
  return (found ^ (found >>> 16)) >>> 0;
}
