/** What stands next to the written cells, put back when a step was killed. */
import { cellsBeside, clearArrays, restoreBeside, restoreHeaders } from '../../../src/addon/jobs/beside';
import { WriteRecord } from '../../../src/addon/jobs/write-record';
import type { WriteRecordLine } from '../../../src/addon/sheet/record/record-lines';
import { sheetOf, tableOf } from '../sheet/table-of';

const ID = '720575941234567891';
const NEITHER = { undoing: false, blanks: false, shift: Number.POSITIVE_INFINITY };
const line = (more: Partial<WriteRecordLine>): WriteRecordLine => ({
  id: ID,
  row: 1,
  state: 'done',
  before: {},
  after: { current_id: 'ours' },
  mark: [],
  beside: {},
  ...more,
});

test('two columns to each side, values and formulas, no long texts', () => {
  const host = sheetOf(
    ['a', 'root_id', 'b', 'current_id', 'c', 'd', 'e'],
    [['1', ID, '=2', '', 'x'.repeat(300), 4, 5]],
  );
  expect(cellsBeside(tableOf(host, ['current_id']), 0)).toEqual({
    root_id: { value: ID },
    b: { value: 'computed', formula: '=2' },
    d: { value: 4 },
  });
});

test('a foreign cell that holds a value of ours gets its own back; one that somebody changed does not', () => {
  const host = sheetOf(['root_id', 'notes', 'current_id', 'more'], [[ID, 'ours', '', 'changed']]);
  const record = new WriteRecord([line({ beside: { notes: { value: 'mine' }, more: { value: 'old' } } })]);
  expect(restoreBeside(tableOf(host, ['current_id']), record, NEITHER)).toEqual([
    { row: 1, column: 1, value: 'mine' },
  ]);
  const formula = new WriteRecord([line({ beside: { notes: { value: 5, formula: '=A2' } } })]);
  expect(restoreBeside(tableOf(host, ['current_id']), formula, NEITHER)).toEqual([
    { row: 1, column: 1, value: '=A2', formula: true },
  ]);
});

test('one cell among several that holds a value of the run is somebody’s entry, unless it is its own row’s', () => {
  const other = '720575941234567892';
  const rows = [
    [ID, '', ''],
    [other, '', ''],
  ];
  const record = new WriteRecord([
    line({ after: { current_id: 'x' }, beside: { root_id: { value: 'was' } } }),
    line({ id: other, row: 2, after: { current_id: ID }, beside: { root_id: { value: other } } }),
  ]);
  expect(
    restoreBeside(
      tableOf(sheetOf(['root_id', 'notes', 'current_id'], rows), ['current_id']),
      record,
      NEITHER,
    ),
  ).toEqual([]);
  const both = new WriteRecord([
    line({ after: { current_id: other }, beside: { root_id: { value: 'was' } } }),
    line({ id: other, row: 2, after: { current_id: ID }, beside: { root_id: { value: 'was too' } } }),
  ]);
  expect(
    restoreBeside(tableOf(sheetOf(['root_id', 'notes', 'current_id'], rows), ['current_id']), both, NEITHER),
  ).toMatchObject([{ value: 'was' }, { value: 'was too' }]);
});

test('where our columns have not moved, ids that somebody cleared or exchanged stay', () => {
  const rows = [
    ['', 'n', ''],
    [ID, 'n', ''],
    ['2', 'n', 'ours'],
  ];
  const table = tableOf(sheetOf(['root_id', 'notes', 'current_id'], rows), ['current_id']);
  const record = new WriteRecord([
    line({ id: '', after: { current_id: '2' }, beside: { root_id: { value: '3' } } }),
    line({ row: 2, after: { current_id: '2' }, beside: { root_id: { value: '2' } } }),
    line({ id: '2', row: 3, after: { current_id: ID }, beside: { root_id: { value: ID } } }),
  ]);
  const killed = { undoing: true, blanks: true, shift: 0 };
  expect(restoreBeside(table, record, killed)).toEqual([]);
  expect(restoreBeside(table, record, { ...killed, undoing: false })).toEqual([]);
});

describe('where our columns have moved', () => {
  const top = ['root_id', 'notes', 'current_id'];
  const keys = [ID, '2', '3'];
  const lines = keys.map((id, i) =>
    line({
      id,
      row: i + 1,
      before: { current_id: { value: `old ${i}` } },
      after: { current_id: id },
      mark: [],
      beside: { root_id: { value: id }, notes: { value: `note ${i}` } },
    }),
  );
  const restored = (rows: string[][], more: Partial<typeof NEITHER> = {}) =>
    restoreBeside(tableOf(sheetOf(top, rows), ['current_id']), new WriteRecord(lines), {
      ...NEITHER,
      ...more,
    }).map(({ column, value }) => [column, value]);
  const notes = keys.map((_id, i) => `note ${i}`);

  test('ids that are exchanged stay, whether or not the write arrived', () => {
    const exchanged = ['2', ID, '3'];
    for (const ours of [keys, ['old 0', 'old 1', 'old 2']])
      expect(restored(exchanged.map((id, i) => [id, notes[i]!, ours[i]!]))).toEqual([]);
  });

  test('where the write arrived, values of ours elsewhere are entries of people', () => {
    expect(restored(keys.map((id) => [id, '3', id]))).toEqual([]);
    expect(restored(keys.map((id, i) => [id, '3', `old ${i}`]))).toEqual(notes.map((note) => [1, note]));
  });

  test('Undo puts no values of the run: they are entries of people', () => {
    expect(
      restored(
        keys.map((id) => [id, id, id]),
        { undoing: true },
      ),
    ).toEqual([]);
    expect(
      restored(
        keys.map((id, i) => [id, `old ${i}`, id]),
        { undoing: true },
      ),
    ).toEqual(notes.map((note) => [1, note]));
  });
});

