/** What a run found out about a row, and how often: the one form that sidebar, report, log and mail count from. */

/** In the order in which a person wants to see them: what needs somebody first. */
export const CHANGE_KINDS = [
  'ambiguous',
  'together',
  'damaged',
  'failed',
  'gone',
  'notProofread',
  'both',
  'split',
  'merged',
  'edited',
  'proofread',
  'settled',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface RowChange {
  /** The row's key; `id` is the segment id in it, or what the cell shows where that is none. */
  key: string;
  id: string;
  kind: ChangeKind;
  /** The segment before and after; '' where there is none. */
  from: string;
  to: string;
  /** Part of the old segment that the new one holds, as the sheet shows it; '' where it is whole or not known. */
  share: string;
  /** What the row says or why: shares of an ambiguous split, an error's sentence, the edits. */
  note: string;
  /** Ids of the other rows that are the same neuron now. */
  others: readonly string[];
}

/** All that one run found. */
export interface RunChanges {
  /** Ids that it asked about, without damaged ones. */
  ids: number;
  /** Rows whose error stood there before. */
  standing: number;
  changes: RowChange[];
}

/** With the template of links to what they changed; '' where there can be none. */
export interface ShownChanges extends RunChanges {
  links: string;
}

/** Counts of one run. */
export interface ChangeSummary {
  ids: number;
  standing: number;
  /** Rows whose segment an edit had replaced since the run before, whatever became of it. */
  outOfDate: number;
  kinds: Partial<Record<ChangeKind, number>>;
}

/** Changes that nobody can settle but a person. */
export const NEEDS_SOMEBODY: readonly ChangeKind[] = ['ambiguous', 'together', 'damaged', 'failed', 'gone'];

const OUT_OF_DATE: readonly ChangeKind[] = ['ambiguous', 'both', 'split', 'merged', 'edited'];

export function summaryOf({ ids, standing, changes }: RunChanges): ChangeSummary {
  const kinds: Partial<Record<ChangeKind, number>> = {};
  for (const { kind } of changes) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const stale = changes.filter(({ kind }) => OUT_OF_DATE.includes(kind));
  return { ids, standing, outOfDate: new Set(stale.map(({ key }) => key)).size, kinds };
}
