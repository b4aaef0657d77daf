/** IF and its kin, one line each. */
import { result } from '../../helpers';
import { BLOCK } from './block';

describe('logic', () => {
  test.each([
    ['=IF(B2>5,"big","small")', 'big'],
    ['=IF(B2<5,"big")', 'FALSE'],
    ['=IF(,1,2)', '2'],
    ['=IF(B2>5,,1)', ''],
    ['=IF(1/0,1,2)', '#DIV/0!'],
    ['=IF("x",1,2)', '#VALUE!'],
    ['=IF(TRUE,1,1/0)', '1'],
    ['=IFS(B2>15,"a",B2>5,"b")', 'b'],
    ['=IFS(FALSE,1)', '#N/A'],
    ['=IFERROR(1/0,"none")', 'none'],
    ['=IFERROR(1/0)', ''],
    ['=IFERROR(5,1/0)', '5'],
    ['=IFNA(NA(),"none")', 'none'],
    ['=IFNA(1/0,"none")', '#DIV/0!'],
    ['=AND(TRUE,B2=10)', 'TRUE'],
    ['=AND(C2:C4)', 'FALSE'],
    ['=OR(C2:C4)', 'TRUE'],
    ['=AND(FALSE,1/0)', '#DIV/0!'],
    ['=OR("x")', '#VALUE!'],
    ['=NOT(C3)', 'TRUE'],
    ['=XOR(TRUE,TRUE)', 'FALSE'],
    ['=SWITCH(B2,10,"ten",20,"twenty","other")', 'ten'],
    ['=SWITCH(B6,10,"ten","other")', 'other'],
    ['=IF(1)', '#N/A'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK)).toBe(text);
  });
});
