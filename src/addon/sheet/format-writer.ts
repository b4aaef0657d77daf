/** Number formats of single cells, set with the same looks before and after as values. */
import type { SheetFile } from '../interfaces/host';
import { type Alignment, align } from './align';
import { type Grid, MAX_ATTEMPTS, readGrid } from './grid';

/** Rows and columns count from 0. */
export interface FormatWrite {
  row: number;
  column: number;
  format: string;
}

interface Look extends Grid {
  more: string[][];
}

const lookAt = (grid: Grid): Look =>
  readGrid(grid.tab, () => grid.tab.formats(1, 1, Math.max(1, grid.values.length), widthOf(grid)));

const widthOf = ({ values }: Grid): number => Math.max(1, values[0]?.length ?? 1);

/** Sets formats of cells of `planned`; formats that fell on other cells while rows or columns moved are put back. */
export function writeFormats(
  file: SheetFile,
  planned: Grid,
  headerRow: number,
  writes: readonly FormatWrite[],
): void {
  if (writes.length === 0) return;
  const by = { written: new Set<number>(), headerRow, put: new Set<string>() };
  const before = lookAt(planned);
  const target = new Map<string, string>();
  const first = align(planned, before, by);
  let open = placed(writes, first);
  for (const { row, column, format } of open) target.set(`${row} ${column}`, format);
  const used = new Set(writes.map(({ format }) => format));
  for (let attempt = 0; open.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    for (const { row, column, rows, format } of groups(open)) {
      planned.tab.setFormat(row + 1, column + 1, rows, 1, format);
    }
    file.flush();
    const now = lookAt(planned);
    const moved = align(before, now, by);
    open = [];
    now.more.forEach((line, r) => {
      line.forEach((format, c) => {
        const [row, column] = [moved.rows[r] ?? null, moved.columns[c] ?? null];
        if (row === null || column === null) return;
        const wanted = target.get(`${row} ${column}`) ?? before.more[row]?.[column];
        if (
          wanted !== undefined &&
          format !== wanted &&
          (used.has(format) || target.has(`${row} ${column}`))
        ) {
          open.push({ row: r, column: c, format: wanted });
        }
      });
    });
  }
}

function placed(writes: readonly FormatWrite[], { rows, columns }: Alignment): FormatWrite[] {
  return writes.flatMap(({ row, column, format }) => {
    const [r, c] = [rows.indexOf(row), columns.indexOf(column)];
    return r < 0 || c < 0 ? [] : [{ row: r, column: c, format }];
  });
}

/** Cells of one column below each other with one format go together. */
function groups(writes: readonly FormatWrite[]): (FormatWrite & { rows: number })[] {
  const sorted = [...writes].sort((a, b) => a.column - b.column || a.row - b.row);
  const found: (FormatWrite & { rows: number })[] = [];
  for (const write of sorted) {
    const last = found[found.length - 1];
    if (
      last &&
      last.column === write.column &&
      last.format === write.format &&
      last.row + last.rows === write.row
    ) {
      last.rows++;
    } else found.push({ ...write, rows: 1 });
  }
  return found;
}
