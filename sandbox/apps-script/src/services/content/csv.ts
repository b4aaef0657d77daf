/** Utilities.parseCsv: quoted fields, doubled quotes, any line end. */

import { ScriptError } from '../../platform/errors';

export function parseCsv(text: string, delimiter = ','): string[][] {
  if (delimiter.length !== 1) throw new ScriptError('Invalid argument: delimiter');
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  let hasField = false;
  const endRow = () => {
    row.push(field);
    rows.push(row);
    row = [];
    field = '';
    hasField = false;
  };
  for (let at = 0; at < text.length; at++) {
    const mark = text[at] as string;
    if (isQuoted) {
      if (mark !== '"') field += mark;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (mark === '"' && field === '') {
      isQuoted = true;
      hasField = true;
    } else if (mark === delimiter) {
      row.push(field);
      field = '';
      hasField = true;
    } else if (mark === '\n' || mark === '\r') {
      if (mark === '\r' && text[at + 1] === '\n') at += 1;
      endRow();
    } else {
      field += mark;
      hasField = true;
    }
  }
  if (isQuoted) throw new ScriptError('Could not parse text.');
  if (hasField || row.length > 0) endRow();
  return rows;
}
