/** Functions that return no rows: they write cells, open a window, or serve a folder until the user stops them. */
import type { Cell } from '../../core/table';
import type { CommandExample, Declaration } from './declare';

/** Cells to add to a tab. Text stays text, and ids are always written as text. */
export interface SheetEdit {
  tab: string;
  /** A new column to the right of the last one: the header, and its values from the row below the header. */
  column?: { header: string; values: Cell[] };
  /** A new row below the last one. */
  row?: Cell[];
}

/** Returns the cells to write as data; the add-on writes them. */
export interface EditTool extends Declaration<'sidebar'> {
  kind: 'edit';
  formula: '';
  example: CommandExample;
  plan: (form: Record<string, string>) => SheetEdit;
}

/** Opens a window of the add-on on the ids of its form. */
export interface WindowTool extends Declaration<'sidebar'> {
  kind: 'window';
  formula: '';
  example: CommandExample;
  menu: MenuItem;
}

/** Serves files on this computer until the user stops it; only the command line runs it. */
export interface ServerTool extends Omit<Declaration<'commandLine'>, 'details' | 'params' | 'returns'> {
  kind: 'server';
  formula: '';
  example: CommandExample;
}

/** A menu item of Extensions › Tracer Tools. */
export interface MenuItem {
  text: string;
  /** The top-level function that the bundle declares for it. */
  call: string;
}
