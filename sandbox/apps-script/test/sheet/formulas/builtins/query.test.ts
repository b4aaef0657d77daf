/** QUERY as a formula: names of columns, headers, its errors. The language: ../query. */
import { result, Sheet } from '../../helpers';
import { BLOCK, ID } from './block';

describe('QUERY', () => {
  test.each([
    ['=QUERY(A1:C4, "select A where B > 15 limit 1", 1)', 'id'],
    ['=QUERY(A2:C4, "select A where B = 10", 0)', ID],
    ['=QUERY({A2:A4, B2:B4}, "select Col1 where Col2 = 20", 0)', '720575940621039146'],
    ['=QUERY(A2:C4, "select Col1", 0)', '#VALUE!'],
    ['=QUERY(A2:C4, "select sum(B) label sum(B) \'all\'", 0)', 'all'],
    ['=QUERY(A2:C4, E9, 0)', ID],
    ['=QUERY(A2:C4)', '#N/A'],
    ['=QUERY(A2:C4, "select A", 0, 0)', '#N/A'],
    ['=QUERY(A2:C4, 1/0)', '#DIV/0!'],
    ['=QUERY(Nowhere!A1:B2, "select A")', '#REF!'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK)).toBe(text);
  });

  test('letters in the text do not follow the table, as in Sheets', () => {
    const sheet = new Sheet()
      .set('A1', BLOCK)
      .set('J1', '=QUERY(A2:C4, "select A where B = 10", 0)')
      .settle();
    sheet.grid.insertColumns(1, 1);
    expect([sheet.formula('K1'), sheet.shown('K1')]).toEqual([
      '=QUERY(B2:D4, "select A where B = 10", 0)',
      '#VALUE!',
    ]);
  });
});
