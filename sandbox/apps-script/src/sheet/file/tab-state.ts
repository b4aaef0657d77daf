/** What a tab shows to the functions that change its structure, and what it needs of its file. */

import type { Engine } from '../engine/engine';
import type { FormulaTab } from '../engine/formula';
import type { Box, Grid } from '../values/types';

/** The file, as its tabs see it. */
export interface TabHost {
  readonly engine: Engine;
  readonly timeZone: string;
  announce(tab: Grid, box: Box): void;
  checkName(name: string, tab: Grid): void;
  checkCells(more: number): void;
  /** Formulas that named a tab which did not exist look again. */
  rebind(): void;
}

export interface ProtectedBox {
  box: Box;
  editors: readonly string[];
}

export interface TabState extends FormulaTab {
  readonly host: TabHost;
  maxRows: number;
  maxColumns: number;
  protections: ProtectedBox[];
}
