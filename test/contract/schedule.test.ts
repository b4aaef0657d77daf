/** Scheduled refreshes: due, run, marked, logged, paused, and gone on with after a kill. */
import { Kill } from '@tracer-tools/apps-script';
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { EDITOR, OWNER, type Workbench, workbench } from '../../workbench/addon/workbench';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function scheduled(ids: string[], everyHours = 24): Workbench {
  const bench = workbench();
  fillTab(bench, ids);
  bench.call('addSchedule', [
    plan(bench, { kind: 'current', headers: ['current_id', 'share'] }),
    { kind: 'hours', hours: everyHours },
    'failures',
  ]);
  return bench;
}

const log = (bench: Workbench) => {
  const tab = bench.book.grid('TT log')!;
  return tab.shown({ row: 2, column: 1, rows: Math.max(1, tab.lastRow() - 1), columns: 11 });
};

test('one hourly trigger runs what is due, and leaves a started and a finished line', () => {
  const ids = workbench().cave.truth.sampleStale(5);
  const bench = scheduled(ids);
  bench.call('addSchedule', [plan(bench, { headers: ['volume_um3'] }), { kind: 'hours', hours: 48 }, 'none']);
  expect(bench.host.triggers.list(OWNER)).toHaveLength(1);
  bench.host.triggers.advance(HOUR);
  expect(log(bench).map((line) => [line[3], line[5]])).toEqual([
    ['Add segment details', 'finished'],
    ['Add segment details', 'started'],
    ['Bring ids up to date', 'finished'],
    ['Bring ids up to date', 'started'],
  ]);
  bench.host.triggers.advance(3 * HOUR);
  expect(log(bench)).toHaveLength(4);
  bench.host.triggers.advance(DAY);
  expect(log(bench)).toHaveLength(6);
  const [first] = bench.call('boot', []).schedules;
  expect(first).toMatchObject({
    owner: OWNER,
    mine: true,
    runs: [{ result: expect.stringMatching(/^None of 5 ids was newly out of date/) }, {}],
  });
});

test('what an edit changed is marked with a note and a colour, and its old value kept', () => {
  const bench = workbench();
  const { truth } = bench.cave;
  const [id] = truth.findCurrent(1, (root) => truth.supervoxelCount(root) > 2000);
  fillTab(bench, [id!, ...bench.cave.truth.sampleStale(2)]);
  bench.call('addSchedule', [
    plan(bench, { kind: 'current', headers: ['current_id'] }),
    { kind: 'hours', hours: 24 },
    'none',
  ]);
  bench.host.triggers.advance(HOUR);
  expect(bench.grid.view(2, 3)).toMatchObject({ value: id, note: '' });
  const edit = bench.cave.edit({ root: id!, kind: 'split', share: 0.9 });
  bench.host.triggers.advance(DAY + HOUR);
  const changed = bench.grid.view(2, 3);
  expect(edit.after).toContain(changed.value);
  expect(changed.value).toBe(bench.cave.truth.candidates(id!)[0]!.id);
  expect(changed.note).toMatch(/^Changed by Tracer Tools on .*TT changes/);
  expect(changed.background).not.toBe('');
  expect(bench.grid.view(3, 3).note).toBe('');
  const lines = bench.book.grid('TT changes')!;
  const after = lines.shown({ row: 1, column: 1, rows: lines.lastRow(), columns: 8 });
  expect(after.some((line) => line[6]!.includes(id!) && line[7]!.includes(String(changed.value)))).toBe(true);
  const report = bench.book.grid('TT report')!;
  // Newest run first; below it the ids that were out of date when the column was first asked about.
  expect(report.shown({ row: 1, column: 2, rows: 2, columns: 11 })).toEqual([
    ['what', 'row', 'id', 'old_current_id', 'new_current_id', 'before_after', 'share', 'note'].concat([
      'tab',
      'column',
      'seen',
    ]),
    [
      'split',
      'row 2',
      id,
      id,
      changed.value,
      'before red, after cyan',
      '',
      expect.stringMatching(/^1 split, the last on \d{4}-\d\d-\d\d by \S/),
      bench.grid.name,
      'root_id',
      '',
    ],
  ]);
  expect(report.lastRow()).toBe(4);
  // The mark stays until somebody marks the change as seen.
  bench.host.triggers.advance(DAY + HOUR);
  expect(bench.grid.view(2, 3).note).not.toBe('');
  bench.call('markSeen', [bench.call('changes', []).until]);
  expect(bench.grid.view(2, 3).note).toBe('');
});

test('a killed run is gone on with at the next hour', () => {
  const ids = workbench().cave.truth.sampleStale(30);
  const bench = scheduled(ids);
  let fetches = 0;
  bench.host.hooks.beforeCall = (_service, method) => {
    if (method === 'fetchAll' && ++fetches === 3) throw new Kill('power loss');
  };
  bench.host.triggers.advance(HOUR);
  bench.host.hooks.beforeCall = undefined;
  expect(bench.call('job', [])).toMatchObject({ state: 'running' });
  bench.host.triggers.advance(HOUR);
  expect(bench.call('job', [])).toMatchObject({ state: 'done', done: 30 });
  expect(log(bench).filter((line) => line[5] === 'finished')).toHaveLength(1);
});

test('paused, changed and removed by its owner alone; the trigger goes with the last', () => {
  const bench = scheduled(workbench().cave.truth.sampleStale(2), 1);
  const { id } = bench.call('boot', []).schedules[0]!;
  expect(bench.attempt('removeSchedule', [id], EDITOR)).toMatchObject({
    ok: false,
    error: { code: 'PERMISSION' },
  });
  bench.call('changeSchedule', [id, { paused: true }]);
  bench.host.triggers.advance(5 * HOUR);
  expect(bench.book.grid('TT log')).toBeNull();
  bench.call('changeSchedule', [id, { paused: false }]);
  bench.host.triggers.advance(HOUR);
  expect(log(bench).length).toBeGreaterThanOrEqual(2);
  expect(bench.call('removeSchedule', [id])).toEqual([]);
  expect(bench.host.triggers.list(OWNER)).toEqual([]);
});

test('a refresh that fails tells its owner by mail, without a token in it', () => {
  const bench = scheduled(workbench().cave.truth.sampleStale(2));
  bench.cave.setFaults({ rate: 1, kinds: ['503'] });
  bench.host.triggers.advance(HOUR);
  const { mails } = bench.host.world;
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ to: OWNER, subject: expect.stringMatching(/Bring ids up to date/) });
  expect(mails[0]!.body).not.toContain(bench.cave.token);
});

test('a run by hand and a schedule do not run at once', () => {
  const bench = scheduled(workbench().cave.truth.sampleStale(20), 1);
  const started = bench.call('startJob', [plan(bench)]);
  bench.host.hooks.beforeCall = (_service, method) => {
    if (method === 'fetchAll') throw new Kill('closed laptop');
  };
  bench.attempt('stepJob', [started.id]);
  bench.host.hooks.beforeCall = undefined;
  const again = bench.attempt('startJob', [plan(bench)]);
  expect(again).toMatchObject({ ok: false, error: { code: 'BUSY' } });
  bench.call('resumeJob', [started.id]);
  expect(drive(bench, started.id)).toMatchObject({ state: 'done' });
});
