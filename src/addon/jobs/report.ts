/** The change report: one line for each id whose current id a run changed, in the tab `TT report`, newest first. */

import { openStack } from '../../cave/stack';
import { asTtError } from '../../core/errors';
import { parseId } from '../../core/ids';
import { utcText } from '../../core/time';
import { runSync } from '../../exchange/runner';
import type { Work } from '../../exchange/work';
import { type Change, whyChanged } from '../../tools/why';
import type { ColumnJobKind } from '../api';
import type { Host } from '../host';
import { signedIn } from '../settings';
import { pieceOf } from '../sheet/keys';
import { ownTab, prependRows } from '../sheet/ownTabs';
import type { Written } from '../sheet/text';
import { keyKindOf } from './kinds';
import type { Ledger } from './ledger';
import type { Job } from './state';

export const REPORT_TAB = 'TT report';
const HEADERS = ['time', 'time_utc', 'run', 'tab', 'id', 'old_current_id', 'new_current_id', 'share', 'why'];
const LINES = 5000;
const ASK_FOR_MS = 60_000;

/** Asks why; a reason that cannot be had is left out, the change is not. */
export function reportLines(host: Host, job: Job, ledger: Ledger): Written[][] {
  if (keyKindOf(job.kind as ColumnJobKind, job.headers) === 'texts' || !job.headers.includes('current_id'))
    return [];
  const changed = ledger.keys().flatMap((key) => {
    const from = parseId(String(ledger.before(key, 0, 'current_id') ?? ''));
    const to = parseId(String(ledger.after(key).current_id ?? ''));
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
    ledger.after(key).share ?? '',
    reasons[i] ?? '',
  ]);
}

function why(host: Host, job: Job, changes: readonly Change[]): string[] {
  function* work(): Work<string[]> {
    return yield* whyChanged(yield* openStack(signedIn(host), job.datastack, host.memory), changes);
  }
  try {
    const deadline = host.now() + ASK_FOR_MS;
    return runSync(work(), host.http, { now: () => host.now(), random: () => host.random(), deadline });
  } catch (error) {
    return changes.map(() => `not known (${asTtError(error).code})`);
  }
}

export function writeReport(host: Host, lines: readonly Written[][]): void {
  if (lines.length > 0) prependRows(ownTab(host.file, REPORT_TAB, HEADERS), lines, LINES);
}
