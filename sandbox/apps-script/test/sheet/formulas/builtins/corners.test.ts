/** Corners of the built-ins: errors passed on, odd counts, kinds that do not mix. */
import { result, Sheet } from '../../helpers';

const BLOCK = [
  [1, 'one', true],
  [2, 'two', false],
  [3, 'three', '=1/0'],
  ['4', 'FOUR', null],
  [5, '', '2026-01-02'],
];

describe('errors pass through, unless something catches them', () => {
  test.each([
    ['=SUM(C1:C3)', '#DIV/0!'],
    ['=MAX(A1,C3)', '#DIV/0!'],
    ['=COUNT(C1:C5)', '1'],
    ['=COUNTA(C1:C5)', '4'],
    ['=C3&"x"', '#DIV/0!'],
    ['=-C3', '#DIV/0!'],
    ['=C3%', '#DIV/0!'],
    ['=C3=1', '#DIV/0!'],
    ['=IF(TRUE,C3,1)', '#DIV/0!'],
    ['=IFS(C3,1)', '#DIV/0!'],
    ['=SWITCH(C3,1,2)', '#DIV/0!'],
    ['=SWITCH(1,C3,2,3)', '#DIV/0!'],
    ['=SWITCH(9,1,2)', '#N/A'],
    ['=SWITCH(1,2)', '#N/A'],
    ['=IFERROR()', '#N/A'],
    ['=IFERROR(C1:C3,"caught")', 'caught'],
    ['=AND()', '#N/A'],
    ['=AND(B1:B2)', '#VALUE!'],
    ['=ARRAYFORMULA()', '#N/A'],
    ['=LEN(C3)', '#DIV/0!'],
    ['=COUNTIF(A1:A5,C3)', '#DIV/0!'],
    ['=SUMIF(A1:A3,">0",C1:C3)', '#DIV/0!'],
    ['=SUMPRODUCT(C1:C3)', '#DIV/0!'],
    ['=JOIN(",",C1:C3)', '#DIV/0!'],
    ['=MATCH(C3,A1:A5,0)', '#DIV/0!'],
    ['=ISERROR(C3)', 'TRUE'],
    ['=IFERROR(SUM(C1:C3),"caught")', 'caught'],
    ['=ROWS(1/0)', '#DIV/0!'],
    ['=ROWS()', '#N/A'],
    ['=REPT("ab",0)', ''],
    ['=TEXT(1,"0"&REPT("0",200))', `${'0'.repeat(200)}1`],
    ['=ROW(5)', '#N/A'],
    ['=ROW(1/0)', '#DIV/0!'],
    ['=ISBLANK(#REF!)', 'FALSE'],
    ['=COUNTIF(C1:C3,"<>1")', '3'],
    ['=COUNTUNIQUE(UNIQUE(C1:C3))', '3'],
    ['=COUNTA(TOCOL(C1:C4,3))', '2'],
    ['=COUNTA(TOCOL(C1:C4,2))', '2'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK)).toBe(text);
  });
});

