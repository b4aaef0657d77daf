/** A job's columns as they stand now. */
import { TtError } from '../../core/errors';
import type { ColumnJobKind } from '../api';
import type { Host } from '../host';
import { type Frame, readFrame } from '../sheet/frame';
import { keyKindOf } from './kinds';
import type { Job } from './state';

export function jobFrame(host: Host, job: Job): Frame {
  const tab = host.file.tabById(job.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${job.sheet} is no longer there`);
  const kind = keyKindOf(job.kind as ColumnJobKind, job.headers);
  return readFrame(tab, job.header, job.column, job.headers, kind);
}
