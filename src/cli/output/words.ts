/** Advice for the user of a spreadsheet, in the words of the command line. */
import { codeInCell, TtError } from '../../core/errors';
import type { OutputCell } from '../../tools/declaration/declare';

/** What messages say to the user of a spreadsheet, and what stands for it on the command line. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /: format the column as plain text and paste the ids again/,
    ': its last digits are lost. Take the ids as text from where they came',
  ],
  [/: format the cell as plain text and write it again/, ': write all its digits'],
  [/\. If the sheet joined three, format the cell as plain text and write them again/, ''],
  [
    /a cell holds the error (\S+): mend its formula first/,
    '$1 stands in place of a value: a table failed to give it',
  ],
  [
    /the cell holds ([\d,]+) ids: write one in each row, or use TT_LINK or TT_EDITS,/,
    'there are $1 ids: write one in each line, or use make_ng_link or make_edits_link,',
  ],
  [/the cell holds ([\d,]+) ids, no link: TT_LINK makes/, 'there are $1 ids, no link: make_ng_link makes'],
  [/the cell holds ([\d,]+) links: write one in each cell/, 'there are $1 links: write one in each line'],
  [/the cell shows one address/, 'the text shows one address'],
  [/\. A cell that shows a label, .*$/s, ': give its address, the text of the state, or a file of either'],
  [/^(\w+ is missing): a cell or (?:a column|a range|cells?) of /, '$1: '],
  [/one cell, not a range/, 'one value, not a table'],
  [/; a formula gives [\d,]+(?: cells)?/, '; one answer holds fewer'],
  [/; [\d,]+ fit\. Use the sidebar/, '; one answer holds fewer'],
  [/\. Take the mesh as a file: Functions › get_seg_mesh/, '. get_seg_mesh writes the mesh as a file'],
  [/Choose columns, or use the sidebar/, 'Choose columns'],
  [/; a cell holds 50,000\. Ask for/, ', more than one answer holds. Ask for'],
  [/\. Refresh to go on/, '. Run again to go on'],
];

export const terminalWords = (message: string): string =>
  WORDS.reduce((text, [pattern, words]) => text.replace(pattern, words), message);

export function terminalError(error: TtError): TtError {
  const { code, link, retryAfter, progress, shown } = error;
  const details = { link, retryAfter, progress, shown: terminalWords(shown) };
  return new TtError(code, terminalWords(error.message), details);
}

/** An answer's cell; only an error changes. */
export function terminalCell(cell: OutputCell): OutputCell {
  if (cell instanceof TtError) return terminalError(cell);
  return typeof cell === 'string' && codeInCell(cell) !== null ? terminalWords(cell) : cell;
}
