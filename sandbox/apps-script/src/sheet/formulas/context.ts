/** The context of an evaluation, and the types of built-in functions. */

import type { Arg, Matrix, Scalar } from '../values/values';
import type { FormulaNode } from './parse';
import type { Ref } from './reference';

export interface EvaluationContext {
  /** The cell of the formula. */
  readonly row: number;
  readonly column: number;
  /** Inside ARRAYFORMULA, FILTER and the like: operators work cell by cell on whole ranges. */
  array: boolean;
  /** A cell that is still loading was read: the whole formula waits. */
  loading: boolean;
  /** The clock or a random number was read. */
  volatile: boolean;
  now(): number;
  cells(ref: Ref): Matrix | null;
  cell(ref: Ref, row: number, column: number): Scalar;
  /** The result, or LOADING while it runs. */
  custom(name: string, args: Arg[]): Arg;
}

/** Evaluates a node; a range comes back as a Matrix. */
export type Evaluate = (node: FormulaNode, context: EvaluationContext) => Arg;

/**
 * How a built-in takes an argument: `s` one value, an error in it being the result; `e` one value, errors included; `m`
 * a whole range or array; `M` the same, computed cell by cell. The last letter applies to further arguments.
 */
export interface Builtin {
  least: number;
  most: number;
  shapes: string;
  run(args: Arg[], context: EvaluationContext): Arg;
}

/** Built-ins that decide which of their arguments are computed. */
export type LazyBuiltin = (args: FormulaNode[], context: EvaluationContext, evaluate: Evaluate) => Arg;
