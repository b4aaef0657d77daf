/** Random edits, insertions, deletions and sorts: every value equals that of a file computed from scratch. */

import type { Grid } from '../../src/sheet/model/types';
import { cellName, columnName } from '../../src/sheet/values/boxes';
import type { CellValue } from '../../src/sheet/values/types';
import { Functions, random, Sheet } from './helpers';

const STEPS = 60;
const runs = {
  TT_JOIN: (...args: unknown[]) => JSON.stringify(args),
  TT_LIST: (n: unknown) => Array.from({ length: (Number(n) % 4 || 0) + 1 }, (_, i) => [i, `v${i}`]),
};

/** With an odd seed custom functions answer later, in any order. */
function small(seed: number): { sheet: Sheet; functions: Functions; pick: (below: number) => number } {
  const sheet = new Sheet();
  const functions = new Functions(runs);
  functions.hold = seed % 2 === 1;
  sheet.book.setCustomFunctions(functions);
  sheet.book.addGrid('My tab');
  for (const grid of sheet.book.grids()) {
    grid.deleteRows(13, 988);
    grid.deleteColumns(9, 18);
  }
  return { sheet, functions, pick: random(seed) };
}

/** References point to columns left of the formula, and arrays read A alone: no circles, wherever arrays go. */
function randomFormula(pick: (below: number) => number, row: number, column: number): string {
  const from = (): string => {
    const c = 1 + pick(Math.max(1, column - 2));
    return `${pick(4) ? '' : '$'}${columnName(c)}${pick(3) ? '' : '$'}${1 + pick(12)}`;
  };
  const tab = pick(5) === 0 && column > 6 ? "'My tab'!" : '';
  const area = `${tab}${from()}:${from()}`;
  const line = columnName(1 + pick(Math.max(1, column - 2)));
  const arrays = [`=UNIQUE($A$1:$A$${2 + pick(4)})`, `=TT_LIST(A${1 + pick(row)})`, `=TRANSPOSE({A1:A2})`];
  if (column > 3 && pick(3) === 0) return arrays[pick(arrays.length)]!;
  const shapes = [
    `=${tab}${from()}+1`,
    `=SUM(${area})`,
    `=COUNTA(${area})&"|"&${from()}`,
    `=IF(${from()}="",${from()},COUNT(${area}))`,
    `=SUM(${tab}A2:A)`,
    `=IFERROR(INDEX(${area},2,1),"none")`,
    `=TT_JOIN(${area},${from()})`,
    `=ROW()&"-"&COUNTIF(A:A,${from()})`,
    `=TEXTJOIN(",",TRUE,${area})`,
    `=${tab}${line}$1:${line}$9&"!"`,
    `=ROWS(${area})&COLUMN(${from()})`,
  ];
  return shapes[pick(shapes.length)]!;
}

function randomInput(pick: (below: number) => number, row: number, column: number): CellValue | null {
  const kinds = [null, pick(9), `t${pick(5)}`, `'72057594062103914${pick(9)}`, true, '2026-01-02'];
  return column < 3 || pick(3) === 0 ? kinds[pick(kinds.length)]! : randomFormula(pick, row, column);
}

function step(grid: Grid, pick: (below: number) => number): string {
  const row = 1 + pick(grid.maxRows);
  const column = 1 + pick(grid.maxColumns);
  switch (pick(14)) {
    case 0:
      grid.insertRows(row, 1 + pick(2));
      return `insert rows at ${row}`;
    case 1:
      if (grid.maxRows > 8) grid.deleteRows(Math.min(row, grid.maxRows - 1), 1 + pick(2));
      return `delete rows at ${row}`;
    case 2:
      if (grid.maxColumns < 12) grid.insertColumns(column, 1);
      return `insert column at ${column}`;
    case 3:
      if (grid.maxColumns > 6) grid.deleteColumns(column, 1);
      return `delete column at ${column}`;
    case 4: {
      const box = { row: 1, column: 1, rows: grid.maxRows - 1, columns: 2 };
      grid.sort(box, { column: 1, ascending: pick(2) === 0 });
      return 'sort A:B';
    }
    case 5:
      grid.clear({ row, column, rows: 1, columns: 1 }, { contents: true });
      return `clear ${cellName(row, column)}`;
    default: {
      const input = randomInput(pick, row, column);
      grid.write({ row, column, rows: 1, columns: 1 }, [[input]]);
      return `${cellName(row, column)} ← ${input}`;
    }
  }
}

/** A file with the same inputs, entered anew and computed once. */
function again(sheet: Sheet): Sheet {
  const fresh = new Sheet();
  fresh.book.setCustomFunctions(new Functions(runs));
  for (const grid of sheet.book.grids()) {
    const copy = fresh.book.grid(grid.name) ?? fresh.book.addGrid(grid.name);
    copy.insertRows(1, 1);
    copy.deleteRows(1, 1001 - grid.maxRows);
    copy.deleteColumns(1, 26 - grid.maxColumns);
  }
  for (const grid of sheet.book.grids()) {
    const copy = fresh.book.grid(grid.name)!;
    const whole = { row: 1, column: 1, rows: grid.maxRows, columns: grid.maxColumns };
    copy.setNumberFormats(whole, grid.numberFormats(whole));
    for (let row = 1; row <= grid.maxRows; row++) {
      for (let column = 1; column <= grid.maxColumns; column++) {
        const view = grid.view(row, column);
        if (view.spilledFrom || (view.value === '' && !view.formula)) continue;
        const text = typeof view.value === 'string' ? `'${view.value}` : view.value;
        copy.write({ row, column, rows: 1, columns: 1 }, [[view.formula || text]]);
      }
    }
  }
  return fresh.settle();
}

function pictureOf(sheet: Sheet): string[] {
  return sheet.book.grids().flatMap((grid) => {
    const cells: string[] = [];
    for (let row = 1; row <= grid.maxRows; row++) {
      for (let column = 1; column <= grid.maxColumns; column++) {
        const { value, formula, error, spilledFrom } = grid.view(row, column);
        if (value === '' && !formula && !spilledFrom) continue;
        const valueText = value instanceof Date ? value.toISOString() : JSON.stringify(value);
        cells.push(
          `${grid.name}!${cellName(row, column)} ${valueText} ${formula} ${error?.note ?? ''} ${JSON.stringify(spilledFrom)}`,
        );
      }
    }
    return cells;
  });
}

test.each(Array.from({ length: 80 }, (_, i) => [1000 + i]))('seed %i', (seed) => {
  const { sheet, functions, pick } = small(seed);
  const steps: string[] = [];
  for (let i = 0; i < STEPS; i++) {
    const grids = sheet.book.grids();
    const grid = grids[pick(4) === 0 ? 1 : 0]!;
    steps.push(`${grid.name}: ${step(grid, pick)}`);
    sheet.settle();
    while (functions.held.length) functions.held.splice(pick(functions.held.length), 1)[0]!();
    if (i % 6 === 5)
      expect({ steps, cells: pictureOf(sheet) }).toEqual({ steps, cells: pictureOf(again(sheet)) });
  }
});
