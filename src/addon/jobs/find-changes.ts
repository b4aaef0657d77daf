/** The changes of a run so far, from its record, with the edits behind them. */
import { openDatastack } from '../../cave/client/datastack';
import { asTtError } from '../../core/errors';
import { parseId } from '../../core/ids';
import type { Work } from '../../http/work';
import { pieceOf } from '../../tools/jobs/piece-key';
import { type EditsBetween, editsBetween, type IdChange } from '../../tools/segments/edits-between';
import { requireToken } from '../access/settings';
import type { RunChanges, ShownChanges } from '../changes/change';
import { classifyOutcomes, type RowOutcome, withEdits } from '../changes/classify';
import { templateOrNone } from '../changes/compare';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import { damageOf } from '../sheet/look/keys';
import { keyedRows, type Table } from '../sheet/table/table';
import { specOf } from './kinds';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

/** Facts about the changes that only requests can give. */
export interface ChangeContext {
  links: string;
  edits: ReadonlyMap<string, EditsBetween>;
}

/** Returns null for jobs that do not update ids. */
export function findChanges(host: Host, job: Job, record: WriteRecord, table: Table): ShownChanges | null {
  return shownChanges(job, record, table, askAboutChanges(host, job, record, table));
}

/** Makes no requests. Returns null as above, or without a context. */
export function shownChanges(
  job: Job,
  record: WriteRecord,
  table: Table,
  context: ChangeContext | null,
): ShownChanges | null {
  const found = changesOf(job, record, table);
  if (found === null || context === null) return null;
  return { ...found, links: context.links, changes: withEdits(found.changes, context.edits) };
}

/** Makes requests. If the edits cannot be read, reports the changes without them. */
export function askAboutChanges(
  host: Host,
  job: Job,
  record: WriteRecord,
  table: Table,
): ChangeContext | null {
  const found = changesOf(job, record, table);
  if (found === null) return null;
  const links = found.changes.length > 0 ? templateOrNone(host, job.datastack) : '';
  const edited = found.changes.flatMap(({ kind, from, to }): IdChange[] => {
    const [old, now] = [parseId(from), parseId(to)];
    return kind === 'edited' && old && now ? [{ from: old, to: now }] : [];
  });
  return { links, edits: edited.length === 0 ? new Map() : edits(host, job, edited) };
}

function changesOf(job: Job, record: WriteRecord, table: Table): RunChanges | null {
  if (!specOf(job.kind as ColumnJobKind).outputs.some(({ name }) => name === 'current_id')) return null;
  const outcomes: Iterable<RowOutcome> = {
    *[Symbol.iterator]() {
      for (const key of record.keys()) {
        if (!record.isDone(key)) continue;
        const cells = job.headers.map((header) => [header, record.before(key, header)?.value ?? ''] as const);
        const [before, after] = [Object.fromEntries(cells), record.after(key)];
        if (!damageOf(key)) yield { key, id: pieceOf(key).id, before, after };
        else {
          // A damaged cell has no id: it is known by what it shows, while it stands there.
          const keyTexts = new Set<string>();
          for (const [each, i] of keyedRows(table)) if (each === key) keyTexts.add(table.textAt(i));
          for (const id of keyTexts) yield { key, id, isDamaged: true, before, after };
        }
      }
    },
  };
  return classifyOutcomes(outcomes, job.headers);
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
