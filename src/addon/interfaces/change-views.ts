/** What the list of changes shows. */

/** A row that a run changed. */
export interface ChangeEntryView {
  tab: string;
  tabId: number;
  /** Header of the id column. */
  column: string;
  id: string;
  /** The segment before and now; '' where there is none. */
  from: string;
  to: string;
  share: string;
  note: string;
  /** In the sheet's zone. */
  time: string;
}

/** What runs changed and nobody has marked as seen. At most 300 entries are sent; `count` counts all. */
export interface ChangesView {
  count: number;
  /** Time of the oldest in the sheet's zone, and of the newest in UTC; '' where there is none. */
  since: string;
  until: string;
  groups: { kind: string; text: string; needsSomebody: boolean; entries: ChangeEntryView[] }[];
}