describe('kinds', () => {
  test.each([
    ['=COUNTIF(A1:A5,4)', '1'],
    ['=COUNTIF(A1:A5,"4")', '1'],
    ['=SUM(A1:A5)', '15'],
    ['=COUNTIF(A1:A5,">=2")', '4'],
    ['=COUNTIF(B1:B5,"four")', '1'],
    ['=COUNTIF(B1:B5,">one")', '2'],
    ['=COUNTIF(B1:B5,"<p")', '2'],
    ['=COUNTIF(C1:C5,">2026-01-01")', '1'],
    ['=COUNTIF(C1:C5,"<=2026-01-01")', '0'],
    ['=COUNTIF(C1:C5,"TRUE")', '1'],
    ['=COUNTIF(B1:B5,"t*e")', '1'],
    ['=COUNTIF({"a*b","axb"},"a~*b")', '1'],
    ['=COUNTIF({"a.b","axb"},"a.b*")', '1'],
    ['=COUNTIF(B1:B5,"=")', '1'],
    ['=COUNTIF(B1:B5,"<")', '0'],
    ['=VLOOKUP("FOUR",{"four",4;"five",5},2,FALSE)', '4'],
    ['=VLOOKUP(1,A1:C5,0,FALSE)', '#VALUE!'],
    ['=XLOOKUP("t*",B1:B5,A1:A5,,2)', '2'],
    ['=XLOOKUP("two",B1:B5,A1:A5,,2)', '2'],
    ['=TEXTJOIN("|",FALSE,XLOOKUP(2,A1:A5,A1:B5))', '2|two'],
    ['=TEXTJOIN("|",FALSE,XLOOKUP(2,{1,2},{5,6;7,8}))', '6|8'],
    ['=XLOOKUP(9,A1:A3,B1:B3)', '#N/A'],
    ['=CHOOSE(3,1,2)', '#NUM!'],
    ['=SUM(CHOOSE(2,A1,A1:A3))', '6'],
    ['=TRUE()', 'TRUE'],
    ['=FALSE()', 'FALSE'],
    ['=ISNONTEXT(A1)', 'TRUE'],
    ['=ISERR(1/0)', 'TRUE'],
    ['=COUNTA({1,2;3,4})', '4'],
    ['=PRODUCT(A1:A3)', '6'],
    ['=COUNTIFS(A1:A3,">1",C1:C3,FALSE)', '1'],
    ['=AVERAGEIF(A1:A3,">9")', '#DIV/0!'],
    ['=MEDIAN(A1:A3)', '2'],
    ['=MEDIAN(B1:B3)', '#NUM!'],
    ['=SUMPRODUCT(A1:A2,A1:A3)', '#VALUE!'],
    ['=SUMPRODUCT(C1:C2,A1:A2)', '1'],
    ['=SEQUENCE(0)', '#NUM!'],
    ['=SIGN(-3)', '-1'],
    ['=EXP(0)', '1'],
    ['=LN(1)', '0'],
    ['=LOG10(1000)', '3'],
    ['=CHAR(-1)', '#NUM!'],
    ['=CODE("")', '#VALUE!'],
    ['=CLEAN("a"&CHAR(7)&"b")', 'ab'],
    ['=CONCAT("a","b")', 'ab'],
    ['=ENCODEURL("a b&c")', 'a%20b%26c'],
    ['=SUBSTITUTE("aa","","x")', 'aa'],
    ['=SUBSTITUTE("aa","a","x",5)', 'aa'],
    ['=SPLIT("abc","")', '#VALUE!'],
    ['=SPLIT("",",")', '#VALUE!'],
    ['=COUNTA(SPLIT("a--b","--",FALSE))', '2'],
    ['=TEXT("abc","0")', 'abc'],
    ['=TEXT(A8,"0.0")', '0.0'],
    ['=TEXT(12,"@")', '12'],
    ['=TEXT("5","000")', '005'],
    ['=T("x")', 'x'],
    ['=REGEXREPLACE("a-b","(\\w)-(\\w)","\\2\\1")', 'ba'],
    ['=REGEXEXTRACT("x1y2","x(\\d)y(\\d)")', '1'],
    ['=HYPERLINK("https://example.org",A1)', '1'],
    ['=DATEVALUE("soon")', '#VALUE!'],
    ['=MINUTE(0.5)&":"&SECOND(0.5)', '0:0'],
    ['=DATE(2026,1,0)', '12/31/2025'],
    ['=C5+C5', '92048'],
    ['=C5*2', '92048'],
    ['=MIN(C5,50000)', '46024'],
    ['=RAND()<1', 'TRUE'],
    ['=RANDBETWEEN(3,3)', '3'],
    ['=FILTER({1,2,3},{TRUE,FALSE,TRUE})', '1'],
    ['=SUM(FILTER({1,2,3},{TRUE,FALSE,TRUE}))', '4'],
    ['=SUM(FILTER(A1:B3,{TRUE,FALSE}))', '6'],
    ['=FILTER(A1:A3,{TRUE;FALSE})', '#N/A'],
    ['=TEXTJOIN("|",FALSE,UNIQUE({1,1,2},TRUE))', '1|2'],
    ['=TEXTJOIN("|",FALSE,UNIQUE({1;1;2},FALSE,TRUE))', '2'],
    ['=UNIQUE({1;1},FALSE,TRUE)', '#N/A'],
    ['=TEXTJOIN("|",FALSE,SORT({3;1;2},{1;3;2},FALSE))', '1|2|3'],
    ['=SORT({1;2},{1;2;3},TRUE)', '#VALUE!'],
    ['=TEXTJOIN("|",TRUE,IFERROR(VSTACK({1,2},3),"-"))', '1|2|3|-'],
    ['={1,2;3}', '#VALUE!'],
    ['={{1;2},{3}}', '#VALUE!'],
    ['={}', ''],
    ['=ARRAYFORMULA(SUM(IF(A1:A3>1,A1:A3,0)))', '5'],
    ['=TEXTJOIN("|",FALSE,ARRAYFORMULA(IF(A1:A3>1,1/0,A1:A3)))', '#DIV/0!'],
    ['=TEXTJOIN("|",FALSE,ARRAYFORMULA(IFERROR(IF(A1:A3>1,1/0,A1:A3),"x")))', '1|x|x'],
    ['=TEXTJOIN("|",FALSE,ARRAYFORMULA(COLUMN(A1:C1)))', '1|2|3'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK)).toBe(text);
  });
});

describe('arrays in cells', () => {
  test('FILTER, SORT and UNIQUE fill down and shrink when the source changes', () => {
    const sheet = new Sheet()
      .set('A1', [['b'], ['a'], ['b']])
      .set('C1', '=SORT(UNIQUE(A1:A3))')
      .set('D1', '=COUNTA(C1:C9)');
    expect([sheet.values('C1:C3').flat(), sheet.value('D1')]).toEqual([['a', 'b', ''], 2]);
    sheet.set('A2', 'b');
    expect([sheet.values('C1:C3').flat(), sheet.value('D1')]).toEqual([['b', '', ''], 1]);
  });

  test('SPLIT turns digits into numbers, and so loses the end of a long id', () => {
    const sheet = new Sheet().set('A1', '=SPLIT("720575940621039145,5",",")');
    expect(sheet.values('A1:B1')).toEqual([[720575940621039e3, 5]]);
    expect(sheet.shown('A1')).toBe('7.20576E+17');
  });

  test('a date passes through arrays and look-ups as a date', () => {
    const sheet = new Sheet()
      .set('A1', [['x', '2026-01-02']])
      .set('C1', '=VLOOKUP("x",A1:B1,2,FALSE)')
      .set('D1', '={B1}');
    expect(sheet.values('C1:D1')).toEqual([
      [new Date('2026-01-02T00:00:00Z'), new Date('2026-01-02T00:00:00Z')],
    ]);
  });
});
