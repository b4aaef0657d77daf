/** Rewrites a formula for another locale, as Sheets does when the locale of the file changes. */

import type { Locale } from '../values/locale';
import type { Ref } from './reference';
import { tokenize } from './tokens';

/** Changes the pieces in place: decimal marks, and the separators of arguments and of array columns. */
export function translatePieces(pieces: (string | Ref)[], from: Locale, to: Locale): void {
  if (from.decimal === to.decimal) return;
  /** Open brackets around the token. */
  const open: string[] = [];
  pieces.forEach((piece, i) => {
    if (typeof piece !== 'string') return;
    pieces[i] = (tokenize(piece, from.decimal) ?? [])
      .map((token) => {
        if (token.kind === 'number') return token.text.replace(from.decimal, to.decimal);
        if (token.kind !== 'mark') return token.text;
        const { text } = token;
        if (text === '(' || text === '{') open.push(text);
        else if (text === ')' || text === '}') open.pop();
        return open.at(-1) === '{' ? columnMark(text, to) : argumentMark(text, to);
      })
      .join('');
  });
}

function columnMark(text: string, to: Locale): string {
  if (to.decimal === ',' && text === ',') return '\\';
  return to.decimal === '.' && text === '\\' ? ',' : text;
}

function argumentMark(text: string, to: Locale): string {
  if (to.decimal === ',' && text === ',') return ';';
  return to.decimal === '.' && text === ';' ? ',' : text;
}
