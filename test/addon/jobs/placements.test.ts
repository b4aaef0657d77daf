/** From answers to cells: what is written, kept, skipped, recorded; and the last look over the sheet. */

import { planWrites } from '../../../src/addon/jobs/placements';
import { type Job, newJob } from '../../../src/addon/jobs/state';
import { WriteRecord } from '../../../src/addon/jobs/write-record';
import type { HeldCells, WriteRecordLine } from '../../../src/addon/sheet/record/record-lines';
import { TtError } from '../../../src/core/errors';
import type { Cell } from '../../../src/core/table';
import type { JobRow } from '../../../src/tools/declaration/column-job';
import { fakeHost } from '../../support/fake-host';
import { sheetOf, tableOf } from '../sheet/table-of';

const TOP = ['root_id', 'current_id', 'share', 'notes'];
const [ONE, TWO] = ['720575941234567891', '720575941234567892'];
const SHORT: Record<string, string> = { 1: ONE!, 2: TWO! };

const job = (more: Partial<Job> = {}): Job => ({
  ...newJob('current', 'x', 'banc', fakeHost()),
  replace: true,
  headers: ['current_id', 'share'],
  ...more,
});

const line = (
  id: string,
  row: number,
  after: WriteRecordLine['after'],
  before: HeldCells = {},
  more: Partial<WriteRecordLine> = {},
): WriteRecordLine => ({
  id: SHORT[id] ?? id,
  row,
  state: 'done',
  before,
  after,
  mark: [],
  beside: {},
  ...more,
});

const sheet = (rows: Cell[][]) =>
  sheetOf(
    TOP,
    rows.map(([id, ...rest]) => [SHORT[String(id)] ?? id!, ...rest]),
  );

const place = (
  rows: Cell[][],
  answers: [string, JobRow][],
  lines: WriteRecordLine[] = [],
  more: Partial<Job> = {},
) => {
  const known = answers.map(([id, row]): [string, JobRow] => [SHORT[id] ?? id, row]);
  const plan = planWrites(tableOf(sheet(rows)), new WriteRecord(lines), job(more), new Map(known));
  return { ...plan, lines: [...plan.held(), ...plan.lines] };
};

/** `A1: value` of each cell that is written. */
const writtenCells = ({ writes }: ReturnType<typeof place>) =>
  Object.fromEntries(writes.map(({ row, column, value }) => [`${'ABCD'[column]}${row + 1}`, value]));

describe('answers', () => {
  test('a text that no cell holds is refused in its cell, and counted as a failure of its row', () => {
    const out = place([['1', '', '']], [['1', { current_id: 'x'.repeat(60_000), share: 1 }]]);
    const refusal = '60,000 characters; a cell holds 50,000';
    expect(writtenCells(out)).toEqual({ B2: `#TT BIG: ${refusal}`, C2: 1 });
    expect(out.failures).toEqual([{ code: 'BIG', message: refusal }]);
    expect(out.lines).toMatchObject([{ state: 'done' }]);
  });

  test('each copy of an id gets the answer, and what each held is recorded under its own row', () => {
    const rows = [
      ['1', 'old', '', 'a'],
      ['2', '', '', 'b'],
      ['', 'x', '', 'c'],
      ['1', '', 7, 'd'],
    ];
    const out = place(rows, [['1', { current_id: '9', share: null }]]);
    expect(writtenCells(out)).toEqual({ B2: '9', B5: '9', C5: '' });
    expect(out.lines.map(({ id, row, state, before }) => [id, row, state, before])).toEqual([
      ['', 2, 'held', { current_id: { value: 'x' } }],
      [ONE, 1, 'done', { current_id: { value: 'old', format: 'General' }, share: { value: '' } }],
      [ONE, 3, 'done', { current_id: { value: '', format: 'General' }, share: { value: 7 } }],
    ]);
    expect(out.changed).toEqual([
      { row: 1, output: 'current_id' },
      { row: 4, output: 'share' },
    ]);
  });

  test('an output without an answer is left out; a formula too, and it is counted', () => {
    const out = place([['1', '=x', 5]], [['1', { current_id: '9' }]]);
    expect([writtenCells(out), out.left, out.skipped]).toEqual([{}, { formula: 1 }, 0]);
  });

  test('without leave to replace, filled cells are skipped and counted', () => {
    const out = place([['1', 'mine', '']], [['1', { current_id: '9', share: 1 }]], [], { replace: false });
    expect([writtenCells(out), out.skipped]).toEqual([{ C2: 1 }, 1]);
  });

  test('without leave to replace, a filled cell is kept though another row got the same value', () => {
    const rows = [
      ['1', '', 1, 'a'],
      ['1', '', '', 'b'],
      ['2', '', true, 'c'],
    ];
    const answers: [string, JobRow][] = [
      ['1', { share: 1 }],
      ['2', { share: 1 }],
    ];
    const first = place(rows, answers, [], { replace: false });
    expect(writtenCells(first)).toEqual({ C3: 1 });
    const after = [rows[0]!, ['1', '', 1, 'b'], rows[2]!];
    const later = [['1', { share: 2 }] as [string, JobRow]];
    expect(writtenCells(place(after, later, first.lines, { replace: false }))).toEqual({ C3: 2 });
  });

  test('without leave to replace, what the run itself wrote may be written again', () => {
    const lines = [line('1', 1, { current_id: '8' }, { current_id: { value: '' } })];
    const out = place([['1', '8', '']], [['1', { current_id: '9' }]], lines, { replace: false });
    expect(writtenCells(out)).toEqual({ B2: '9' });
    expect(out.lines[0]!.before).toEqual({});
  });

  test('what somebody typed over ours meanwhile is noted before it is replaced', () => {
    const lines = [line('1', 1, { current_id: '8' }, { current_id: { value: 'old' } })];
    const out = place([['1', 'typed', '']], [['1', { current_id: '9' }]], lines);
    expect(out.lines[0]!.before).toMatchObject({ current_id: { value: 'typed' } });
  });

  test('an anchor that somebody set stays, even where replacing is allowed', () => {
    const host = sheetOf(
      ['root_id', 'anchor_supervoxel'],
      [
        [ONE!, 'set by hand'],
        [TWO!, ''],
      ],
    );
    const answers = new Map<string, JobRow>([
      [ONE!, { anchor_supervoxel: '5' }],
      [TWO!, { anchor_supervoxel: '6' }],
    ]);
    const out = planWrites(tableOf(host, ['anchor_supervoxel']), new WriteRecord([]), job(), answers);
    expect(writtenCells(out)).toEqual({ B3: '6' });
  });

  test('a passing failure is asked again twice, then its reason is written and counted', () => {
    const busy = new TtError('BUSY', 'wait');
    const answer: [string, JobRow][] = [['1', { current_id: '9', share: busy }]];
    const vain = line('1', 1, {}, {}, { state: 'again' });
    for (const lines of [[], [vain]]) {
      const out = place([['1', '', '']], answer, lines);
      expect(out.lines[0]).toMatchObject({ state: 'again', after: { current_id: '9' } });
      expect([out.failures, out.pending]).toEqual([[], false]);
    }
    const last = place([['1', '', '']], answer, [vain, vain]);
    expect(last.lines[0]).toMatchObject({ state: 'done', after: { share: '#TT BUSY: wait' } });
    expect(last.failures).toEqual([{ code: 'BUSY', message: 'wait' }]);
  });

  test('one failure for each id, however many rows and cells show it; what is being made is pending', () => {
    const unknown = new TtError('UNKNOWN', 'no such segment');
    const rows = [
      ['1', '', '', 'a'],
      ['1', '', '', 'b'],
    ];
    expect(place(rows, [['1', { current_id: unknown, share: unknown }]]).failures).toEqual([
      { code: 'UNKNOWN', message: 'no such segment' },
    ]);
    const out = place([['1', '', '']], [['1', { share: new TtError('PENDING', 'skeleton') }]]);
    expect([out.pending, out.lines[0]!.state]).toEqual([true, 'again']);
  });
});

