/** From answers to cells: what is written, kept, skipped, recorded; and the last look over the sheet. */

import type { JobRow } from '../../../src/addon/jobs/job-row';
import { placeAnswers, reconcile } from '../../../src/addon/jobs/placements';
import { type Job, newJob } from '../../../src/addon/jobs/state';
import { WriteRecord } from '../../../src/addon/jobs/write-record';
import { type ColumnSnapshot, readColumns } from '../../../src/addon/sheet/column-snapshot';
import type { WriteRecordLine } from '../../../src/addon/sheet/write-record';
import { TtError } from '../../../src/core/errors';
import type { Cell } from '../../../src/core/table';
import { fakeHost } from '../../support/fake-host';

const HEADERS = ['current_id', 'share'];

function frameOf(rows: Cell[][], headers = HEADERS): ColumnSnapshot {
  const { tab } = fakeHost();
  tab.put(1, 1, [['root_id', ...headers], ...rows]);
  return readColumns(tab, 'root_id', 1, headers, 'ids');
}

const job = (more: Partial<Job> = {}): Job => ({
  ...newJob('current', 'x', 'banc', fakeHost()),
  replace: true,
  headers: HEADERS,
  ...more,
});

const line = (
  id: string,
  after: WriteRecordLine['after'],
  before: WriteRecordLine['before'] = {},
): WriteRecordLine => ({
  id,
  copy: 0,
  state: 'done',
  before,
  after,
});

const place = (
  rows: Cell[][],
  answers: [string, JobRow][],
  lines: WriteRecordLine[] = [],
  more: Partial<Job> = {},
) => placeAnswers(frameOf(rows), new Map(answers), new WriteRecord(lines), job(more));

describe('placeAnswers', () => {
  test('a text that no cell holds is refused in its cell, and counted as a failure of its row', () => {
    const long = { current_id: 'x'.repeat(60_000), share: 1 };
    const out = place([['1', '', '']], [['1', long]]);
    const refusal = '60,000 characters; a cell holds 50,000';
    expect(out.placements).toEqual([{ index: 0, values: { current_id: `#TT BIG: ${refusal}`, share: 1 } }]);
    expect(out.failures).toEqual([{ code: 'BIG', message: refusal }]);
    expect(out.changes).toMatchObject([{ state: 'done' }]);
  });

  test('each copy of an id gets the answer, and what it held is recorded', () => {
    const out = place(
      [
        ['1', 'old', ''],
        ['2', '', ''],
        ['', 'x', ''],
        ['1', '', 7],
      ],
      [['1', { current_id: '9', share: null }]],
    );
    expect(out.placements).toEqual([
      { index: 0, values: { current_id: '9', share: '' } },
      { index: 3, values: { current_id: '9', share: '' } },
    ]);
    expect(out.changes).toEqual([
      { id: '1', copy: 0, state: 'done', before: { current_id: 'old', share: '' }, after: expect.anything() },
      { id: '1', copy: 1, state: 'done', before: { current_id: '', share: 7 }, after: expect.anything() },
    ]);
    expect(out.changedCells).toEqual([
      { id: '1', copy: 0, header: 'current_id' },
      { id: '1', copy: 1, header: 'share' },
    ]);
  });

  test('a header without an answer and a formula are left out', () => {
    const out = place([['1', '=x', 5]], [['1', { current_id: '9' }]]);
    expect(out.placements).toEqual([{ index: 0, values: {} }]);
    expect(out.skipped).toBe(0);
  });

  test('without leave to replace, filled cells are skipped and counted', () => {
    const out = place([['1', 'mine', '']], [['1', { current_id: '9', share: 1 }]], [], { replace: false });
    expect(out.placements[0]!.values).toEqual({ share: 1 });
    expect(out.skipped).toBe(1);
  });

  test('without leave to replace, what the run itself wrote may be written again', () => {
    const lines = [line('1', { current_id: '8' }, { current_id: '' })];
    const out = place([['1', '8', '']], [['1', { current_id: '9' }]], lines, { replace: false });
    expect(out.placements[0]!.values).toEqual({ current_id: '9' });
    expect(out.changes[0]!.before).toEqual({ current_id: '' });
  });

  test('an anchor that somebody set stays, even where replacing is allowed', () => {
    const frame = frameOf(
      [
        ['1', 'set by hand'],
        ['2', ''],
      ],
      ['anchor_supervoxel'],
    );
    const answers = new Map<string, JobRow>([
      ['1', { anchor_supervoxel: '5' }],
      ['2', { anchor_supervoxel: '6' }],
    ]);
    const out = placeAnswers(frame, answers, new WriteRecord([]), job());
    expect(out.placements.map(({ values }) => values)).toEqual([{}, { anchor_supervoxel: '6' }]);
  });

  test('a passing failure is asked again twice, then its reason is written and counted', () => {
    const busy = new TtError('BUSY', 'wait');
    const answer: [string, JobRow][] = [['1', { current_id: '9', share: busy }]];
    const vain: WriteRecordLine = { ...line('1', {}), state: 'again' };
    for (const lines of [[], [vain]]) {
      const out = place([['1', '', '']], answer, lines);
      expect(out.changes[0]).toMatchObject({ state: 'again', after: { current_id: '9' } });
      expect([out.failures, out.pending]).toEqual([[], false]);
    }
    const last = place([['1', '', '']], answer, [vain, vain]);
    expect(last.changes[0]).toMatchObject({ state: 'done', after: { share: '#TT BUSY: wait' } });
    expect(last.failures).toEqual([{ code: 'BUSY', message: 'wait' }]);
  });

  test('one failure for each id, however many rows and cells show it', () => {
    const unknown = new TtError('UNKNOWN', 'no such segment');
    const out = place(
      [
        ['1', '', ''],
        ['1', '', ''],
      ],
      [['1', { current_id: unknown, share: unknown }]],
    );
    expect(out.failures).toEqual([{ code: 'UNKNOWN', message: 'no such segment' }]);
  });

  test('what is being made is pending', () => {
    const out = place([['1', '', '']], [['1', { share: new TtError('PENDING', 'skeleton') }]]);
    expect([out.pending, out.changes[0]!.state]).toEqual([true, 'again']);
  });
});

