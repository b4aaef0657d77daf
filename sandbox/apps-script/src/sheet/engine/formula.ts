/** A formula in a cell: its text and tree, its last result, and the cells that its result fills. */

import type { ParsedFormula } from '../formulas/parse';
import { formulaText, parseFormula } from '../formulas/parse';
import type { Grid } from '../model/types';
import type { Box } from '../values/types';
import { type Arg, Fault } from '../values/values';
import type { Cells } from './cells';
import type { CustomCall } from './custom-call';

/** The tab of a formula. */
export interface FormulaTab extends Grid {
  readonly cells: Cells<Formula>;
  growRows(count: number): void;
}

export class Formula {
  readonly parsed: ParsedFormula;
  result: Arg = null;
  /** Custom calls of the last evaluation; an equal call reuses its result. */
  calls: CustomCall[] = [];
  /** Cells that the array result fills, including its own. */
  spill: Box | null = null;
  /** Cells that the array result would fill if they were empty. */
  blocked: Box | null = null;
  /** A cell that was loading at the last read. Until it has a value, ranges that contain it are not read again. */
  awaits: { row: number; column: number } | null = null;
  /** The value depends on the clock or on random numbers. */
  volatile = false;
  alive = true;

  constructor(
    readonly tab: FormulaTab,
    public row: number,
    public column: number,
    source: string,
  ) {
    this.parsed = parseFormula(source) ?? {
      pieces: [source],
      tree: { kind: 'literal', value: new Fault('#ERROR!', 'Formula parse error.') },
      refs: [],
      calls: new Set(),
    };
  }

  get text(): string {
    return formulaText(this.parsed.pieces);
  }

  get place(): Box {
    return this.spill ?? { row: this.row, column: this.column, rows: 1, columns: 1 };
  }
}
