/** What the checks have to know of what happened to a sheet. */
import type { CellValue } from '@tracer-tools/apps-script/sheet';
import type { Bystander } from './other-tab';

/** Something that a person put on a cell of ours, and what became of it. */
export interface Watch {
  kind: 'value' | 'formula' | 'note';
  /** The text in the column `notes` of its row. */
  row: string;
  header: string;
  value: string;
  /** The add-on has looked at it since. */
  isSeen: boolean;
  /** `unseen`: written over before any look; `seen`: after one; `over`: somebody changed the cell again, or took it away. */
  state: 'there' | 'unseen' | 'seen' | 'over';
}

export interface EventLog {
  kinds: Set<string>;
  /** Notes of rows that somebody deleted, and ids that somebody gave to rows. */
  deleted: Set<string>;
  ids: Map<string, string>;
  /** Ids that rows held in between. */
  earlierIds: Map<string, string[]>;
  /** Rows that another script added: ids by note. */
  added: Map<string, string>;
  /** Headers that somebody renamed or deleted. */
  headers: Map<string, string | null>;
  /** Rows whose id was edited after the last look of the step. */
  lateEdits: Set<string>;
  copies: Map<string, number>;
  /** Cells of ours that somebody cleared, ruled or merged, as `note header`. */
  touched: Set<string>;
  /** What somebody pasted or filled into cells of ours, as `touched` names them. */
  pasted: Map<string, CellValue>;
  /** Headers of ours under which somebody protected cells from the run's user. */
  locked: Set<string>;
  watches: Watch[];
  /** What the run wrote was taken back by a person after the last look. */
  lateRevert: boolean;
  /** Links behind texts of people, by note. */
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
  touched: new Set(),
  pasted: new Map(),
  locked: new Set(),
  watches: [],
  lateRevert: false,
  links: new Map(),
  tabGone: false,
  tabCopies: [],
});

/** What people put on this cell before is their own matter from now on. */
export function endWatches({ watches }: EventLog, row: string, header: string): void {
  for (const watch of watches)
    if ((watch.row === row || row === '*') && watch.header === header && watch.kind !== 'note')
      watch.state = 'over';
}
