/** Questions about values and places, one line each. */
import { result } from '../../helpers';
import { BLOCK } from './block';

describe('questions about values and places', () => {
  test.each([
    ['=ISBLANK(A5)', 'TRUE'],
    ['=ISBLANK("")', 'FALSE'],
    ['=ISNUMBER(B2)', 'TRUE'],
    ['=ISNUMBER(A2)', 'FALSE'],
    ['=ISTEXT(A2)', 'TRUE'],
    ['=ISLOGICAL(C2)', 'TRUE'],
    ['=ISERROR(1/0)', 'TRUE'],
    ['=ISERROR(5)', 'FALSE'],
    ['=ISNA(NA())', 'TRUE'],
    ['=ISNA(1/0)', 'FALSE'],
    ['=ISERR(NA())', 'FALSE'],
    ['=ISDATE(C6)', 'TRUE'],
    ['=ROW()', '9'],
    ['=COLUMN()', '6'],
    ['=ROW(B7)', '7'],
    ['=COLUMN(B7)', '2'],
    ['=ROW(F9)', '9'],
    ['=ROWS(A2:B4)', '3'],
    ['=COLUMNS(A2:B4)', '2'],
    ['=ROWS({1;2;3})', '3'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK)).toBe(text);
  });
});
