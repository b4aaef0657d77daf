/** Adds a user's own table of ids or edits as a tab of the sheet: ids as text, everything else unchanged. */

import type { Workbook } from '@tracer-tools/apps-script/sheet';
import type { CaveSandbox } from '@tracer-tools/cave';

export interface IdTable {
  /** The name of the file. */
  name: string;
  tsv: string;
}

const MOST_TITLE = 40;

/** Inserts the tab as the first one. Returns the first id of its id column, or ''. */
export function addTable(workbook: Workbook, { name, tsv }: IdTable): string {
  const lines = tsv
    .replace(/\r/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));
  const header = (lines[0] ?? []).map((title) => title.trim());
  const columns = header.length;
  if (columns === 0) throw new Error(`${name} is empty`);
  const grid = workbook.addGrid(titleOf(name, workbook), 0);
  const missing = lines.length - grid.maxRows;
  if (missing > 0) grid.insertRows(grid.maxRows + 1, missing);
  if (columns > grid.maxColumns) grid.insertColumns(grid.maxColumns + 1, columns - grid.maxColumns);
  header.forEach((title, i) => {
    if (!/(?:id|before|after)$/i.test(title)) return;
    const formats = Array.from({ length: grid.maxRows - 1 }, () => ['@']);
    grid.setNumberFormats({ row: 2, column: i + 1, rows: formats.length, columns: 1 }, formats);
  });
  grid.write(
    { row: 1, column: 1, rows: lines.length, columns },
    lines.map((line) => header.map((_, i) => plain(line[i] ?? ''))),
  );
  grid.setBold({ row: 1, column: 1, rows: 1, columns }, true);
  const ids = header.indexOf('root_id');
  return ids < 0 ? '' : (lines[1]?.[ids]?.trim() ?? '');
}

/** Text of the file never becomes a formula. */
function plain(text: string): string {
  return /^[=+]/.test(text) ? `'${text}` : text.trim();
}

function titleOf(name: string, workbook: Workbook): string {
  const stem = name.replace(/\.[A-Za-z0-9]+$/, '').slice(0, MOST_TITLE) || 'ids';
  let title = stem;
  for (let n = 2; workbook.grid(title) !== null; n++) title = `${stem} ${n}`;
  return title;
}

/** The datastack whose world contains the id, or null. */
export function datastackOfId(sandbox: CaveSandbox, id: string): string | null {
  for (const name of sandbox.datastacks) {
    try {
      sandbox.truth.root(id, name);
      return name;
    } catch {
      // The id is not one of this datastack.
    }
  }
  return null;
}