describe('reconcile', () => {
  const look = (rows: Cell[][], lines: WriteRecordLine[], more: Partial<Job> = {}) =>
    reconcile(frameOf(rows), new WriteRecord(lines), job(more));
  const nine = line('1', { current_id: '9', share: 1 }, { current_id: 'old', share: '' });

  test('all is as written: nothing to do', () => {
    expect(
      look(
        [
          ['1', '9', 1],
          ['', '', ''],
        ],
        [nine],
      ),
    ).toEqual({ placements: [], open: [] });
  });

  test('rows that a killed run left unwritten are written, a cell that someone filled is not', () => {
    expect(look([['1', 'old', '']], [nine]).placements).toEqual([
      { index: 0, values: { current_id: '9', share: 1 } },
    ]);
    expect(look([['1', 'typed since', 1]], [nine]).placements).toEqual([]);
  });

  test('values of another id are replaced, and taken off a row whose id was taken away', () => {
    const four = line('2', { current_id: '4', share: 0.5 });
    expect(
      look(
        [
          ['2', '9', 1],
          ['1', '4', 0.5],
        ],
        [nine, four],
      ).placements,
    ).toEqual([
      { index: 0, values: { current_id: '4', share: 0.5 } },
      { index: 1, values: { current_id: '9', share: 1 } },
    ]);
    expect(look([['', '9', 1]], [nine]).placements).toEqual([
      { index: 0, values: { current_id: '', share: '' } },
    ]);
  });

  test('ids that came since are open, and only planned ones in a planned run', () => {
    expect(
      look(
        [
          ['1', '9', 1],
          ['2', '', ''],
        ],
        [nine],
      ).open,
    ).toEqual(['2']);
    expect(
      look(
        [
          ['1', '9', 1],
          ['2', '', ''],
        ],
        [nine],
        { planned: true },
      ).open,
    ).toEqual([]);
    expect(look([['1', '', '']], [{ ...nine, state: 'again' }]).open).toEqual(['1']);
  });

  test('a value that stood on rows outside the run before is no sign of the run there', () => {
    const rows = [
      ['1', '', ''],
      ['2', '5', 1],
      ['', 'total', 1],
    ];
    const answer = new Map<string, JobRow>([['1', { current_id: '9', share: 1 }]]);
    const planned = [{ ...line('1', {}), state: 'planned' as const }];
    const of = job({ planned: true });
    const { changes } = placeAnswers(frameOf(rows), answer, new WriteRecord(planned), of);
    expect(changes.map(({ state, before }) => [state, before])).toEqual([
      ['theirs', { share: 1 }],
      ['done', { current_id: '', share: '' }],
    ]);
    const written = frameOf([['1', '9', 1], ...rows.slice(1)]);
    const ledger = new WriteRecord([...planned, ...changes]);
    expect(reconcile(written, ledger, of)).toEqual({ placements: [], open: [] });
    const moved = frameOf([
      ['1', '9', 1],
      ['3', '9', 1],
    ]);
    expect(reconcile(moved, ledger, of)).toEqual({
      placements: [{ index: 1, values: { current_id: '' } }],
      open: ['3'],
    });
  });
});
