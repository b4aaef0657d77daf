/** Operators, literals, references and messages, one line each. */

import { result, Sheet } from '../helpers';
import { BLOCK, ID } from './builtins/block';

describe('operators and literals', () => {
  test.each([
    ['=1+2*3', '7'],
    ['=(1+2)*3', '9'],
    ['=-2^2', '4'],
    ['=2^3', '8'],
    ['=10%', '0.1'],
    ['=50%*4', '2'],
    ['=1/0', '#DIV/0!'],
    ['="a"&"b"', 'ab'],
    ['="say ""hi"""', 'say "hi"'],
    ['=1&2', '12'],
    ['="a"="A"', 'TRUE'],
    ['=1<>2', 'TRUE'],
    ['=2>=2', 'TRUE'],
    ['="a"<"b"', 'TRUE'],
    ['=1<"a"', 'TRUE'],
    ['="z"<TRUE', 'TRUE'],
    ['="5"+1', '6'],
    ['="a"+1', '#VALUE!'],
    ['=TRUE+1', '2'],
    ['=+5', '5'],
    ['=1e3', '1000'],
    ['=#N/A', '#N/A'],
    ['=nonsense', '#NAME?'],
    ['=NOSUCH(1)', '#NAME?'],
    ['=1 + 1 ', '2'],
    ['=SUM(1;2)', '3'],
    ['=1+', '#ERROR!'],
    ['=)', '#ERROR!'],
    ['=10^400', '#NUM!'],
  ])('%s', (formula, text) => {
    expect(result(formula)).toBe(text);
  });
});

describe('references', () => {
  test.each([
    ['=A2', ID],
    ['=$A$2&B2', `${ID}10`],
    ['=A5', ''],
    ['=A5=""', 'TRUE'],
    ['=B5=0', 'TRUE'],
    ['=B5+1', '1'],
    ['=SUM(B2:B4)', '60'],
    ['=SUM(B2:B)', '55'],
    ['=SUM(B:B)', '55'],
    ['=SUM(2:3)', '30'],
    ['=SUM(A2:3)', '30'],
    ['=SUM(B4:B2)', '60'],
    ['=COUNTA(A:C)', '15'],
    ['=SUM(Sheet1!B2:B4)', '60'],
    ["=SUM('Sheet1'!B2:B4)", '60'],
    ['=Nowhere!A1', '#REF!'],
    ['=ROWS(A2:A)', '999'],
    ['=COLUMNS(2:2)', '26'],
    ['=B2:B4', '#VALUE!'],
    ['=SUM({1,2;3,4})', '10'],
    ['=SUM({B2:B3;5})', '35'],
    ['=A1048576', '#REF!'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK)).toBe(text);
  });

  test('a range where one value is wanted gives the cell of the own row or column', () => {
    const sheet = new Sheet()
      .set('A1', [
        [1, 2, 3],
        [4, 5, 6],
      ])
      .set('E2', '=A1:A9+1')
      .set('B5', '=A1:C1&"!"');
    expect([sheet.shown('E2'), sheet.shown('B5')]).toEqual(['5', '2!']);
  });
});

test('messages say which function and what was wrong', () => {
  const sheet = new Sheet()
    .set('A1', '=LEN(1,2)')
    .set('A2', '="abc"+1')
    .set('A3', '=FOO(1)')
    .set('A4', '=Gone!B1');
  expect(['A1', 'A2', 'A3', 'A4'].map((name) => sheet.error(name))).toEqual([
    '#N/A Wrong number of arguments to LEN. Expected 1 arguments, but got 2 arguments.',
    "#VALUE! 'abc' is a text and cannot be coerced to a number.",
    "#NAME? Unknown function: 'FOO'.",
    "#REF! Unresolved sheet name 'Gone'.",
  ]);
});
