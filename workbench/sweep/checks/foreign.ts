/** Checks everything that is not ours: other columns of each row, cells outside the table, and the other tab. */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { EventLog } from '../event-log';
import { SOMEBODYS_NOTE } from '../events/cells';
import { columnOf, headerRow } from '../scene';
import { commentOf, PERCENT, pctOf, type SheetCase } from '../sheets';
import { holdsOld } from './cell-state';
import { checkCopies, OUTPUTS, originalOf, type SweepLine, sweepLines, THEIRS } from './lines';

/**
 * Foreign cells must not change, whatever the run did: ids, notes, numbers, formulas, formats, comments. Nothing may
 * appear anywhere else.
 */
export function checkForeign(grid: Grid, sheet: SheetCase, happened: EventLog): string[] {
  const wrong: string[] = [];
  const lines = sweepLines(grid, happened);
  const seen = new Set<string>();
  const known = new Set<string>();
  for (const line of lines) {
    const { row, note, cells } = line;
    seen.add(note);
    for (const column of cells.values()) known.add(`${row} ${column}`);
    wrong.push(...checkLine(grid, sheet, happened, line));
  }
  for (const { note } of sheet.rows)
    if (!seen.has(note) && !happened.deleted.has(note)) wrong.push(`${note} is lost`);
  for (const note of happened.added.keys())
    if (!seen.has(note) && !happened.deleted.has(note)) wrong.push(`${note} is lost`);
  wrong.push(...checkCopies(grid, happened), ...checkElsewhere(grid, sheet, lines, known, happened));
  return wrong;
}

function checkLine(
  grid: Grid,
  sheet: SheetCase,
  happened: EventLog,
  { row, note, cells }: SweepLine,
): string[] {
  const original = originalOf(sheet, happened, note);
  if (!original) return [`row ${row}: a note "${note}" that nobody wrote`];
  const wrong: string[] = [];
  const view = (name: string) => (cells.has(name) ? grid.view(row, cells.get(name)!) : null);
  const id = view('root_id');
  const wantedId = happened.ids.get(note) ?? original.id;
  const isCopied = happened.copies.has(note);
  // Copies have the ids that people gave each of them (`checkCopies`).
  if (isCopied) return wrong;
  if (id && String(id.value) !== wantedId)
    wrong.push(`${note}: root_id is ${JSON.stringify(id.value)}, not ${wantedId}`);
  const [pct, calc] = [view('pct'), view('calc')];
  if (happened.added.has(note)) {
    for (const cell of [pct, calc])
      if (cell && cell.shown !== '') wrong.push(`${note}: ${cell.shown} beside it`);
    return wrong;
  }
  if (pct && pct.value !== pctOf(note)) wrong.push(`${note}: pct is ${String(pct.value)}`);
  if (pct && pct.numberFormat !== PERCENT) wrong.push(`${note}: pct has the format ${pct.numberFormat}`);
  if (calc && (calc.formula === '' || calc.value !== `${note}!`))
    wrong.push(`${note}: calc is ${calc.formula} ${String(calc.value)}`);
  const theirs = view(THEIRS);
  if (theirs && !holdsOld(theirs, original.old.current_id))
    wrong.push(`${note}: ${THEIRS} is ${String(theirs.value)}`);
  const text = view('notes');
  if (text?.note !== commentOf(note)) wrong.push(`${note}: its comment is "${text?.note}"`);
  const link = happened.links.get(note);
  const url = text?.links[0]?.url ?? '';
  // Links are not restored if a column moved during a write; nothing else removes a link.
  const mayBeLost = [...happened.kinds].some((kind) => /column|header/.test(kind));
  if (link !== undefined && url !== link && !mayBeLost) wrong.push(`${note}: its link is "${url}"`);
  return wrong;
}

/** No value, format or note may appear outside the rows and columns that the test knows. */
function checkElsewhere(
  grid: Grid,
  sheet: SheetCase,
  lines: SweepLine[],
  known: Set<string>,
  happened: EventLog,
): string[] {
  const wrong: string[] = [];
  const top = headerRow(grid);
  const titles = new Set(sheet.titles.flat().filter((text) => text !== ''));
  const headers = new Set<string>([
    'root_id',
    'notes',
    'pct',
    'calc',
    ...OUTPUTS,
    'anchor_supervoxel',
    'point',
  ]);
  for (const name of happened.headers.values()) if (name) headers.add(name);
  const width = Math.max(1, grid.lastColumn());
  const height = Math.max(1, grid.lastRow());
  const shown = grid.shown({ row: 1, column: 1, rows: height, columns: width });
  const ours = new Set(lines[0] ? ['anchor_supervoxel', 'point'].map((name) => columnOf(grid, name)) : []);
  const unknownFormats = grid.numberFormats({ row: 1, column: 1, rows: height, columns: width });
  shown.forEach((row, r) => {
    row.forEach((text, c) => {
      if (known.has(`${r + 1} ${c + 1}`) || ours.has(c + 1)) return;
      if (grid.view(r + 1, c + 1).spilledFrom) return;
      // The person typed into the column just before it was removed as blank: the text stays, without a header.
      const { formula } = grid.view(r + 1, c + 1);
      const isTyped = happened.watches.some(({ value }) => value === text || value === formula);
      const fine =
        text === '' || isTyped || (r + 1 === top ? headers.has(text) : r + 1 < top && titles.has(text));
      if (!fine) wrong.push(`row ${r + 1}, column ${c + 1}: "${text}" that nobody put there`);
      const note = grid.view(r + 1, c + 1).note;
      if (note !== '' && !note.startsWith('comment on') && note !== SOMEBODYS_NOTE)
        wrong.push(`row ${r + 1}, column ${c + 1}: a note "${note}"`);
      if (r + 1 === top && unknownFormats[r]![c] !== 'General')
        wrong.push(`header ${text}: format ${unknownFormats[r]![c]}`);
    });
  });
  return wrong;
}
