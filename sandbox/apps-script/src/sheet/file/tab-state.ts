/** The state of a tab for the functions that change its structure, and the part of its file that they use. */

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
  /** Binds formulas again that named a tab which did not exist. */
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
