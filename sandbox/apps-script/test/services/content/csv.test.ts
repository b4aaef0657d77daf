/** Utilities.parseCsv: quoted fields, line ends, separators, unreadable text. */

import { parseCsv } from '../../../src/services/content/csv';
import { messageOf, resultOf } from '../../bench-host';

describe('parseCsv', () => {
  test.each([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,"b ""x"", y"\r\n', [['a', 'b "x", y']]],
    ['"line\nbreak",2', [['line\nbreak', '2']]],
    ['a,,\n', [['a', '', '']]],
    ['', []],
  ])('%j', (csv, rows) => {
    expect(parseCsv(csv)).toEqual(rows);
  });
  test('other separators, and what cannot be read', () => {
    expect(resultOf(`return Utilities.parseCsv('a\\tb', '\\t');`)).toEqual([['a', 'b']]);
    expect(messageOf(`Utilities.parseCsv('"open')`)).toBe('Could not parse text.');
  });
});
