/** A second tab that belongs to people and has the same headers: nothing in it may change. */
import type { Grid, Workbook } from '@tracer-tools/apps-script/sheet';

export interface Bystander {
  grid: Grid;
  was: string;
}

const HEADERS = ['root_id', 'current_id', 'share', 'notes'];

function contentOf(grid: Grid): string {
  const box = { row: 1, column: 1, rows: grid.lastRow() + 1, columns: grid.lastColumn() + 1 };
  const notes = Array.from({ length: box.rows * box.columns }, (_x, i) => {
    const [row, column] = [1 + Math.floor(i / box.columns), 1 + (i % box.columns)];
    return grid.view(row, column).note;
  });
  return JSON.stringify([grid.name, grid.values(box), grid.formulas(box), grid.numberFormats(box), notes]);
}

/** Watches a tab as it is now: nobody may change it after this. */
export const watchedTab = (grid: Grid): Bystander => ({ grid, was: contentOf(grid) });

export function bystanderOf(book: Workbook, pool: readonly string[]): Bystander {
  const grid = book.addGrid('Other neurons');
  const rows = pool.slice(0, 3).map((id, i) => [`'${id}`, `'mine ${i}`, i / 4, `'note ${i}`]);
  grid.write({ row: 1, column: 1, rows: 1, columns: 4 }, [HEADERS]);
  grid.write({ row: 2, column: 1, rows: 3, columns: 4 }, rows);
  grid.write({ row: 5, column: 3, rows: 1, columns: 1 }, [['=SUM(C2:C4)']]);
  grid.setNotes({ row: 2, column: 2, rows: 1, columns: 1 }, [['mine']]);
  book.settle();
  return watchedTab(grid);
}

export function checkBystander({ grid, was }: Bystander): string[] {
  const now = contentOf(grid);
  return now === was ? [] : [`the other tab: ${was} became ${now}`];
}
