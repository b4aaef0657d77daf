/** Warnings of tables: every wording that was seen, several in one header, and an owner's words that are none. */
import { isRound, tableWarnings } from '../../../src/cave/tables/table-warnings';
import { reply } from '../support';

const read = (warning?: string) =>
  tableWarnings(reply(warning === undefined ? {} : { headers: { warning } }));
const PLAIN = { cut: null, cuts: 0, missing: 0, invalid: null };
const live = (rows: number, limit: number, gap: number) =>
  `result has ${rows} entries, which is equal or more ${' '.repeat(gap)}than limit of ${limit} there may be more results which are not shown`;

test.each<[string, string | undefined, object]>([
  ['nothing', undefined, {}],
  ['the cap of a version', '201 - "Limited query to 200000 rows', { cut: 200_000, cuts: 1 }],
  ['the cap of a live query', live(300, 300, 8), { cut: 300, cuts: 1 }],
  ['of both of its parts', `${live(300, 300, 8)}, ${live(301, 300, 4)}`, { cut: 300, cuts: 2 }],
  ['with the spaces folded', live(300, 300, 0), { cut: 300, cuts: 1 }],
  ['an unknown wording', '299 - "answer truncated after 5000 rows"', { cut: 5000, cuts: 1 }],
  ['another one', 'query was limited to 100', { cut: 100, cuts: 1 }],
  ['one without a number', 'there are more rows than shown', { cut: 0, cuts: 1 }],
  ['an owner’s notice', 'Table Owner Notice on x: limited to 5 rows, truncated after 7', {}],
  [
    'an owner’s notice among others',
    'Table Owner Notice on x: be kind, limit 3, 201 - "Limited query to 200000 rows, 201 - "other"',
    { cut: 200_000, cuts: 1 },
  ],
  [
    'rows not looked up, in both parts',
    'There are 3 annotations that need supervoxel lookups, wait, There are 4 annotations that need supervoxel lookups',
    { missing: 7 },
  ],
  [
    'ids that are not current, as numpy prints them',
    `Some root_ids passed are not valid at the query timestamp: [720575940379940739 720575941535667946], ${live(9, 9, 4)}`,
    {
      cut: 9,
      cuts: 1,
      invalid:
        'Some root_ids passed are not valid at the query timestamp: [720575940379940739 720575941535667946]',
    },
  ],
  ['advice for programmers', '201 - "Using CSV streaming is deprecated and mangles some types"', {}],
])('%s', (_, warning, expected) => {
  expect(read(warning)).toEqual({ ...PLAIN, ...expected });
});

test('numbers of rows that a cap in unknown words could have left', () => {
  expect([0, 1, 99, 100, 300, 200_000, 123_450].map(isRound)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    false,
  ]);
});
