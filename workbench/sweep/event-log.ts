/** What happened to a sheet, as far as the checks need it. */
import type { Bystander } from './other-tab';

/** Something that a person put on one of our cells, and what became of it. */
export interface Watch {
  kind: 'value' | 'formula' | 'note';
  /** The text in the column `notes` of its row. */
  row: string;
  header: string;
  value: string;
  /** Whether the add-on has read the cell since. */
  isSeen: boolean;
  /**
   * `unseen`: overwritten before the add-on read it; `seen`: overwritten after it was read; `over`: a person changed or
   * removed it.
   */
  state: 'there' | 'unseen' | 'seen' | 'over';
}

export interface EventLog {
  kinds: Set<string>;
  /** Notes of rows that a person deleted, and ids that a person gave to rows. */
  deleted: Set<string>;
  ids: Map<string, string>;
  /** Earlier ids of rows. */
  earlierIds: Map<string, string[]>;
  /** Rows that another script added: ids by note. */
  added: Map<string, string>;
  /** Headers that a person renamed or deleted (null). */
  headers: Map<string, string | null>;
  /** Rows whose id was edited after the last look of the step. */
  lateEdits: Set<string>;
  copies: Map<string, number>;
  /** Ids of the copied rows after the last event, by note. */
  copyIds: Map<string, string>;
  /** Our cells that a person cleared, merged or gave a rule, as `note header`. */
  touched: Set<string>;
  /** What a person pasted or filled into our cells, as `note header value`: Undo may restore an earlier one. */
  pasted: Set<string>;
  /** Our headers under which a person protected cells from the run's user. */
  locked: Set<string>;
  watches: Watch[];
  /** A person reverted what the run wrote, after the last look. */
  lateRevert: boolean;
  /** Links behind people's texts, by note. */
  links: Map<string, string>;
  tabGone: boolean;
  /** Copies of the tab. */
  tabCopies: Bystander[];
}

export const newEventLog = (): EventLog => ({
  kinds: new Set(),
  deleted: new Set(),
  ids: new Map(),
  earlierIds: new Map(),
  added: new Map(),
  headers: new Map(),
  lateEdits: new Set(),
  copies: new Map(),
  copyIds: new Map(),
  touched: new Set(),
  pasted: new Set(),
  locked: new Set(),
  watches: [],
  lateRevert: false,
  links: new Map(),
  tabGone: false,
  tabCopies: [],
});

/** Ends the watches on a cell: from now on a person may change what was put there. */
export function endWatches({ watches }: EventLog, row: string, header: string): void {
  for (const watch of watches)
    if ((watch.row === row || row === '*') && watch.header === header && watch.kind !== 'note')
      watch.state = 'over';
}
