/** Types of the list of changes. */

/** A row that a run changed. */
export interface ChangeEntryView {
  tab: string;
  tabId: number;
  /** Header of the id column. */
  column: string;
  id: string;
  /** Its current row; 0 if it is gone. */
  row: number;
  /** Nobody has settled it since: the row still shows an error, or rows that became one neuron are undecided. */
  open: boolean;
  /** Further rows with the same id. */
  more: number;
  /** For a neuron that is now in several rows: the ids of the other rows. */
  others: string[];
  /** The segment before and now; '' if there is none. */
  from: string;
  to: string;
  share: string;
  note: string;
  /** In the spreadsheet's time zone. */
  time: string;
  /** Link that shows the segment before in red and the one after in cyan; '' if there is none. */
  link: string;
}

/** Rows that became one neuron: the ids of an entry and of its `others`. */
export interface TogetherRef {
  tabId: number;
  column: string;
  ids: string[];
}

/** One of these rows as it is now. */
export interface TogetherRow {
  row: number;
  id: string;
  cells: { header: string; text: string }[];
  /** Tells whether the row still is as it was shown. */
  mark: string;
}

/** Changes by runs that nobody has marked as seen. Has at most 300 entries; `count` counts all. */
export interface ChangesView {
  count: number;
  /** Time of the oldest change in the spreadsheet's time zone, and of the newest in UTC; '' if there is none. */
  since: string;
  until: string;
  groups: { kind: string; text: string; needsSomebody: boolean; entries: ChangeEntryView[] }[];
}
