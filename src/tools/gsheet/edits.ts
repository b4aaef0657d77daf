/** gsheet_add_column and gsheet_add_row: the cells to write, as data; the add-on writes them. */

import { readCell } from '../../core/cells/id-cell';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Param } from '../declaration/declare';
import type { EditTool } from '../declaration/sheet-tools';

const TAB: Param = {
  name: 'tab',
  kind: 'text',
  description: 'the tab’s name; the one in front without it',
  optional: true,
};
const VALUES = 'one value a line, or separated by tabs; numbers become numbers, ids stay text';

export const addColumn: EditTool = {
  kind: 'edit',
  formula: '',
  name: 'gsheet_add_column',
  family: 'gsheet',
  summary: 'Adds a column with a header to a tab.',
  details: 'Right of the last column. A header that the tab has already is refused: nothing is overwritten.',
  params: [
    TAB,
    { name: 'header', kind: 'text', description: 'the new column’s header' },
    { name: 'values', kind: 'text', description: VALUES, optional: true },
  ],
  returns: 'where it wrote',
  example: { command: 'gsheet_add_column', shows: 'column G of Neurons: 12 values' },
  surfaces: ['sidebar'],
  plan: (form) => {
    const header = (form.header ?? '').trim();
    if (header === '') throw new TtError('INPUT', 'header is missing: the new column’s name');
    return { tab: form.tab ?? '', column: { header, values: readValues(form.values ?? '') } };
  },
};

export const addRow: EditTool = {
  kind: 'edit',
  formula: '',
  name: 'gsheet_add_row',
  family: 'gsheet',
  summary: 'Adds a row below the last one of a tab.',
  details: 'Values go into the columns from A on, in order; an empty line or cell stays blank.',
  params: [TAB, { name: 'values', kind: 'text', description: VALUES }],
  returns: 'where it wrote',
  example: { command: 'gsheet_add_row', shows: 'row 41 of Neurons' },
  surfaces: ['sidebar'],
  plan: (form) => {
    const row = readValues(form.values ?? '');
    if (row.every((cell) => cell === null)) throw new TtError('INPUT', 'values is missing: nothing to add');
    return { tab: form.tab ?? '', row };
  },
};

/** Reads lines or tab-separated cells. A number that a sheet would round stays text. */
export function readValues(text: string): Cell[] {
  if (text.trim() === '') return [];
  return text.split(/\r?\n|\t/).map((part) => {
    const value = part.trim();
    if (value === '') return null;
    if (/^(true|false)$/i.test(value)) return /^true$/i.test(value);
    // biome-ignore lint/plugin: of digits that the next line checks
    const number = Number(value);
    const plain = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(value) && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
    return plain && !(readCell(value).kind === 'id' && value.length > 15) ? number : value;
  });
}
