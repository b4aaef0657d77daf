/** What a run that has answered every row changed: from its record, with the edits that were behind it. */
import { openDatastack } from '../../cave/client/datastack';
import { asTtError } from '../../core/errors';
import { parseId } from '../../core/ids';
import type { Work } from '../../http/work';
import { pieceOf } from '../../tools/jobs/piece-key';
import { type EditsBetween, editsBetween, type IdChange } from '../../tools/segments/edits-between';
import { requireToken } from '../access/settings';
import type { ShownChanges } from '../changes/change';
import { classifyOutcomes, type RowOutcome, withEdits } from '../changes/classify';
import { templateOrNone } from '../changes/compare';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import { damageOf } from '../sheet/look/keys';
import { specOf } from './kinds';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

/** Null for jobs that do not bring ids up to date. The edits are requests; where they cannot be had, the changes are reported without. */
export function findChanges(host: Host, job: Job, record: WriteRecord): ShownChanges | null {
  if (!specOf(job.kind as ColumnJobKind).outputs.some(({ name }) => name === 'current_id')) return null;
  const outcomes: Iterable<RowOutcome> = {
    *[Symbol.iterator]() {
      for (const key of record.keys()) {
        // A damaged id is told in its row, and is no segment that could change.
        if (!record.isDone(key) || damageOf(key)) continue;
        const before = job.headers.map(
          (header) => [header, record.before(key, header)?.value ?? ''] as const,
        );
        yield { key, id: pieceOf(key).id, before: Object.fromEntries(before), after: record.after(key) };
      }
    },
  };
  const found = classifyOutcomes(outcomes, job.headers);
  const links = found.changes.length > 0 ? templateOrNone(host, job.datastack) : '';
  const edited = found.changes.flatMap(({ kind, from, to }): IdChange[] => {
    const [old, now] = [parseId(from), parseId(to)];
    return kind === 'edited' && old && now ? [{ from: old, to: now }] : [];
  });
  if (edited.length === 0) return { ...found, links };
  return { ...found, links, changes: withEdits(found.changes, edits(host, job, edited)) };
}

function edits(host: Host, job: Job, changes: readonly IdChange[]): Map<string, EditsBetween> {
  function* work(): Work<EditsBetween[]> {
    const stack = yield* openDatastack(requireToken(host), job.datastack, host.keyValueCache);
    return yield* editsBetween(stack, changes);
  }
  try {
    const found = runWork(work(), host, 'report');
    return new Map(changes.map(({ from, to }, i) => [`${from} ${to}`, found[i]!]));
  } catch (error) {
    const note = `which edits is not known (${asTtError(error).code})`;
    return new Map(changes.map(({ from, to }) => [`${from} ${to}`, { merges: 0, splits: 0, note }]));
  }
}