test('where they have moved back, rows’ own values that our column lacks are taken back', () => {
  const top = ['root_id', 'notes', 'current_id'];
  const lines = [ID, '2'].map((id, i) =>
    line({ id, row: i + 1, after: { current_id: `new ${i}` }, beside: { notes: { value: `note ${i}` } } }),
  );
  const restored = (current: string[]) => {
    const rows = [ID, '2'].map((id, i) => [id, `new ${i}`, current[i]!]);
    const table = tableOf(sheetOf(top, rows), ['current_id']);
    return restoreBeside(table, new WriteRecord(lines), { ...NEITHER, shift: 0 });
  };
  expect(restored(['', '']).map(({ value }) => value)).toEqual(['note 0', 'note 1']);
  // Somebody has copied our column.
  expect(restored(['new 0', 'new 1'])).toEqual([]);
});

test('a killed Undo may have put what rows held, or nothing', () => {
  const host = sheetOf(['root_id', 'notes', 'current_id'], [[ID, '', 'ours']]);
  const before = { current_id: { value: '' } };
  const record = new WriteRecord([line({ before, beside: { notes: { value: 'mine' } } })]);
  expect(restoreBeside(tableOf(host, ['current_id']), record, NEITHER)).toEqual([]);
  expect(
    restoreBeside(tableOf(host, ['current_id']), record, {
      undoing: true,
      blanks: false,
      shift: Number.POSITIVE_INFINITY,
    }),
  ).toEqual([{ row: 1, column: 1, value: 'mine' }]);
});

test('a header in whose place a value of ours stands', () => {
  const host = sheetOf(['root_id', 'current_id'], [[ID, '']]);
  host.tab.put(1, 2, [['ours']]);
  const headers = [{ output: 'current_id', header: 'current_id' }];
  expect(restoreHeaders(tableOf(host, ['current_id']), new WriteRecord([line({})]), headers)).toEqual([
    { row: 0, column: 1, value: 'current_id' },
  ]);
  host.tab.put(1, 2, [['renamed']]);
  expect(restoreHeaders(tableOf(host, ['current_id']), new WriteRecord([line({})]), headers)).toEqual([]);
});

test('a column that is filled and has lost its header; not one that is blank', () => {
  const host = sheetOf(['root_id', 'current_id', 'notes'], [[ID, 'ours', 'mine']]);
  const table = tableOf(host, ['current_id']);
  const targets = [{ output: 'current_id', header: 'current_id' }];
  const record = new WriteRecord([line({})]);
  const lost = (cell: string) => {
    host.tab.put(1, 2, [[''], [cell]]);
    const { grid } = tableOf(host, []);
    return restoreHeaders({ ...table, grid }, record, targets);
  };
  expect(lost('ours')).toEqual([{ row: 0, column: 1, value: 'current_id' }]);
  expect(lost('')).toEqual([]);
});

test('values of ours in the way of an array', () => {
  const host = sheetOf(
    ['root_id', 'current_id'],
    [
      [ID, '=SEQUENCE(3)'],
      ['2', 'ours'],
      ['3', 'theirs'],
    ],
  );
  host.tab.cells[1]![1] = { value: '#REF!', formula: '=SEQUENCE(3)' };
  expect(clearArrays(tableOf(host, ['current_id']), new WriteRecord([line({})]))).toEqual([
    { row: 2, column: 1, value: '' },
  ]);
});

test('only a column that our writes could have reached gets its own back: ids that were cleared stay so', () => {
  const other = '720575941234567892';
  const ids = [ID, other];
  const rows = ids.map(() => ['', 'mine', '', '']);
  const headers = ['more_ids', 'notes', 'current_id', 'root_id'];
  const filled = rows.map((row, i) => [...row.slice(0, 3), ids[i]!]);
  const record = new WriteRecord(
    ids.map((id, i) =>
      line({
        id,
        row: i + 1,
        before: { current_id: { value: `old ${i}` } },
        beside: { more_ids: { value: id }, notes: { value: `note ${i}` } },
      }),
    ),
  );
  const table = tableOf(sheetOf(headers, filled), ['current_id']);
  const undo = { undoing: true, blanks: false, places: [2] };
  const columns = (shift: number) =>
    restoreBeside(table, record, { ...undo, shift }).map(({ column }) => column);
  expect([columns(1), columns(2)]).toEqual([[], [0, 0]]);
});
