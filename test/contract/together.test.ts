/** Two rows that became one neuron: shown, kept, marked, one removed; Undo brings the row back as it was. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
let ids: string[];
const HEADERS = ['current_id'];

/** Rows 2 and 4 became one neuron since the first run. */
beforeEach(() => {
  bench = workbench();
  const { truth } = bench.cave;
  ids = truth.findCurrent(4, (id) => truth.supervoxelCount(id) > 500);
  fillTab(bench, ids);
  const run = () => drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  run();
  bench.cave.edit({ kind: 'merge', root: ids[0]!, with: ids[2]! });
  run();
});

const entries = () =>
  bench
    .call('changes', [])
    .groups.filter(({ kind }) => kind === 'together')
    .flatMap((group) => group.entries);
const ref = () => {
  const [{ tabId, column, id, others }] = entries() as [ReturnType<typeof entries>[number]];
  return { tabId, column, ids: [id, ...others] };
};
const tab = () => bench.grid.shown({ row: 1, column: 1, rows: bench.grid.lastRow(), columns: 4 });

test('both rows are shown with what stands in them', () => {
  expect(entries()).toMatchObject([{ id: ids[0], others: [ids[2]] }]);
  const rows = bench.call('togetherRows', [ref()]);
  expect(rows.map(({ row, id, cells }) => [row, id, cells[0]])).toEqual([
    [2, ids[0], { header: 'notes', text: 'note 0' }],
    [4, ids[2], { header: 'notes', text: 'note 2' }],
  ]);
});

test.each([
  [false, 'kept', ''],
  [true, 'marked', 'is the same neuron as'],
])('mark %p: they leave the list, and stay', (mark, seen, note) => {
  const before = tab();
  expect(bench.call('keepTogether', [ref(), mark]).groups.map(({ kind }) => kind)).not.toContain('together');
  expect(tab()).toEqual(before);
  for (const row of [2, 4]) expect(bench.grid.view(row, 1).note).toContain(note);
  expect(bench.grid.view(3, 1).note).toBe('');
  const report = bench.book.grid('TT report')!;
  expect(report.shown({ row: 2, column: 12, rows: 1, columns: 1 })[0]![0]).toMatch(new RegExp(`^${seen} 20`));
});

test('one row is removed; Undo brings back values, formulas, formats and notes below the same row', () => {
  bench.formula(4, 5, '=LEN(B4)&"!"');
  bench.put(4, 6, [[0.5]]);
  bench.grid.setNumberFormats({ row: 4, column: 6, rows: 1, columns: 1 }, [['0%']]);
  bench.grid.setNotes({ row: 4, column: 2, rows: 1, columns: 1 }, [['mine']]);
  const whole = () => bench.grid.shown({ row: 1, column: 1, rows: 5, columns: 6 });
  const before = whole();
  const [, second] = bench.call('togetherRows', [ref()]);
  const job = bench.call('removeRow', [ref(), second!]);
  expect(tab().map(([id]) => id)).toEqual(['root_id', ids[0], ids[1], ids[3]]);
  expect([job.canUndo, job.title, entries()]).toEqual([true, `Remove row 4 (${ids[2]})`, []]);
  expect(bench.call('undo', [])).toMatchObject({ restored: 1, left: 0, message: '1 row is back' });
  bench.book.settle();
  expect(whole()).toEqual(before);
  expect(bench.grid.view(4, 5).formula).toBe('=LEN(B4)&"!"');
  expect(bench.grid.view(4, 2).note).toBe('mine');
});

test('rows were inserted above meanwhile: the row comes back below the one that it followed', () => {
  bench.formula(4, 5, '=LEN(B4)&"!"');
  const [, second] = bench.call('togetherRows', [ref()]);
  bench.call('removeRow', [ref(), second!]);
  bench.grid.insertRows(2, 2);
  bench.call('undo', []);
  expect(tab().map(([id]) => id)).toEqual(['root_id', '', '', ...ids]);
  expect(bench.grid.view(6, 5).formula).toBe('=LEN(B6)&"!"');
});

test('a row that is not as it was shown is not removed', () => {
  const reference = ref();
  const [, second] = bench.call('togetherRows', [reference]);
  bench.grid.insertRows(2, 1);
  const before = tab();
  expect(bench.attempt('removeRow', [reference, second!])).toMatchObject({
    ok: false,
    error: { code: 'INPUT', message: expect.stringContaining('Look again') },
  });
  expect(tab()).toEqual(before);
});
