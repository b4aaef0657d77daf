/** A job's columns as they stand now. */
import { TtError } from '../../core/errors';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { type ColumnSnapshot, readColumns } from '../sheet/column-snapshot';
import { readWriteRecord } from '../sheet/write-record';
import { writeHeader } from '../sheet/writer';
import { keyKindOf } from './kinds';
import type { Job } from './state';
import { WriteRecord } from './write-record';

export function readJobColumns(host: Host, job: Job): ColumnSnapshot {
  const tab = host.file.tabById(job.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${job.sheet} is no longer there`);
  const kind = keyKindOf(job.kind as ColumnJobKind, job.headers);
  return readColumns(tab, job.header, job.column, job.headers, kind);
}

/** Throws where a column that the job writes is gone. */
export function requireJobColumns(host: Host, job: Job): ColumnSnapshot {
  const snapshot = readJobColumns(host, job);
  const lost = lostHeader(job, snapshot);
  if (lost === undefined) return snapshot;
  if (restoreHeaders(host, job, snapshot)) {
    const restored = readJobColumns(host, job);
    if (lostHeader(job, restored) === undefined) return restored;
  }
  throw new TtError('INPUT', `the column ${lost} was removed from ${snapshot.tab.name()}. Start again`);
}

const lostHeader = (job: Job, snapshot: ColumnSnapshot): string | undefined =>
  job.headers.find((header) => !snapshot.columns.has(header));

/** A run that was killed while rows moved during its write may have left a value of ours in place of a header. */
function restoreHeaders(host: Host, job: Job, snapshot: ColumnSnapshot): boolean {
  const record = new WriteRecord(readWriteRecord(host.file, job.id, true));
  const lost = job.headers.filter((header) => !snapshot.columns.has(header));
  return lost.every((header) => {
    const at = snapshot.location.headers.findIndex((text) => record.wroteText(header, text));
    if (at < 0) return false;
    writeHeader(snapshot, at + 1, header);
    return true;
  });
}
