/** Advice for spreadsheets in the words of the command line; data is left alone. */

import { terminalCell, terminalError } from '../../../src/cli/output/words';
import { roundedIdError, TtError } from '../../../src/core/errors';

test.each([
  [
    'the long link has 60000 characters; a cell holds 50,000. Ask for link=short',
    /characters, more than one answer holds/,
  ],
  ['5 of 9 ids answered. Refresh to go on', /answered\. Run again to go on$/],
  ['the cell holds 3 links: write one in each cell', /^there are 3 links: write one in each line$/],
])('%s', (message, words) => {
  const { message: told } = terminalError(new TtError('BIG', message));
  expect(told).toMatch(words);
  expect(told).not.toMatch(/\bcell|sidebar|formula|Refresh/);
});

test('errors and error rows lose the spreadsheet; answers stay as they are', () => {
  expect(terminalError(roundedIdError('7.2E+17'))).toMatchObject({
    code: 'ROUNDED',
    message:
      '7.2E+17 is a rounded number: its last digits are lost. Take the ids as text from where they came',
  });
  expect(
    terminalCell(
      '#TT INPUT: limit: 5 rows of 2 columns; a formula gives 4. Choose columns, or use the sidebar',
    ),
  ).toBe('#TT INPUT: limit: 5 rows of 2 columns; one answer holds fewer. Choose columns');
  const wait = terminalError(
    new TtError('BUSY', 'one cell, not a range', { link: 'https://a.example/', retryAfter: 5 }),
  );
  expect(wait).toMatchObject({
    message: 'one value, not a table',
    link: 'https://a.example/',
    retryAfter: 5,
  });
  for (const cell of ['one cell, not a range', 5, null, true]) expect(terminalCell(cell)).toBe(cell);
});
