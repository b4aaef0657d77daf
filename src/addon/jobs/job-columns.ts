/** A job's columns and its record as they stand now. */
import { TtError } from '../../core/errors';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host, SheetTab } from '../interfaces/host';
import { readTabTable, type Table } from '../sheet/table';
import { type RecordPlace, readWriteRecord } from '../sheet/write-record';
import { keyKindOf } from './kinds';
import type { Job } from './state';
import { WriteRecord } from './write-record';

export function jobTab(host: Host, job: Job): SheetTab {
  const tab = host.file.tabById(job.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${job.sheet} is no longer there`);
  return tab;
}

/** `rules`: with what a write has to know of the cells. */
export function readJobTable(host: Host, job: Job, rules: boolean): Table {
  const kind = keyKindOf(job.kind as ColumnJobKind, job.headers);
  return readTabTable(jobTab(host, job), { key: job.key, targets: job.targets, kind, rules });
}

/** Throws where a column that the job writes is gone. */
export function requireJobTable(host: Host, job: Job, rules: boolean): Table {
  const table = readJobTable(host, job, rules);
  const lost = job.targets.find(({ output }) => !table.columns.has(output));
  if (!lost) return table;
  throw new TtError('INPUT', `the column ${lost.header} was removed from ${job.sheet}. Start again`);
}

export interface JobRecord {
  record: WriteRecord;
  place: RecordPlace;
}

/** Throws where `TT changes` no longer holds what the job has written there. */
export function readJobRecord(host: Host, job: Job): JobRecord {
  const { lines, place } = readWriteRecord(host.file, {
    run: job.id,
    recordTab: job.recordTab,
    lines: job.lines,
  });
  return { record: new WriteRecord(lines), place };
}

export function noteRecord(job: Job, { recordTab, lines }: RecordPlace): void {
  job.recordTab = recordTab;
  job.lines = lines;
}
