/** The change report: one line for each id whose current id a run changed, in the tab `TT report`, newest first. */

import { openDatastack } from '../../cave/client/datastack';
import { asTtError } from '../../core/errors';
import { parseId } from '../../core/ids';
import { utcText } from '../../core/time';
import type { Work } from '../../http/work';
import { pieceOf } from '../../tools/jobs/piece-key';
import { changeReasons, type IdChange } from '../../tools/segments/change-reason';
import { requireToken } from '../access/settings';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import type { CellValue } from '../sheet/cell-value';
import { ownTab, prependRows } from '../sheet/own-tabs';
import { keyKindOf } from './kinds';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

export const REPORT_TAB = 'TT report';
const HEADERS = ['time', 'time_utc', 'run', 'tab', 'id', 'old_current_id', 'new_current_id', 'share', 'why'];
const LINES = 5000;

/** Asks why; a reason that cannot be had is left out, the change is not. */
export function reportLines(host: Host, job: Job, record: WriteRecord): CellValue[][] {
  if (keyKindOf(job.kind as ColumnJobKind, job.headers) === 'texts' || !job.headers.includes('current_id'))
    return [];
  const changed = record.keys().flatMap((key) => {
    const from = parseId(String(record.before(key, 'current_id')?.value ?? ''));
    const to = parseId(String(record.after(key).current_id ?? ''));
    return from && to && from !== to ? [{ key, from, to }] : [];
  });
  if (changed.length === 0) return [];
  const reasons = why(host, job, changed);
  const at = host.now();
  const utc = utcText(at);
  return changed.map(({ key, from, to }, i) => [
    host.file.localTime(at),
    utc,
    job.id,
    job.sheet,
    pieceOf(key).id,
    from,
    to,
    record.after(key).share ?? '',
    reasons[i] ?? '',
  ]);
}

function why(host: Host, job: Job, changes: readonly IdChange[]): string[] {
  function* work(): Work<string[]> {
    return yield* changeReasons(
      yield* openDatastack(requireToken(host), job.datastack, host.keyValueCache),
      changes,
    );
  }
  try {
    return runWork(work(), host, 'report');
  } catch (error) {
    return changes.map(() => `not known (${asTtError(error).code})`);
  }
}

export function writeReport(host: Host, lines: readonly CellValue[][]): void {
  if (lines.length > 0) prependRows(ownTab(host.file, REPORT_TAB, HEADERS), lines, LINES);
}
