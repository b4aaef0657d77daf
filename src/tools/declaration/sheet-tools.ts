/** Functions that answer no rows: they write cells, open a window, or serve a folder until they are stopped. */
import type { Cell } from '../../core/table';
import type { CommandExample, Declaration } from './declare';

/** Cells to add to a tab. Text stays text, and ids are written as text whatever they came as. */
export interface SheetEdit {
  tab: string;
  /** A new column with this header, right of the last one, its values from the row below the header down. */
  column?: { header: string; values: Cell[] };
  /** A new row below the last one. */
  row?: Cell[];
}

/** What it would write, as data; the add-on's writer writes it. */
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

/** Serves files on this machine until it is stopped; the command line reads its words. */
export interface ServerTool extends Omit<Declaration<'commandLine'>, 'details' | 'params' | 'returns'> {
  kind: 'server';
  formula: '';
  example: CommandExample;
}

/** An item of Extensions › Tracer Tools. */
export interface MenuItem {
  text: string;
  /** The top-level function that the bundle declares for it. */
  call: string;
}
