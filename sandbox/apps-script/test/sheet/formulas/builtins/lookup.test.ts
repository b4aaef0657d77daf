/** Look-ups, one line each. */
import { result } from '../../helpers';
import { BLOCK, ID } from './block';

describe('look-ups', () => {
  test.each([
    ['=INDEX(A1:C6,2,2)', '10'],
    ['=INDEX(B2:B4,2)', '20'],
    ['=INDEX(A1:C1,2)', 'n'],
    ['=SUM(INDEX(A1:C6,0,2))', '55'],
    ['=INDEX(A1:C6,9,1)', '#NUM!'],
    ['=MATCH("X*",A1:A6,0)', '6'],
    ['=MATCH(20,B2:B4,0)', '2'],
    ['=MATCH("20",B2:B4,0)', '#N/A'],
    ['=MATCH(25,B2:B4)', '2'],
    ['=MATCH(15,{30,20,10},-1)', '2'],
    ['=VLOOKUP(A3,A2:C6,2,FALSE)', '20'],
    ['=VLOOKUP("none",A2:C6,2,FALSE)', '#N/A'],
    ['=VLOOKUP(A3,A2:C6,4,FALSE)', '#REF!'],
    ['=VLOOKUP(25,B2:C4,2)', 'FALSE'],
    ['=HLOOKUP("n",A1:C6,3,FALSE)', '20'],
    ['=XLOOKUP(A3,A2:A6,B2:B6)', '20'],
    ['=XLOOKUP("none",A2:A6,B2:B6,"missing")', 'missing'],
    ['=XLOOKUP(A2,A2:A6,B2:B6,,0,-1)', '30'],
    ['=XLOOKUP(25,B2:B4,A2:A4,,1)', ID],
    ['=XLOOKUP(25,B2:B4,A2:A4,,-1)', '720575940621039146'],
    ['=CHOOSE(2,"a","b")', 'b'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK)).toBe(text);
  });
});
