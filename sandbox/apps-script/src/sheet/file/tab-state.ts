/** The state of a tab for the functions that change its structure, and the part of its file that they use. */

import type { Engine } from '../engine/engine';
import type { FormulaTab } from '../engine/formula';
import type { Follower } from '../layout/line-change';
import type { Metadata } from '../layout/metadata';
import type { Grid } from '../model/types';
import type { Box } from '../values/types';

/** The file, as its tabs see it. */
export interface TabHost {
  readonly engine: Engine;
  readonly timeZone: string;
  readonly metadata: Metadata;
  announce(tab: Grid, box: Box): void;
  checkName(name: string, tab: Grid): void;
  checkCells(more: number): void;
  /** Binds formulas again that named a tab which did not exist. */
  rebind(): void;
}

export interface TabState extends FormulaTab {
  readonly host: TabHost;
  readonly followers: readonly Follower[];
  maxRows: number;
  maxColumns: number;
  /** By a user, a collapsed group or the filter. */
  isRowHidden(row: number): boolean;
  /** The box changed: a filter over it decides again which rows it hides. */
  reapplyFilter(box: Box): void;
}
