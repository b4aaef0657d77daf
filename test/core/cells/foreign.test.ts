/** What a spreadsheet puts into cells: errors of its own and of other formulas, dates. */
import {
  isErrorValue,
  isNotThere,
  passedError,
  reasonNotTyped,
  shownCell,
  trimmedText,
} from '../../../src/core/cells/foreign';
import { cellText } from '../../../src/core/errors';

test.each([
  '#N/A',
  '#NV',
  '#N/D',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
  '#ERROR!',
  '#BEZUG!',
  '#ÜBERLAUF!',
  '#¡REF!'.replace('¡', ''),
  'Loading...',
  'Loading…',
])('%s is an error of a sheet', (text) => {
  expect(isErrorValue(text)).toBe(true);
  expect(reasonNotTyped(text, 'id')).toBe(`a cell holds the error ${text}: mend its formula first`);
});

test.each(['#1', '# left', '#hashtag', '#TT ID: x', 'N/A', 'Loading dock', '', '#'])('%j is none', (text) =>
  expect(isErrorValue(text)).toBe(false),
);

test('only look-ups say "not there"', () => {
  expect(['#N/A', ' #NV ', '#REF!', 5].map(isNotThere)).toEqual([true, true, false, false]);
});

test.each([
  '#TT ROUNDED: 7.2E+17 is a rounded number',
  '#TT PENDING: 2 of 9 done. Refresh to go on',
  '#TT TERMS: accept the BANC terms at https://host/x; your token is fine',
  '#TT NEWCODE: of a newer version',
  '#TT ID',
])('%j passes through as it stands', (text) => expect(cellText(passedError(text)!)).toBe(text));

test.each(['#TTX', 'TT ID: x', '#TT', '#TT id: x', 'x #TT ID: x', null, 5])(
  '%p is no error of ours',
  (cell) => expect(passedError(cell)).toBeNull(),
);

test('what messages show', () => {
  expect([shownCell(true), shownCell(null), shownCell('x'.repeat(99))]).toEqual(['TRUE', '', 'x'.repeat(40)]);
  expect(shownCell(new Date(0))).toBe('a date');
  expect(reasonNotTyped('fine', 'text')).toBe('');
  expect(trimmedText('\ufeff a\u200b\n')).toBe('a');
});
