/** A job's columns as they stand now. */
import { TtError } from '../../core/errors';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { type ColumnSnapshot, readColumns } from '../sheet/column-snapshot';
import { keyKindOf } from './kinds';
import type { Job } from './state';

export function readJobColumns(host: Host, job: Job): ColumnSnapshot {
  const tab = host.file.tabById(job.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${job.sheet} is no longer there`);
  const kind = keyKindOf(job.kind as ColumnJobKind, job.headers);
  return readColumns(tab, job.header, job.column, job.headers, kind);
}
