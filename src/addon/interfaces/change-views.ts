/** What the list of changes shows. */

/** A row that a run changed. */
export interface ChangeEntryView {
  tab: string;
  tabId: number;
  /** Header of the id column. */
  column: string;
  id: string;
  /** Where it stands now; 0 where it is gone. */
  row: number;
  /** Nobody has settled or mended it since: the row still shows an error, or rows that became one are undecided. */
  open: boolean;
  /** Further rows of the same id. */
  more: number;
  /** Of a neuron that is in several rows now: the ids of the other rows. */
  others: string[];
  /** The segment before and now; '' where there is none. */
  from: string;
  to: string;
  share: string;
  note: string;
  /** In the sheet's zone. */
  time: string;
  /** Shows the segment before in red and the one after in cyan; '' where no link could be made. */
  link: string;
}

/** Rows that became one neuron: the ids of an entry and of its others. */
export interface TogetherRef {
  tabId: number;
  column: string;
  ids: string[];
}

/** One of them as it stands. */
export interface TogetherRow {
  row: number;
  id: string;
  cells: { header: string; text: string }[];
  /** Tells whether the row is still as it was shown. */
  mark: string;
}

/** What runs changed and nobody has marked as seen. At most 300 entries are sent; `count` counts all. */
export interface ChangesView {
  count: number;
  /** Time of the oldest in the sheet's zone, and of the newest in UTC; '' where there is none. */
  since: string;
  until: string;
  groups: { kind: string; text: string; needsSomebody: boolean; entries: ChangeEntryView[] }[];
}
