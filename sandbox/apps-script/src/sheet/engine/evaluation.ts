/** One evaluation of a formula: the cells that it reads, and whether it is loading or volatile. */

import type { EvaluationContext } from '../formulas/context';
import { type Ref, refBox } from '../formulas/reference';
import type { WorkbookSettings } from '../options';
import { inBox } from '../values/boxes';
import { serialOf } from '../values/dates';
import { meaning } from '../values/show';
import type { Box } from '../values/types';
import { type Arg, Fault, LOADING, Matrix, type Scalar } from '../values/values';
import type { GridCell } from './cells';
import { type CustomCall, faultIn } from './custom-call';
import type { CustomRunner } from './custom-runner';
import type { Formula, FormulaTab } from './formula';
import type { RangeRead, RangeReads } from './range-reads';

const STILL_LOADING = new Matrix([[LOADING]]);

export class Evaluation implements EvaluationContext {
  readonly row: number;
  readonly column: number;
  array = false;
  loading = false;
  volatile = false;
  /** Custom calls of this evaluation, for the next one to reuse. */
  readonly calls: CustomCall[] = [];

  constructor(
    private readonly formula: Formula,
    private readonly callers: CustomRunner,
    private readonly settings: WorkbookSettings,
    private readonly ranges: RangeReads,
  ) {
    this.row = formula.row;
    this.column = formula.column;
  }

  now(): number {
    return serialOf(this.settings.now(), this.settings.timeZone);
  }

  cells(ref: Ref): Matrix | null {
    const box = refBox(ref);
    if (!box) return null;
    const tab = ref.home as FormulaTab;
    const { awaits } = this.formula;
    if (
      awaits &&
      inBox(box, awaits.row, awaits.column) &&
      tab.cells.at(awaits.row, awaits.column)?.value === LOADING
    ) {
      this.loading = true;
      return STILL_LOADING;
    }
    const read = this.ranges.read(tab, box, readRange);
    if (read.awaits) {
      this.loading = true;
      this.formula.awaits = read.awaits;
    }
    if (read.volatile) this.volatile = true;
    return read.matrix;
  }

  cell(ref: Ref, row: number, column: number): Scalar {
    const cell = (ref.home as FormulaTab).cells.at(row, column);
    if (!cell) return null;
    if (cell.value === LOADING) {
      this.loading = true;
      this.formula.awaits = { row, column };
    }
    if (isVolatile(cell)) this.volatile = true;
    return meaning(cell.value, cell.format);
  }

  custom(name: string, args: Arg[]): Arg {
    if (!this.callers.knows(name)) return new Fault('#NAME?', `Unknown function: '${name}'.`);
    const fault = faultIn(args, !this.settings.passErrorsInRanges);
    if (fault) return fault;
    const call = this.callers.call(this.formula, name, args, this.calls);
    this.calls.push(call);
    return call.done ? call.outcome : LOADING;
  }
}

const isVolatile = ({ formula, owner }: GridCell<Formula>): boolean =>
  formula?.volatile === true || owner?.volatile === true;

function readRange(tab: FormulaTab, box: Box): RangeRead {
  let awaits: RangeRead['awaits'] = null;
  let volatile = false;
  const cells = tab.cells.grid<Scalar>(box, null, (cell, row, column) => {
    if (cell.value === LOADING) awaits = { row, column };
    volatile ||= isVolatile(cell);
    return meaning(cell.value, cell.format);
  });
  return { box, matrix: new Matrix(cells), awaits, volatile };
}
