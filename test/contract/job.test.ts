/** The main job of the built bundle: a column of ids becomes current ids with their details. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { workbench } from '../../workbench/addon/workbench';

const STALE = ['720575941473274509', '720575941524660200', '720575941565377335'];

test('current ids and shares beside the ids, the other columns untouched', () => {
  const bench = workbench();
  fillTab(bench, [STALE[0]!, '', STALE[1]!, '720575941441350235', 'abc']);
  const preview = bench.call('preview', [plan(bench)]);
  expect(preview).toMatchObject({ writes: 'C–D', rows: 4, replaced: { count: 0 } });
  expect(preview.selection).toMatchObject({ ids: 3, blank: 1, damaged: [{ a1: 'A6', shown: 'abc' }] });
  const job = drive(bench, bench.call('startJob', [plan(bench)]).id);
  expect(job).toMatchObject({ state: 'done', done: 4, total: 4, failures: [{ code: 'ID', count: 1 }] });
  expect(bench.shown(1, 1, 6, 4)).toEqual([
    ['root_id', 'notes', 'current_id', 'share'],
    [STALE[0], 'note 0', '720575941441350235', expect.stringMatching(/^≈?0\.97/)],
    ['', 'note 1', '', ''],
    [STALE[1], 'note 2', '720575941519923628', expect.stringMatching(/^≈?0\.88/)],
    ['720575941441350235', 'note 3', '720575941441350235', '1'],
    ['abc', 'note 4', '#TT ID: "abc" is not a segment id', ''],
  ]);
});

test('undo gives back what was there, and leaves alone what was changed since', () => {
  const bench = workbench();
  fillTab(bench, [STALE[0]!, STALE[1]!]);
  bench.put(1, 3, [['current_id']]);
  bench.put(2, 3, [['mine'], ['=1+1']]);
  const job = drive(bench, bench.call('startJob', [plan(bench)]).id);
  expect(job.state).toBe('done');
  expect(bench.shown(2, 3, 1, 1)).toEqual([['720575941441350235']]);
  expect(bench.grid.formulas({ row: 3, column: 3, rows: 1, columns: 1 })).toEqual([['=1+1']]);
  bench.put(3, 4, [['typed over']]);
  const undone = bench.call('undo', []);
  expect(undone).toMatchObject({ restored: 2, left: 1 });
  expect(bench.shown(2, 3, 2, 2)).toEqual([
    ['mine', ''],
    ['2', 'typed over'],
  ]);
});
