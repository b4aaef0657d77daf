/** Short words for tests of the spreadsheet model: cells by A1 names, custom functions that keep count. */

import { createWorkbook, type WorkbookOptions } from '../../src/sheet/index';
import type { CellView, CustomFunctions, Grid, Workbook } from '../../src/sheet/model/types';
import { columnNumber } from '../../src/sheet/values/boxes';
import type { Box, CellValue } from '../../src/sheet/values/types';

export function boxOf(name: string): Box {
  const [, c1 = '', r1 = '', c2 = c1, r2 = r1] = /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(name) ?? [];
  const row = Number(r1);
  const column = columnNumber(c1);
  return { row, column, rows: Number(r2) - row + 1, columns: columnNumber(c2) - column + 1 };
}

export class Sheet {
  readonly book: Workbook;
  grid: Grid;

  constructor(options: WorkbookOptions = {}) {
    this.book = createWorkbook(options);
    this.grid = this.book.grids()[0]!;
  }

  /** Writes one value, or a block whose first cell is named. */
  set(name: string, value: CellValue | null | (CellValue | null)[][]): this {
    const block = Array.isArray(value) ? value : [[value]];
    const box = { ...boxOf(name), rows: block.length, columns: block[0]!.length };
    this.grid.write(box, block);
    return this;
  }

  settle(): this {
    this.book.settle();
    return this;
  }

  view(name: string): CellView {
    const { row, column } = boxOf(name);
    return this.grid.view(row, column);
  }

  shown(name: string): string {
    this.book.settle();
    return this.view(name).shown;
  }

  value(name: string): CellValue {
    this.book.settle();
    return this.view(name).value;
  }

  values(name: string): CellValue[][] {
    this.book.settle();
    return this.grid.values(boxOf(name));
  }

  error(name: string): string {
    this.book.settle();
    const { error } = this.view(name);
    return error ? `${error.code} ${error.note}` : '';
  }

  formula(name: string): string {
    return this.view(name).formula;
  }
}

/** The shown result of one formula in F9 of a sheet with the given block at A1. */
export function result(
  formula: string,
  block: (CellValue | null)[][] = [[null]],
  options: WorkbookOptions = {},
): string {
  return new Sheet(options).set('A1', block).set('F9', formula).shown('F9');
}

type Run = (...args: (CellValue | CellValue[][] | undefined)[]) => unknown;

/** Custom functions that run at once, or when `release` is called. */
export class Functions implements CustomFunctions {
  readonly calls: { name: string; args: unknown[]; at: string }[] = [];
  readonly held: (() => void)[] = [];
  hold = false;

  constructor(private readonly runs: Record<string, Run>) {}

  names(): string[] {
    return Object.keys(this.runs);
  }

  call(
    name: string,
    args: (CellValue | CellValue[][] | undefined)[],
    at: { grid: Grid; row: number; column: number },
    reply: (outcome: { value: unknown } | { error: string }) => void,
  ): void {
    this.calls.push({ name, args, at: `${at.grid.name}!R${at.row}C${at.column}` });
    const finish = (): void => {
      let value: unknown;
      try {
        value = this.runs[name]!(...args);
      } catch (error) {
        reply({ error: (error as Error).message });
        return;
      }
      reply({ value });
    };
    if (this.hold) this.held.push(finish);
    else finish();
  }

  release(): void {
    for (const finish of this.held.splice(0)) finish();
  }
}

export function withFunctions(
  runs: Record<string, Run>,
  options: WorkbookOptions = {},
): { sheet: Sheet; functions: Functions } {
  const sheet = new Sheet(options);
  const functions = new Functions(runs);
  sheet.book.setCustomFunctions(functions);
  return { sheet, functions };
}

/** The same numbers for the same seed: whole numbers from 0 up to, not including, the bound. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