describe('the last look', () => {
  const look = (rows: Cell[][], lines: WriteRecordLine[], more: Partial<Job> = {}) =>
    planWrites(tableOf(sheet(rows)), new WriteRecord(lines), job(more), null);
  const nine = line(
    '1',
    1,
    { current_id: '9', share: 1 },
    { current_id: { value: 'old' }, share: { value: '' } },
  );

  test('all is as written: nothing to do', () => {
    const out = look(
      [
        ['1', '9', 1],
        ['', '', ''],
      ],
      [nine],
    );
    expect([out.writes, out.lines, [...out.open]]).toEqual([[], [], []]);
  });

  test('rows that a killed run left unwritten are written, a cell that someone filled is not', () => {
    expect(writtenCells(look([['1', 'old', '']], [nine]))).toEqual({ B2: '9', C2: 1 });
    expect(writtenCells(look([['1', 'typed since', 1]], [nine]))).toEqual({});
  });

  test('after a kill, values of another id are replaced', () => {
    const four = line(
      '2',
      2,
      { current_id: '4', share: 0.5 },
      { current_id: { value: '' }, share: { value: '' } },
    );
    const rows = [
      ['2', '9', 1],
      ['1', '4', 0.5],
    ];
    expect(writtenCells(look(rows, [nine, four], { killed: true }))).toEqual({
      B2: '4',
      C2: 0.5,
      B3: '9',
      C3: 1,
    });
  });

  test('a row whose id was taken away gets back what it held, known by its other cells', () => {
    const rows = [['1', '', '', 'a note']];
    const { lines } = place(rows, [['1', { current_id: '9', share: 1 }]]);
    expect(writtenCells(look([['', '9', 1, 'a note']], lines))).toEqual({ B2: '', C2: '' });
    expect(writtenCells(look([['', '9', 1, 'another']], lines))).toEqual({});
  });

  test('ids that came since are open, and only planned ones in a planned run', () => {
    const rows = [
      ['1', '9', 1],
      ['2', '', ''],
    ];
    expect([...look(rows, [nine]).open]).toEqual([TWO]);
    expect([...look(rows, [nine], { planned: true }).open]).toEqual([]);
    expect([...look([['1', '', '']], [{ ...nine, state: 'again' }]).open]).toEqual([ONE]);
  });

  test('a heading without an id keeps its value, though the run wrote the same elsewhere', () => {
    const rows = [
      ['1', '', '', 'a'],
      ['', 'total', 1, 'b'],
    ];
    const { lines } = place(rows, [['1', { current_id: '9', share: 1 }]]);
    expect(writtenCells(look([['1', '9', 1, 'a'], rows[1]!], lines, { killed: true }))).toEqual({});
    expect(
      writtenCells(
        look(
          [
            ['1', '9', 1, 'a'],
            ['', '9', 1, 'b'],
          ],
          lines,
          { killed: true },
        ),
      ),
    ).toEqual({
      B3: 'total',
    });
  });

  test('a formula that a killed write took away is put back', () => {
    const rows = [
      ['1', '', '', 'a'],
      ['2', '=7', '', 'b'],
    ];
    const { lines } = place(rows, [['1', { current_id: '9', share: 1 }]]);
    const out = look(
      [
        ['1', '9', 1, 'a'],
        ['2', '9', '', 'b'],
      ],
      lines,
      { killed: true, planned: true },
    );
    expect(out.writes).toEqual([{ row: 2, column: 1, value: '=7', formula: true }]);
  });
});
