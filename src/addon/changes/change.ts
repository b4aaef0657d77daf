/** What a run found out about its rows, and the counts of it; sidebar, report, log and mail all use this form. */

/** In the order in which users want to see them: first those that need a person. */
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
  /** The row's key; `id` is the segment id in it, or the cell's text if it holds no id. */
  key: string;
  id: string;
  kind: ChangeKind;
  /** The segment before and after; '' if there is none. */
  from: string;
  to: string;
  /**
   * Share of the old segment that the new one holds, as the sheet shows it; '' if it is the whole segment or unknown.
   */
  share: string;
  /** Details or the reason: shares of an ambiguous split, an error's sentence, the edits. */
  note: string;
  /** Ids of the other rows that are now the same neuron. */
  others: readonly string[];
}

/** All results of one run. */
export interface RunChanges {
  /** Number of ids that it asked about, without damaged ones. */
  ids: number;
  /** Rows that already had the same error before. */
  standing: number;
  /** At most `REPORT_LINES`: of more, those that need a person first. */
  changes: RowChange[];
  /** Counts of the changes that are left out: a list of 100,000 takes 40 MB. */
  beyond?: Pick<ChangeSummary, 'outOfDate' | 'kinds'>;
}

/** With the template of links that compare before and after; '' if links are not possible. */
export interface ShownChanges extends RunChanges {
  links: string;
}

/** Counts of one run. */
export interface ChangeSummary {
  ids: number;
  standing: number;
  /** Rows whose segment an edit had replaced since the run before, whatever the result. */
  outOfDate: number;
  kinds: Partial<Record<ChangeKind, number>>;
}

/** Lines of the tab `TT report`: of a run with more changes, those that need a person come first. */
export const REPORT_LINES = 5000;

/** Changes that only a person can settle. */
export const NEEDS_SOMEBODY: readonly ChangeKind[] = ['ambiguous', 'together', 'damaged', 'failed', 'gone'];

const OUT_OF_DATE: readonly ChangeKind[] = ['ambiguous', 'both', 'split', 'merged', 'edited'];

export function summaryOf({ ids, standing, changes, beyond }: RunChanges): ChangeSummary {
  const kinds = { ...beyond?.kinds };
  countKinds(kinds, changes);
  const stale = changes.filter(isOutOfDate);
  const outOfDate = new Set(stale.map(({ key }) => key)).size + (beyond?.outOfDate ?? 0);
  return { ids, standing, outOfDate, kinds };
}

const isOutOfDate = ({ kind }: RowChange): boolean => OUT_OF_DATE.includes(kind);

function countKinds(kinds: ChangeSummary['kinds'], changes: readonly RowChange[]): void {
  for (const { kind } of changes) kinds[kind] = (kinds[kind] ?? 0) + 1;
}

/** Those that need a person first. */
export const inOrder = (changes: readonly RowChange[]): RowChange[] =>
  [...changes].sort((a, b) => CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind));

/** Gathers the changes of a run; holds at most twice as many as the report lists. */
export class ChangeList {
  private changes: RowChange[] = [];
  private readonly beyond: Pick<ChangeSummary, 'outOfDate' | 'kinds'> = { outOfDate: 0, kinds: {} };
  private isCut = false;

  add(change: RowChange): void {
    this.changes.push(change);
    if (this.changes.length >= 2 * REPORT_LINES) this.cut();
  }

  /** A row is out of date once at most, so that the changes left out count as rows. */
  private cut(): void {
    const all = inOrder(this.changes);
    this.changes = all.slice(0, REPORT_LINES);
    const rest = all.slice(REPORT_LINES);
    countKinds(this.beyond.kinds, rest);
    this.beyond.outOfDate += rest.filter(isOutOfDate).length;
    this.isCut ||= rest.length > 0;
  }

  found(): Pick<RunChanges, 'changes' | 'beyond'> {
    if (this.changes.length > REPORT_LINES) this.cut();
    return this.isCut ? { changes: this.changes, beyond: this.beyond } : { changes: this.changes };
  }
}
