/** Compares what the cells of a run held before and hold now: which rows changed, and how. */
import { codeInCell } from '../../core/errors';
import { parseId } from '../../core/ids';
import type { EditsBetween } from '../../tools/segments/edits-between';
import type { CellValue } from '../sheet/cells/cell-value';
import { TextSet } from '../sheet/look/text-index';
import { type ChangeKind, ChangeList, type RowChange, type RunChanges } from './change';

/** One key of a run. */
export interface RowOutcome {
  key: string;
  id: string;
  /** The cell holds no valid id. */
  isDamaged?: boolean;
  /** By header; '' for columns that were blank before their first run. */
  before: Readonly<Record<string, CellValue>>;
  after: Readonly<Record<string, CellValue>>;
}

/**
 * Iterates `outcomes` several times and keeps none of them. `columns` are the headers that the run writes. If a row has
 * no answer, its first column holds the error. A change of only a measurement or of a time does not count.
 */
export function classifyOutcomes(outcomes: Iterable<RowOutcome>, columns: readonly string[]): RunChanges {
  const found = { ids: 0, standing: 0 };
  const list = new ChangeList();
  for (const outcome of outcomes) {
    if (!outcome.isDamaged) found.ids++;
    if (isStanding(outcome, columns)) found.standing++;
    else for (const change of changesOfRow(outcome, columns)) list.add(change);
  }
  for (const change of together(outcomes)) list.add(change);
  return { ...found, ...list.found() };
}

/** The row had the same error before, so an earlier run has reported it. */
function isStanding({ before, after }: RowOutcome, columns: readonly string[]): boolean {
  const error = errorOf(after, columns);
  return error !== null && errorOf(before, columns)?.code === error.code;
}

function changesOfRow(outcome: RowOutcome, columns: readonly string[]): RowChange[] {
  const error = errorOf(outcome.after, columns);
  const earlier = errorOf(outcome.before, columns);
  const { key, id, isDamaged, before, after } = outcome;
  const from = isDamaged ? '' : currentBefore(outcome);
  // Every property at once: a spread that adds one gives each object a hidden class of its own.
  const change = (kind: ChangeKind, to = '', share = '', note = ''): RowChange => ({
    key,
    id,
    kind,
    from,
    to,
    share,
    note,
    others: NONE,
  });
  if (error !== null) return [change(errorKind(error.code, isDamaged), '', '', error.text)];
  const changes: RowChange[] = [];
  const to = parseId(textOf(after.current_id)) ?? '';
  if (earlier?.code === 'AMBIGUOUS' && to !== '') changes.push(change('settled', to, shareOf(after)));
  else if (to !== '' && to !== from) changes.push(change('edited', to, shareOf(after)));
  const proofread = proofreadChange(before.proofread, after.proofread);
  if (proofread !== null) changes.push(change(proofread, to));
  return changes;
}

const NONE: readonly string[] = [];

function errorKind(code: string, isDamaged = false): ChangeKind {
  if (isDamaged && (code === 'ROUNDED' || code === 'ID')) return 'damaged';
  return code === 'AMBIGUOUS' ? 'ambiguous' : code === 'UNKNOWN' ? 'gone' : 'failed';
}

/** The first error in the row's cells. */
function errorOf(
  cells: RowOutcome['after'],
  columns: readonly string[],
): { code: string; text: string } | null {
  for (const column of columns) {
    const text = textOf(cells[column]);
    const code = codeInCell(text);
    if (code !== null) return { code, text: text.replace(/^#TT [A-Z]+: */, '') };
  }
  return null;
}

/** The row's segment before: the current id of the run before, or on the first run the id itself. */
function currentBefore({ id, before }: RowOutcome): string {
  return parseId(textOf(before.current_id)) ?? id;
}

function shareOf(cells: RowOutcome['after']): string {
  const share = textOf(cells.share);
  return share === '1' || codeInCell(share) !== null ? '' : share;
}

function proofreadChange(before: CellValue | undefined, after: CellValue | undefined): ChangeKind | null {
  if (typeof before !== 'boolean' || typeof after !== 'boolean' || before === after) return null;
  return after ? 'proofread' : 'notProofread';
}

/** Rows with different ids that are now one neuron and were not before. */
function together(outcomes: Iterable<RowOutcome>): RowChange[] {
  const seenIds = new TextSet();
  const sharedIds = new Set<string>();
  const byCurrent = new Map<string, RowOutcome[]>();
  const currentOf = ({ after }: RowOutcome) => parseId(textOf(after.current_id)) ?? '';
  let count = 0;
  for (const outcome of outcomes) {
    const to = currentOf(outcome);
    if (seenIds.add(to) < count) sharedIds.add(to);
    else count++;
  }
  sharedIds.delete('');
  for (const outcome of sharedIds.size > 0 ? outcomes : []) {
    const to = currentOf(outcome);
    if (!sharedIds.has(to)) continue;
    if (!byCurrent.has(to)) byCurrent.set(to, []);
    byCurrent.get(to)!.push(outcome);
  }
  return [...byCurrent].flatMap(([to, rows]): RowChange[] => {
    const ids = [...new Set(rows.map(({ id }) => id))];
    const knownIds = new Set(rows.map(currentBefore));
    if (ids.length < 2 || knownIds.size < 2) return [];
    const [first] = rows;
    const others = ids.filter((id) => id !== first!.id);
    return [{ key: first!.key, id: first!.id, kind: 'together', from: '', to, share: '', note: '', others }];
  });
}

/** Adds to each edited row whether merges, splits or both made the new id. */
export function withEdits(
  changes: readonly RowChange[],
  edits: ReadonlyMap<string, EditsBetween>,
): RowChange[] {
  return changes.map((change) => {
    const between = edits.get(`${change.from} ${change.to}`);
    if (change.kind !== 'edited' || between === undefined) return change;
    const { merges, splits, note } = between;
    const kind: ChangeKind =
      merges > 0 && splits > 0 ? 'both' : merges > 0 ? 'merged' : splits > 0 ? 'split' : 'edited';
    return { ...change, kind, note };
  });
}

const textOf = (value: CellValue | undefined): string => (value === undefined ? '' : `${value}`.trim());
