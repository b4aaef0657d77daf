/** The context of an evaluation, and the types of built-in functions. */

import type { Arg, Matrix, Scalar } from '../values/values';
import type { FormulaNode } from './parse';
import type { Ref } from './reference';

export interface EvaluationContext {
  /** Row of the formula's cell. */
  readonly row: number;
  readonly column: number;
  /** True inside ARRAYFORMULA, FILTER and similar functions: operators then work cell by cell on whole ranges. */
  array: boolean;
  /** True if the formula read a cell that is still loading: then the whole formula waits. */
  loading: boolean;
  /** True if the formula read the clock or a random number. */
  volatile: boolean;
  now(): number;
  cells(ref: Ref): Matrix | null;
  cell(ref: Ref, row: number, column: number): Scalar;
  /** The result, or LOADING while it runs. */
  custom(name: string, args: Arg[]): Arg;
}

/** Evaluates a node; a range is returned as a Matrix. */
export type Evaluate = (node: FormulaNode, context: EvaluationContext) => Arg;

/**
 * How a built-in takes each argument: `s` one value, whose error becomes the result; `e` one value, including errors;
 * `m` a whole range or array; `M` the same, computed cell by cell. The last letter applies to all further arguments.
 */
export interface Builtin {
  least: number;
  most: number;
  shapes: string;
  run(args: Arg[], context: EvaluationContext): Arg;
}

/** Built-ins that decide which of their arguments to compute. */
export type LazyBuiltin = (args: FormulaNode[], context: EvaluationContext, evaluate: Evaluate) => Arg;
