/** Types of the messages between the page in the browser and its server. */
import type { MenuItem } from '@tracer-tools/apps-script/screen';
import type { Box, PersonAction } from '@tracer-tools/apps-script/sheet';

export type { Box, MenuItem };

export interface TabInfo {
  id: number;
  name: string;
  hidden: boolean;
  rows: number;
  columns: number;
  lastRow: number;
  lastColumn: number;
  /** Hidden by a user, a collapsed group or the filter; drawn dimmed. */
  hiddenRows: number[];
  hiddenColumns: number[];
  /** Widths in pixels of the columns with a width of their own. */
  widths: [column: number, pixels: number][];
}

/** A non-empty cell. Names are single letters, because a window contains a thousand cells. */
export interface CellInfo {
  r: number;
  c: number;
  /** The displayed text. */
  t: string;
  /** The type of a value that is not text: number, boolean, date, error, loading. */
  k?: 'n' | 'b' | 'd' | 'e' | 'l';
  formula?: string;
  note?: string;
  background?: string;
  bold?: 1;
  /** The value comes from a formula in another cell. */
  spilled?: 1;
  /** The cell is formatted as plain text. */
  plain?: 1;
  /** A checkbox, or a list of choices. */
  choice?: 'box' | 'list';
  /** The value violates the cell's validation. */
  invalid?: 1;
  /** The address of a link that covers the text. */
  link?: string;
  /** For the first cell of a merged range: its size. */
  merged?: { rows: number; columns: number };
}

export interface UserInfo {
  email: string;
  name: string;
}

/** A sidebar or dialog that the script shows; its page already contains the `google.script` shim. */
export interface DialogContent {
  kind: 'sidebar' | 'modal' | 'modeless';
  title: string;
  html: string;
  width: number | null;
  height: number | null;
}

export type SandboxConditions = 'normal' | 'slow' | 'failing' | 'down';

/** Help on a custom function, as Sheets shows it during typing. */
export interface FormulaHelp {
  name: string;
  summary: string;
  args: { name: string; words: string; optional: boolean }[];
}

export interface PageState {
  name: string;
  tabs: TabInfo[];
  users: UserInfo[];
  user: string;
  owner: string;
  menu: MenuItem[];
  sidebar: DialogContent | null;
  conditions: SandboxConditions;
  /** The spreadsheet's locale, such as `de_DE`, and the available ones. */
  locale: string;
  locales: readonly string[];
  /** The sandbox's time in ISO format. */
  now: string;
  formulas: FormulaHelp[];
  selection: { tab: number; box: Box } | null;
  /** The reason why the add-on is missing, or ''. */
  problem: string;
}

export type PageEvent =
  | { on: 'cells'; tabs: number[] }
  | { on: 'tabs'; tabs: TabInfo[] }
  | { on: 'select'; tab: number; box: Box }
  | { on: 'menu'; menu: MenuItem[] }
  | { on: 'frame'; frame: DialogContent }
  | { on: 'toast'; title: string; text: string; seconds: number }
  | { on: 'ask'; id: number; kind: 'alert' | 'prompt'; title: string; text: string; buttons: string }
  | { on: 'running'; count: number }
  | { on: 'state' };

/** Changes that a user makes. */
export type UserAction =
  | PersonAction
  | { do: 'select'; tab: number; box: Box }
  /** Undoes the user's last typing, pasting, clearing or insertion. */
  | { do: 'undo' }
  | { do: 'menu'; fn: string }
  | { do: 'answer'; id: number; button: string; text: string }
  | { do: 'closeSidebar' };

/** The sandbox's switches. */
export type SandboxSwitch =
  | { set: 'user'; email: string }
  | { set: 'weather'; weather: SandboxConditions }
  | { set: 'clock'; hours: number }
  | { set: 'edit'; kind: 'merge' | 'split'; id: string }
  | { set: 'locale'; locale: string }
  | { set: 'kill' };

/** The reply to every POST; `said` is a text for the user. */
export type ActionReply<T = unknown> = { ok: true; value: T; said?: string } | { ok: false; message: string };

export type GsrReply = { ok: true; value: unknown } | { ok: false; message: string };
