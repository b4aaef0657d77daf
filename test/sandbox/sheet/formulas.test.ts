/** Operators, references and built-ins, one line each. */
import { result, Sheet } from './helpers';

const ID = '720575940621039145';
const BLOCK = [
  ['id', 'n', 'ok'],
  [`'${ID}`, 10, true],
  ["'720575940621039146", 20, false],
  ["'720575940621039145", 30, true],
  [null, null, null],
  ['x y', -5, '2026-01-02'],
];

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
  ])('%s', (formula, shown) => {
    expect(result(formula)).toBe(shown);
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
  ])('%s', (formula, shown) => {
    expect(result(formula, BLOCK)).toBe(shown);
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
  ])('%s', (formula, shown) => {
    expect(result(formula, BLOCK)).toBe(shown);
  });
});

describe('numbers', () => {
  test.each([
    ['=SUM(A2:C4)', '60'],
    ['=SUM("5",TRUE)', '6'],
    ['=SUM("x")', '#VALUE!'],
    ['=AVERAGE(B2:B6)', '13.75'],
    ['=AVERAGE(A1:A2)', '#DIV/0!'],
    ['=MEDIAN(B2:B6)', '15'],
    ['=MIN(B2:B6)', '-5'],
    ['=MAX(C:C)', '1/2/2026'],
    ['=COUNT(A2:C6)', '5'],
    ['=COUNTA(A2:A6)', '4'],
    ['=COUNTBLANK(A2:A6)', '1'],
    ['=COUNTUNIQUE(A2:A6)', '3'],
    ['=COUNTIF(B2:B6,">5")', '3'],
    ['=COUNTIF(B2:B6,"<>10")', '4'],
    ['=COUNTIF(B2:B6,20)', '1'],
    [`=COUNTIF(A2:A6,"${ID}")`, '2'],
    ['=COUNTIF(A2:A6,A2)', '2'],
    ['=COUNTIF(A1:A6,"*Y")', '1'],
    ['=COUNTIF(A1:A6,"?d")', '1'],
    ['=COUNTIF(A2:A6,"")', '1'],
    ['=COUNTIF(A2:A6,"<>")', '4'],
    ['=COUNTIF(C2:C6,TRUE)', '2'],
    ['=COUNTIFS(A2:A6,A2,B2:B6,">15")', '1'],
    ['=SUMIF(B2:B6,">5")', '60'],
    ['=SUMIF(A2:A6,A2,B2:B6)', '40'],
    ['=SUMIFS(B2:B6,A2:A6,A2,C2:C6,TRUE)', '40'],
    ['=COUNTIFS(A2:A6,A2,B2:B5,1)', '#VALUE!'],
    ['=AVERAGEIF(B2:B6,">15")', '25'],
    ['=SUMPRODUCT(B2:B4,B2:B4)', '1400'],
    ['=SUMPRODUCT((A2:A6=A2)*B2:B6)', '40'],
    ['=ROUND(2.5)', '3'],
    ['=ROUND(-2.5)', '-3'],
    ['=ROUND(1.005,2)', '1.01'],
    ['=ROUND(1234,-2)', '1200'],
    ['=ROUNDDOWN(2.79,1)', '2.7'],
    ['=ROUNDUP(2.71,1)', '2.8'],
    ['=ABS(B6)', '5'],
    ['=INT(-1.5)', '-2'],
    ['=MOD(-1,3)', '2'],
    ['=MOD(1,0)', '#DIV/0!'],
    ['=SQRT(-1)', '#NUM!'],
    ['=POWER(2,10)', '1024'],
    ['=ABS(1,2)', '#N/A'],
    ['=SUM(1/0)', '#DIV/0!'],
    ['=PI()', '3.141592654'],
    ['=N("a")', '0'],
  ])('%s', (formula, shown) => {
    expect(result(formula, BLOCK)).toBe(shown);
  });
});

