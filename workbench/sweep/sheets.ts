/**
 * Sheets for the interleaving tests. Every row has a unique text in the column `notes`, which identifies it wherever it
 * goes. Every foreign cell can be computed from that text, so a difference at the end means that somebody changed the
 * cell.
 */
import type { CellValue, Grid } from '@tracer-tools/apps-script/sheet';

export interface SheetRow {
  /** '' for a row without an id. */
  id: string;
  note: string;
  /** What our columns held before: values or formulas. */
  old: { current_id: string | number; share: string | number };
  /** An array fills `share` in this row. */
  spilled: boolean;
  /** `share` has a rule in this row. */
  ruled?: true;
}

export interface SheetCase {
  name: string;
  /** Rows above the header. */
  titles: string[][];
  rows: SheetRow[];
  /** Our columns exist already. */
  owned: boolean;
  /** The tab has a filter, groups, frozen columns, alternating colours, a native table and a conditional format. */
  furnished?: true;
}

/** In this order; our two columns are not adjacent. */
export const HEADERS = ['root_id', 'notes', 'current_id', 'pct', 'share', 'calc'] as const;
export const PERCENT = '0.00%';

export const pctOf = (note: string): number => Number(note.replace(/\D/g, '')) / 100 + 0.015;
export const commentOf = (note: string): string => `comment on ${note}`;

const row = (id: string, i: number, old: Partial<SheetRow['old']> = {}): SheetRow => ({
  id,
  note: `note ${i}`,
  old: { current_id: '', share: '', ...old },
  spilled: false,
});

export function sheetCases(pool: readonly string[]): SheetCase[] {
  const id = (i: number) => pool[i % pool.length]!;
  const clean = Array.from({ length: 6 }, (_x, i) => row(id(i), i));
  const filled = clean.map((each, i) => ({
    ...each,
    old: { current_id: `old ${i}`, share: 0.25 + i / 100 },
  }));
  const mixed = [
    row(id(0), 0, { current_id: 'old a', share: 0.5 }),
    row(id(1), 1, { current_id: '=1+1' }),
    row(id(0), 2, { current_id: 'old b', share: 1 }),
    row('', 3, { current_id: 'a heading', share: 1 }),
    row(id(2), 4),
    row('', 5),
    row(id(1), 6, { current_id: 'old c', share: '=2/4' }),
    row(id(3), 7, { share: 0.75 }),
  ];
  const spill = clean.map((each, i) => ({
    ...each,
    old: { current_id: '', share: i === 1 ? '=ARRAYFORMULA({7;8;9})' : i === 2 ? 8 : i === 3 ? 9 : '' },
    spilled: i === 2 || i === 3,
  }));
  const ruled = filled.map((each, i) => (i === 1 || i === 4 ? { ...each, ruled: true as const } : each));
  const titles = [
    ['My cells', '', '', 'root_id', '', ''],
    ['', '', '', '', '', ''],
  ];
  return [
    { name: 'clean', titles: [], rows: clean, owned: false },
    { name: 'filled', titles: [], rows: filled, owned: true },
    { name: 'mixed', titles: [], rows: mixed, owned: true },
    { name: 'spill', titles: [], rows: spill, owned: true },
    { name: 'titles', titles, rows: mixed, owned: true },
    { name: 'furnished', titles: [], rows: ruled, owned: true, furnished: true },
  ];
}

const text = (cell: string | number): CellValue =>
  typeof cell === 'string' && cell !== '' && !cell.startsWith('=') ? `'${cell}` : cell;

const RULE = { criterion: 'NUMBER_BETWEEN', values: [0, 0.5], allowInvalid: false, helpText: null };

/** Layout that people add around a table. */
function furnish(grid: Grid, rows: number): void {
  const box = { row: 1, column: 1, rows: rows + 1, columns: HEADERS.length };
  grid.regions.addBanding({ box, theme: 'CYAN' });
  grid.regions.addTable({ name: 'Neurons', box });
  grid.regions.conditionalFormats = [
    { boxes: [box], criterion: 'CELL_NOT_EMPTY', values: [], background: '#00ff00' },
  ];
  grid.frozen.set('rows', 1, grid.maxRows);
  grid.frozen.set('columns', 1, grid.maxColumns);
  grid.filters.create(box).criteria.set(2, { hiddenValues: ['note 2'], condition: null });
  grid.applyFilter();
  grid.rowStates.shiftDepth(3, 2, 1);
  grid.rowStates.setHidden(3, 2, true);
}

/** Fills an empty tab. */
export function fillSheet(grid: Grid, sheet: SheetCase): void {
  const headerRow = sheet.titles.length + 1;
  const put = (r: number, c: number, lines: (CellValue | null)[][]) =>
    grid.write({ row: r, column: c, rows: lines.length, columns: lines[0]!.length }, lines);
  if (sheet.titles.length > 0) put(1, 1, sheet.titles);
  const headers = HEADERS.map((header) =>
    !sheet.owned && (header === 'current_id' || header === 'share') ? '' : header,
  );
  const columns = sheet.owned ? [...headers] : ['root_id', 'notes', 'pct', 'calc'];
  put(headerRow, 1, [columns]);
  sheet.rows.forEach((each, i) => {
    const r = headerRow + 1 + i;
    const cells: Record<string, CellValue> = {
      root_id: text(each.id),
      notes: text(each.note),
      current_id: text(each.old.current_id),
      pct: pctOf(each.note),
      share: each.spilled ? '' : text(each.old.share),
      calc: `=$B${r}&"!"`,
    };
    put(r, 1, [columns.map((header) => cells[header]!)]);
    const at = (header: string) => ({ row: r, column: columns.indexOf(header) + 1, rows: 1, columns: 1 });
    grid.setNumberFormats(at('pct'), [[PERCENT]]);
    grid.setNotes(at('notes'), [[commentOf(each.note)]]);
    if (each.ruled) grid.setValidation(at('share'), RULE);
    if (sheet.owned && typeof each.old.share === 'number') grid.setNumberFormats(at('share'), [[PERCENT]]);
  });
  if (sheet.furnished) furnish(grid, sheet.rows.length);
}
