/** Utilities.parseCsv: quoted fields, doubled quotes, any line end. */

import { ScriptError } from '../../platform/errors';

export function parseCsv(text: string, delimiter = ','): string[][] {
  if (delimiter.length !== 1) throw new ScriptError('Invalid argument: delimiter');
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  let touched = false;
  const endRow = () => {
    row.push(field);
    rows.push(row);
    row = [];
    field = '';
    touched = false;
  };
  for (let at = 0; at < text.length; at++) {
    const mark = text[at] as string;
    if (quoted) {
      if (mark !== '"') field += mark;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (mark === '"' && field === '') {
      quoted = true;
      touched = true;
    } else if (mark === delimiter) {
      row.push(field);
      field = '';
      touched = true;
    } else if (mark === '\n' || mark === '\r') {
      if (mark === '\r' && text[at + 1] === '\n') at += 1;
      endRow();
    } else {
      field += mark;
      touched = true;
    }
  }
  if (quoted) throw new ScriptError('Could not parse text.');
  if (touched || row.length > 0) endRow();
  return rows;
}