describe('text', () => {
  test.each([
    ['=LEN(A2)', '18'],
    ['=LEFT(A2,3)', '720'],
    ['=LEFT(A2)', '7'],
    ['=RIGHT(A2,3)', '145'],
    ['=RIGHT(A2,0)', ''],
    ['=MID("abcdef",2,3)', 'bcd'],
    ['=MID("abc",0,1)', '#NUM!'],
    ['=LEFT("a",-1)', '#VALUE!'],
    ['=TRIM("  a   b ")', 'a b'],
    ['=UPPER("aé")', 'AÉ'],
    ['=LOWER("AB")', 'ab'],
    ['=PROPER("ada LOVELACE")', 'Ada Lovelace'],
    ['=CONCATENATE("a",1,TRUE)', 'a1TRUE'],
    ['=CONCATENATE(B2:B4)', '102030'],
    ['=JOIN(", ",A2:A3)', `${ID}, 720575940621039146`],
    ['=TEXTJOIN("-",TRUE,A4:A6)', `${ID}-x y`],
    ['=TEXTJOIN("-",FALSE,A4:A6)', `${ID}--x y`],
    ['=INDEX(SPLIT("1, 2, 3",", "),1,3)', '3'],
    ['=COUNTA(SPLIT("a,,b",","))', '2'],
    ['=COUNTA(SPLIT("a,,b",",",TRUE,FALSE))', '3'],
    ['=SUBSTITUTE("a.b.c",".","-")', 'a-b-c'],
    ['=SUBSTITUTE("a.b.c",".","-",2)', 'a.b-c'],
    ['=REPLACE("abcd",2,2,"X")', 'aXd'],
    ['=FIND("b","abc")', '2'],
    ['=FIND("B","abc")', '#VALUE!'],
    ['=SEARCH("B","abc")', '2'],
    ['=TEXT(1234.5,"#,##0.00")', '1,234.50'],
    ['=TEXT(C6,"yyyy-mm-dd")', '2026-01-02'],
    ['=VALUE("12")+1', '13'],
    ['=VALUE("x")', '#VALUE!'],
    [`=VALUE(A2)`, '7.20576E+17'],
    ['=TO_TEXT(5)&"!"', '5!'],
    ['=ISTEXT(TO_TEXT(5))', 'TRUE'],
    ['=EXACT("a","A")', 'FALSE'],
    ['=REPT("ab",3)', 'ababab'],
    ['=REPT("ab",30000)', '#VALUE!'],
    ['=CHAR(65)', 'A'],
    ['=CODE("A")', '65'],
    ['=REGEXMATCH(A2,"^\\d{18}$")', 'TRUE'],
    ['=REGEXMATCH("ABC","(?i)b")', 'TRUE'],
    ['=REGEXEXTRACT("id=42;","id=(\\d+)")', '42'],
    ['=REGEXEXTRACT("abc","\\d")', '#N/A'],
    ['=REGEXREPLACE("a1b2","\\d","")', 'ab'],
    ['=REGEXREPLACE("ab","(a)(b)","$2$1")', 'ba'],
    ['=REGEXMATCH("a","(")', '#REF!'],
    ['=HYPERLINK("https://example.org","link")', 'link'],
    ['=HYPERLINK("https://example.org")', 'https://example.org'],
    ['=T(5)', ''],
  ])('%s', (formula, shown) => {
    expect(result(formula, BLOCK)).toBe(shown);
  });
});

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
  ])('%s', (formula, shown) => {
    expect(result(formula, BLOCK)).toBe(shown);
  });
});

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
  ])('%s', (formula, shown) => {
    expect(result(formula, BLOCK)).toBe(shown);
  });
});

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
  ])('%s', (formula, joined) => {
    expect(result(`=TEXTJOIN("|",FALSE,${formula})`, BLOCK)).toBe(joined);
  });
});

describe('dates', () => {
  const options = { now: () => new Date('2026-11-22T10:30:00Z'), timeZone: 'America/New_York' };
  test.each([
    ['=C6+1', '1/3/2026'],
    ['=C6-DATE(2026,1,1)', '1'],
    ['=YEAR(C6)&"-"&MONTH(C6)&"-"&DAY(C6)', '2026-1-2'],
    ['=DATE(2026,14,1)', '2/1/2027'],
    ['=TODAY()', '11/22/2026'],
    ['=TEXT(NOW(),"hh:mm")', '05:30'],
    ['=HOUR(NOW())', '5'],
    ['=DATEVALUE("2026-01-02")', '46024'],
  ])('%s', (formula, shown) => {
    expect(result(formula, BLOCK, options)).toBe(shown);
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
