/** Queries over a table of neurons. */
import { Sheet } from '../../helpers';

const TABLE = [
  ['id', 'type', 'n', 'ok', 'seen'],
  ["'720575940621039145", 'DNa02', 5, true, '2026-01-02'],
  ["'720575940621039146", 'DNp01', 20, false, '2026-03-01'],
  ["'720575940621039147", 'DNa02', 7, true, null],
  ["'720575940621039148", '', null, null, '2026-02-01'],
];

function answer(formula: string): unknown[][] {
  const sheet = new Sheet().set('C3', TABLE).set('J1', formula).settle();
  const error = sheet.error('J1');
  if (error !== '') return [[error]];
  const { grid } = sheet;
  const width = Math.max(1, grid.lastColumn() - 9);
  return grid
    .shown({ row: 1, column: 10, rows: 8, columns: width })
    .filter((row) => row.some((text) => text !== ''));
}
const query = (text: string, headers = 1) => answer(`=QUERY(C3:G7, "${text}", ${headers})`);

test('columns have the letters of the sheet; the first row is the header', () => {
  expect(query('select D, C where E > 6')).toEqual([
    ['type', 'id'],
    ['DNp01', '720575940621039146'],
    ['DNa02', '720575940621039147'],
  ]);
  expect(query('select A')).toEqual([[expect.stringContaining('NO_COLUMN: A')]]);
});

test.each<[string, string[]]>([
  ["where C = '720575940621039145'", ['720575940621039145']],
  ['where C = 720575940621039145', []],
  ["where D contains 'N' and not D starts with 'DNp'", ['720575940621039145', '720575940621039147']],
  ["where D ends with '01' or E = 7", ['720575940621039146', '720575940621039147']],
  ["where D matches 'DN[ap]0\\d' and E <= 7", ['720575940621039145', '720575940621039147']],
  ["where D like 'DN_02'", ['720575940621039145', '720575940621039147']],
  ['where F = true', ['720575940621039145', '720575940621039147']],
  ['where E is null', ['720575940621039148']],
  ['where E is not null limit 1 offset 1', ['720575940621039146']],
  ["where G >= date '2026-02-01'", ['720575940621039146', '720575940621039148']],
  ["where D != 'DNa02'", ['720575940621039146']],
  ['order by E desc limit 2', ['720575940621039146', '720575940621039147']],
  ['order by E', ['720575940621039148', '720575940621039145', '720575940621039147', '720575940621039146']],
])('select C %s', (rest, ids) => {
  expect(query(`select C ${rest}`).slice(1).flat()).toEqual(ids);
});

test('groups, aggregates and labels', () => {
  expect(
    query(
      "select D, count(C), sum(E), avg(E), min(C), max(G) where D is not null group by D label sum(E) 'all', D ''",
    ),
  ).toEqual([
    ['', 'count id', 'all', 'avg n', 'min id', 'max seen'],
    ['DNa02', '2', '12', '6', '720575940621039145', expect.any(String)],
    ['DNp01', '1', '20', '20', '720575940621039146', expect.any(String)],
  ]);
  expect(query('select sum(E)')).toEqual([['sum n'], ['32']]);
  expect(query('select D, sum(E)')).toEqual([[expect.stringContaining('ADD_COL_TO_GROUP_BY_OR_AGG: D')]]);
  expect(query('select sum(D)')).toEqual([[expect.stringContaining('AVG_SUM_ONLY_NUMERIC')]]);
});

test('without headers there is no title, and nothing found is #N/A', () => {
  expect(answer(`=QUERY(C4:G7, "select C where E = 5", 0)`)).toEqual([['720575940621039145']]);
  expect(answer(`=QUERY(C4:G7, "select C where E = 99", 0)`)).toEqual([
    ['#N/A Query completed with an empty output.'],
  ]);
  expect(answer(`=QUERY(C3:G7, "select C, E where E = 5")`)).toEqual([
    ['id', 'n'],
    ['720575940621039145', '5'],
  ]);
});

test('an array has Col1, Col2; the column of a minority type is emptied', () => {
  expect(answer('=QUERY({C4:C7, E4:E7}, "select Col2 where Col1 contains \'145\'", 0)')).toEqual([['5']]);
  const sheet = new Sheet().set('A1', [["'1"], [2], ["'3"]]).set('C1', '=QUERY(A1:A3, "select A", 0)');
  expect(sheet.values('C1:C3').flat()).toEqual(['1', '', '3']);
});

test('a formula that reads a query is computed again when the table changes', () => {
  const sheet = new Sheet().set('C3', TABLE).set('J1', '=QUERY(C3:G7, "select sum(E)", 1)');
  expect(sheet.value('J2')).toBe(32);
  sheet.set('E4', 6);
  expect(sheet.value('J2')).toBe(33);
});

test('arguments', () => {
  expect(answer('=QUERY(C3:G7)')).toEqual([[expect.stringContaining('Wrong number of arguments to QUERY')]]);
  expect(answer('=QUERY(C3:G7, "select")')).toEqual([[expect.stringContaining('the query ends early')]]);
});
