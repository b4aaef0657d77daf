/** Rows in JSON form: counted without rows in memory, and every way in which a reply is no answer to what was asked. */
import { between, rng } from '@tracer-tools/cave/rng';
import { readCount, readRowCounts, readRows } from '../../../src/cave/tables/row-replies';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import { errorOf } from '../../support/sandbox-driver';
import { reply, STACK } from '../support';

const TABLE = 'synapses_pni_2';
const COLUMN = 'pre_pt_root_id';
const [A, B] = ['864691135122603047', '864691135122603099'] as [Id, Id];
const REQUEST = { stack: STACK, table: TABLE, column: COLUMN, ids: [A, B] };
const CUT = { warning: '201 - "Limited query to 500000 rows' };
const wrapError = (message: string): RecordedReply => ({
  status: 500,
  body: JSON.stringify({ code: 500, message, traceback: [] }),
});
const rows = (...answers: RecordedReply[]) => readRows(answers.map(reply), REQUEST);
const counts = (...answers: RecordedReply[]) => readRowCounts(answers.map(reply), REQUEST);
const row = (id: number | string, root: string = A) => `{"id":${id},"${COLUMN}":${root}}`;

test('ids as text, nulls, times and braces in texts as they come', () => {
  const body = ` [ {"id":4455996,"created":1604493883123,"${COLUMN}":${A},"tag":null,"note":"a \\"}{\\" b"} ]\n`;
  expect(rows({ body })).toEqual([
    {
      id: A,
      row: { id: 4455996, created: 1604493883123, [COLUMN]: A, tag: null, note: 'a "}{" b' },
    },
  ]);
});

test.each<[string, RecordedReply]>([
  ['no result', wrapError('400 Bad Request: This query on table x returned no results')],
  ['no valid id', wrapError('ALL root id filters passed ([1 2])     were invalid at timestamp x.')],
  ['an empty table', { body: '[]' }],
  ['an empty table with spaces', { body: ' [ ] \n' }],
])('%s is no rows', (_words, answer) => {
  expect(rows(answer)).toEqual([]);
  expect(counts(answer)).toEqual({ counts: new Map(), rows: 0, whole: true });
});

test('a table that the server cut is never an answer', () => {
  expect(errorOf(() => rows({ body: '[]', headers: CUT }))).toMatchObject({
    code: 'SHORT',
    message: 'first 500,000 rows of synapses_pni_2 only',
  });
  expect(counts({ body: `[${row(1)}]`, headers: CUT }).whole).toBe(false);
});

test('other failures keep their meaning', () => {
  expect(errorOf(() => rows(wrapError('404 Not Found: no table')))).toMatchObject({ code: 'NONE' });
});

test.each<[string, string]>([
  ['nothing', ''],
  ['a page', '<html>[]</html>'],
  ['an object', '{}'],
  ['null', 'null'],
  ['a row that is a number', '[5]'],
  ['a row without columns', '[{}]'],
  ['a row that is a list', `[[${A}]]`],
  ['a number between rows', `[${row(1)},5,${row(2)}]`],
  ['a renamed column', `[{"id":1,"root":${A}}]`],
  ['a renamed id', `[{"ID":1,"${COLUMN}":${A}}]`],
  ['a rounded id', `[${row(1, '8.64691135122603e17')}]`],
  ['an id with a decimal point', `[${row(1, `${A}.0`)}]`],
  ['a negative id', `[${row(1, `-${A}`)}]`],
  ['no id', `[${row(1, 'null')}]`],
  ['an id that was not requested', `[${row(1, '864691135122603048')}]`],
  ['one row twice', `[${row(1)},${row(1)}]`],
  ['one row id twice', `[${row(1)},${row(1, B)}]`],
  ['no row id', `[${row('null')}]`],
  ['a row with fewer columns', `[${row(1)},{"id":2}]`],
  ['a row with more columns', `[{"id":2},${row(1)}]`],
  ['no comma', `[${row(1)}${row(2)}]`],
  ['two commas', `[${row(1)},,${row(2)}]`],
  ['a comma at the end', `[${row(1)},]`],
  ['a comma at the start', `[,${row(1)}]`],
  ['text behind', `[${row(1)}]x`],
  ['two lists', `[${row(1)}][${row(2)}]`],
])('%s is a damaged reply', (_words, body) => {
  for (const read of [rows, counts]) {
    expect(errorOf(() => read({ body }))).toMatchObject({
      code: 'DOWN',
      message: expect.stringContaining('materialize'),
    });
  }
});

test('a reply that is cut anywhere is damaged', () => {
  const body = `[${row(1)},{"id":2,"${COLUMN}":"${B}"}]`;
  expect(rows({ body })).toHaveLength(2);
  for (let at = 0; at < body.length; at++) {
    expect(errorOf(() => rows({ body: body.slice(0, at) }))).toMatchObject({ code: 'DOWN' });
  }
});

test('a row in two parts of one answer', () => {
  expect(counts({ body: `[${row(1)}]` }, { body: `[${row(2)}]` }).counts).toEqual(new Map([[A, 2]]));
  const twice = () => counts({ body: `[${row(1)}]` }, { body: `[${row(1)}]` });
  expect(errorOf(twice)).toMatchObject({ code: 'DOWN' });
});

test('a count', () => {
  expect(readCount(reply({ body: '[{"count":3712}]' }), STACK, TABLE)).toBe(3712);
  const bad = [
    '[]',
    '[{}]',
    '[{"count":"5"}]',
    '[{"count":-1}]',
    '[{"count":1.5}]',
    '[{"count":null}]',
    '3712',
  ];
  for (const body of [...bad, '[{"count":7e20}]', '[{"count":5},{"count":5}]', '[{"counts":5}]']) {
    expect(errorOf(() => readCount(reply({ body }), STACK, TABLE))).toMatchObject({ code: 'DOWN' });
  }
});

test('random tables agree with their rows (seed 12)', () => {
  const random = rng(12);
  for (let i = 0; i < 200; i++) {
    const ids = Array.from(
      { length: between(random, 1, 400) },
      () => String(864691135000000000n + BigInt(between(random, 0, 9))) as Id,
    );
    const body = `[${ids.map((id, at) => `{"id":${at},"${COLUMN}":${id},"post_pt_root_id":${A}}`).join(',')}]`;
    const found = readRowCounts([reply({ body })], { ...REQUEST, ids: [...new Set(ids)] });
    const expected = new Map<Id, number>();
    for (const id of ids) expected.set(id, (expected.get(id) ?? 0) + 1);
    expect(found).toEqual({ counts: expected, rows: ids.length, whole: true });
  }
});

test('200,000 rows', () => {
  const body = `[${Array.from({ length: 200_000 }, (_, i) => `{"id":${i},"pre_pt_supervoxel_id":90643408557208080,"${COLUMN}":${i % 2 ? A : B}}`).join(',')}]`;
  expect(counts({ body }).counts).toEqual(
    new Map([
      [B, 100_000],
      [A, 100_000],
    ]),
  );
});
