/** The language of QUERY. */
import { parseQuery } from '../../../../src/sheet/formulas/query/parse';

const column = (name: string) => ({ kind: 'column', name });

test('every clause', () => {
  const query = parseQuery(
    'select A, sum(B), `C` where (A = \'x\' or not B < -2.5) and C is not null and D starts with "y" ' +
      "group by A, C order by sum(B) desc, A asc, C limit 5 offset 2 label sum(B) 'total', A ''",
  );
  expect(query).toMatchObject({
    select: [column('A'), { kind: 'aggregate', by: 'sum', name: 'B' }, column('C')],
    groupBy: ['A', 'C'],
    orderBy: [
      { ascending: false },
      { by: column('A'), ascending: true },
      { by: column('C'), ascending: true },
    ],
    limit: 5,
    offset: 2,
    labels: [{ text: 'total' }, { of: column('A'), text: '' }],
  });
  expect(query.where).toMatchObject({ kind: 'and', right: { operator: 'starts', value: 'y' } });
});

test('nothing, and a star, select all', () => {
  expect(parseQuery('').select).toBeNull();
  expect(parseQuery('SELECT * WHERE Col1 <> 3').where).toMatchObject({ operator: '!=', value: 3 });
  expect(parseQuery("where A > date '2026-01-02'").where).toMatchObject({ value: { date: '2026-01-02' } });
  expect(parseQuery('select count where count > 1').select).toEqual([column('count')]);
});

test.each([
  ['select', 'the query ends early'],
  ['select A B', 'Encountered "B"'],
  ['select 5', 'Encountered "5"'],
  ['where A', 'the query ends early'],
  ['where A ~ 5', 'PARSE_ERROR: ~ 5'],
  ['where A like 5', 'Encountered'],
  ['where A = B', 'Encountered "B"'],
  ['where (A = 5', 'Encountered "<EOF>"'],
  ['limit -5', 'Encountered'],
  ['select A pivot B', 'pivot is not part of the stand-in'],
])('refused: %s', (text, words) => expect(() => parseQuery(text)).toThrow(words));
