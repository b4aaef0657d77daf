/** The state of a tab for the functions that change its structure, and the parts of its file that they use. */

import type { Engine } from '../engine/engine';
import type { FormulaTab } from '../engine/formula';
import type { Follower } from '../layout/line-change';
import type { Metadata } from '../layout/metadata';
import type { Grid } from '../model/types';
import type { Box } from '../values/types';

/** The file, as seen from its tabs. */
export interface TabHost {
  readonly engine: Engine;
  readonly timeZone: string;
  readonly metadata: Metadata;
  announce(tab: Grid, box: Box): void;
  checkName(name: string, tab: Grid): void;
  checkCells(more: number): void;
  /** Connects formulas that named a missing tab. */
  rebind(): void;
}

export interface TabState extends FormulaTab {
  readonly host: TabHost;
  readonly followers: readonly Follower[];
  maxRows: number;
  maxColumns: number;
  /** Hidden by a user, a collapsed group or the filter. */
  isRowHidden(row: number): boolean;
  /** Called when the box has changed: a filter over it decides again which rows to hide. */
  reapplyFilter(box: Box): void;
}
