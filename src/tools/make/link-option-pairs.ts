/** Keys and values of TT_LINK's options: "key=value; key=value" in a cell, or two columns of keys and values. */
import { passedError } from '../../core/cells/foreign';
import { readTextCell } from '../../core/cells/text-cell';
import { TtError } from '../../core/errors';
import { isBlankCell } from '../../core/points';
import type { Cell } from '../../core/table';

/** Keys in lower case with their values; values in several cells are joined by spaces. */
export function optionPairs(rows: readonly Cell[][]): [key: string, value: string][] {
  const wide = rows.some((row) => row.length > 1);
  if (!wide)
    return rows.flatMap((row) => (isBlankCell(row[0]) ? [] : splitPairs(optionText(row[0]!)).map(pairIn)));
  const pairs: [string, string][] = [];
  for (const [key, ...values] of rows) {
    const text = values
      .filter((cell) => !isBlankCell(cell))
      .map(optionText)
      .join(' ')
      .trim();
    if (isBlankCell(key) && text === '') continue;
    // A blank key continues the key above: a column of colours, another annotation layer.
    if (isBlankCell(key)) pairs.push([pairs[pairs.length - 1]?.[0] ?? '', text]);
    else {
      const word = optionText(key!);
      if (/^\s*\{/.test(word)) pairs.push(['annotations', word]);
      else pairs.push([keyOf(word), text === '' ? 'yes' : text]);
    }
  }
  return pairs;
}

/** TRUE and FALSE are values of "each" and similar keys. */
function optionText(cell: Cell): string {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  const otherError = passedError(cell);
  if (otherError) throw otherError;
  const text = readTextCell(cell);
  if (typeof text === 'string') return text;
  throw new TtError('INPUT', `options: ${text.reason}`);
}

const keyOf = (key: string): string =>
  key
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');

/** Splits at semicolons and line ends outside JSON. */
function splitPairs(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inText) {
      if (char === '\\') at++;
      else if (char === '"') inText = false;
    } else if (char === '"' && depth > 0) inText = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if ((char === ';' || char === '\n') && depth <= 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part.trim() !== '');
}

function pairIn(part: string): [string, string] {
  if (/^\s*\{/.test(part)) return ['annotations', part];
  const found = /^([^=]*?)=([\s\S]*)$/.exec(part);
  return found ? [keyOf(found[1]!), found[2]!.trim()] : [keyOf(part), 'yes'];
}
