/** Which row of a record a row of the tab is, also where ids were moved without the other cells. */
import { matchTable } from '../../../src/addon/jobs/match-table';
import { WriteRecord } from '../../../src/addon/jobs/write-record';
import { markedRows } from '../../../src/addon/sheet/table/table';
import { sheetOf, tableOf } from '../sheet/table-of';

const [A, B] = ['720575941234567891', '720575941234567892'] as [string, string];
const HEADERS = ['root_id', 'current_id', 'notes', 'type'];
const cells = (id: string, ours: string, n: number) => [id, ours, `note ${n}`, `type ${n}`];
const table = (rows: string[][], headers = HEADERS) => tableOf(sheetOf(headers, rows), ['current_id']);

/** The rows of A and B before the run, which wrote `new A` and `new B`. */
function recordOf(rows: string[][], headers = HEADERS): WriteRecord {
  const marks = markedRows(table(rows, headers));
  return new WriteRecord(
    [A, B].map((id, i) => ({
      id,
      row: i + 1,
      state: 'done' as const,
      before: { current_id: { value: `old ${'AB'[i]}` } },
      after: { current_id: `new ${'AB'[i]}` },
      mark: marks.markAt(i),
      beside: {},
    })),
  );
}
const record = recordOf([cells(A, '', 0), cells(B, '', 1)]);

test('whole rows change places: each keeps its entry', () => {
  const rows = [cells(B, 'new B', 1), cells(A, 'new A', 0)];
  expect(matchTable(table(rows), record, false).entries).toEqual([1, 0]);
});

test.each([false, true])(
  'ids alone change places (killed: %p): the other cells say which row it is',
  (killed) => {
    const rows = [cells(B, 'old A', 0), cells(A, 'old B', 1)];
    expect(matchTable(table(rows), record, killed).entries).toEqual([0, 1]);
  },
);

test('a column that was written over tells nothing about its row', () => {
  const rows = [
    [B, 'old A', 'note 0', 'new A', 'side 0'],
    [A, 'old B', 'note 1', 'new B', 'side 1'],
  ];
  const headers = [...HEADERS, 'side'];
  const before = [
    [A, 'old A', 'note 0', 'type 0', 'side 0'],
    [B, 'old B', 'note 1', 'type 1', 'side 1'],
  ];
  const whole = recordOf(before, headers);
  expect(matchTable(table(rows, headers), whole, true).entries).toEqual([1, 0]);
  expect(matchTable(table(rows, headers), whole, true, [3]).entries).toEqual([0, 1]);
});

describe('a tab of ids and our column alone, after a kill', () => {
  const headers = HEADERS.slice(0, 2);
  const bare = recordOf(
    [
      [A, ''],
      [B, ''],
    ],
    headers,
  );
  test.each<[string, string[], number[]]>([
    ['what the run found tells a row', ['old A', 'old B'], [0, 1]],
    ['what it wrote does not: it may have landed there', ['new A', 'new B'], [1, 0]],
    ['blank cells do not', ['', ''], [1, 0]],
  ])('%s', (_what, ours, entries) => {
    const rows = [
      [B, ours[0]!],
      [A, ours[1]!],
    ];
    expect(matchTable(table(rows, headers), bare, true).entries).toEqual(entries);
  });
});
