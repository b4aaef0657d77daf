/** Built-ins that give arrays, joined to one text. */
import { result } from '../../helpers';
import { BLOCK, ID } from './block';

describe('arrays, joined to one text', () => {
  test.each([
    ['FILTER(B2:B6,B2:B6>5)', '10|20|30'],
    ['FILTER(A2:B6,C2:C6=TRUE)', `${ID}|10|${ID}|30`],
    ['FILTER(B2:B6,B2:B6>99)', '#N/A'],
    ['UNIQUE(A2:A4)', `${ID}|720575940621039146`],
    ['SORT(B2:B6)', '-5|10|20|30|'],
    ['SORT(B2:B6,1,FALSE)', '30|20|10|-5|'],
    ['SORT(A2:B4,2,FALSE)', `${ID}|30|720575940621039146|20|${ID}|10`],
    ['TRANSPOSE({1,2;3,4})', '1|3|2|4'],
    ['ARRAYFORMULA(B2:B4*2)', '20|40|60'],
    ['ARRAYFORMULA(IF(B2:B4>15,"big","small"))', 'small|big|big'],
    ['ARRAYFORMULA(A2:A4&"-"&B2:B4)', `${ID}-10|720575940621039146-20|${ID}-30`],
    ['ARRAYFORMULA(LEN(A1:A3))', '2|18|18'],
    ['ARRAYFORMULA({1,2}+{10;20})', '11|12|21|22'],
    ['ARRAYFORMULA({1,2,3}+{1,2})', '#N/A'],
    ['ARRAYFORMULA(IFERROR(1/{1,0},"x"))', '1|x'],
    ['ARRAYFORMULA(COUNTIF(A2:A4,A2:A4))', '2|1|2'],
    ['ARRAYFORMULA(VLOOKUP({20;10},B2:C4,2,FALSE))', 'FALSE|TRUE'],
    ['ARRAYFORMULA(ROW(A2:A4))', '2|3|4'],
    ['{1,2;3,4}', '1|2|3|4'],
    ['{A2:A3,B2:B3}', `${ID}|10|720575940621039146|20`],
    ['SEQUENCE(2,2,5,5)', '5|10|15|20'],
    ['FLATTEN({1,2;3,4})', '1|2|3|4'],
    ['TOCOL(B2:B6,1)', '10|20|30|-5'],
    ['VSTACK({1;2},{3})', '1|2|3'],
    ['HSTACK({1;2},{3;4})', '1|3|2|4'],
    ['{1,2}*2', '2'],
  ])('%s', (formula, text) => {
    expect(result(`=TEXTJOIN("|",FALSE,${formula})`, BLOCK)).toBe(text);
  });
});
