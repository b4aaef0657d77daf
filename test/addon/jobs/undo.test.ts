/** Undo: gives back what a run replaced, as often as it is asked. */
import { jobView } from '../../../src/addon/jobs/job-view';
import { jobs, saveJob } from '../../../src/addon/jobs/state';
import { undoRun } from '../../../src/addon/jobs/undo';
import { CHANGES_TAB, LINES_KEPT } from '../../../src/addon/sheet/record/write-record';
import type { FakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver, runJob } from '../support';

const cave = testEnvironment();
const small = (id: string) => cave.sandbox.truth.supervoxelCount(id) < 5000;
const [A, B, C] = cave.sandbox.truth.findCurrent(3, small) as [string, string, string];

function ran(): FakeHost {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note', 'current_id'],
    [A, B, C].map((id, i) => [id, `note ${i}`, `old ${i}`]),
  );
  runJob(host, { headers: ['current_id'] });
  return host;
}
const OLD = ['current_id', 'old 0', 'old 1', 'old 2'];

test('what was there, once; what somebody changed since is left and counted; then again without effect', () => {
  const host = ran();
  host.tab.put(3, 3, [['mine']]);
  expect(undoRun(host)).toEqual({
    message: expect.stringMatching(/^2 cells are as they were .*; 1 were changed since/),
    restored: 2,
    left: 1,
  });
  expect(host.tab.column('C')).toEqual(['current_id', 'old 0', 'mine', 'old 2']);
  const [job] = jobs(host.documentStore);
  expect([job!.undone, job!.undoing]).toEqual([true, false]);
  expect(() => undoRun(host)).toThrow('there is no run to undo');
  expect(undoRun(host, job!.id)).toMatchObject({ restored: 0, left: 1 });
});

test('a run whose record made room for later ones has no Undo, and says why; the later one has', () => {
  const host = ran();
  const [first] = jobs(host.documentStore);
  const record = host.tabNamed(CHANGES_TAB);
  const others = Array.from({ length: LINES_KEPT }, () => ['another run']);
  record.put(record.grid().length + 1, 1, others);
  runJob(host, { headers: ['current_id', 'share'] });
  const views = jobs(host.documentStore).map((job) => jobView(job, host));
  expect(views.map(({ id, canUndo }) => [id === first!.id, canUndo])).toEqual([
    [false, true],
    [true, false],
  ]);
  expect(() => undoRun(host, first!.id)).toThrow(
    /^what "Bring ids up to date" of 2026.* replaced is no longer on record: .* keeps 40,000 lines\. File › Version history/,
  );
  undoRun(host);
  expect(() => undoRun(host)).toThrow(/no longer on record/);
  expect(host.tab.column('C')[1]).toBe(A);
});

test('a killed Undo goes on where it stopped', () => {
  const host = ran();
  let writes = 0;
  host.world.beforeCall = (method) => {
    if (method === 'flush' || method !== 'data' || writes++ < 6) return;
    throw new Error('power loss');
  };
  expect(() => undoRun(host)).toThrow('power loss');
  host.world.beforeCall = null;
  undoRun(host);
  expect(host.tab.column('C')).toEqual(OLD);
});

test('values that a killed Undo put on other rows are set right', () => {
  const host = ran();
  const [job] = jobs(host.documentStore);
  saveJob(host.documentStore, { ...job!, undoing: true });
  host.tab.put(2, 3, [['old 1'], ['old 2'], ['']]);
  undoRun(host);
  expect(host.tab.column('C')).toEqual(OLD);
});

test('somebody who changes the tab all the time: it says how many wait, and stays open', () => {
  const host = ran();
  let busy = true;
  host.world.beforeCall = (method, tab) => {
    // The cell is cleared and filled between the look and the write.
    if (busy && method === 'data' && tab === host.tab)
      host.tab.put(2, 3, [[host.tab.grid()[1]![2] === A ? `${A} ` : A]]);
  };
  expect(() => undoRun(host)).toThrow('is being changed all the time');
  busy = false;
  undoRun(host);
  expect(host.tab.column('C').slice(2)).toEqual(OLD.slice(2));
});

test('a run that only filled a tab of its own', () => {
  const host = ran();
  const [job] = jobs(host.documentStore);
  saveJob(host.documentStore, {
    ...job!,
    tab: { formula: 'TT_TABLE', args: '{}', cursor: null, ended: true },
  });
  expect(() => undoRun(host)).toThrow('delete the tab');
});

test('in parts: each row once, from where a killed part stopped, also after a sort', () => {
  for (const most of [1, 2]) {
    const host = ran();
    const [job] = jobs(host.documentStore);
    let writes = 0;
    host.world.beforeCall = (method) => {
      if (method === 'setValues' && ++writes === 9) throw new Error('power loss');
    };
    try {
      undoRun(host, job!.id, most);
    } catch (error) {
      expect(String(error)).toContain('power loss');
    }
    host.world.beforeCall = null;
    host.tab.cells.push(host.tab.cells.splice(1, 1)[0]!);
    const { message } = undoRun(host, job!.id, most);
    expect(message).toMatch(/^[0-3] cells are as they were/);
    expect(host.tab.column('C')).toEqual(['current_id', 'old 1', 'old 2', 'old 0']);
    expect(jobs(host.documentStore)[0]).toMatchObject({ undone: true, undoing: false });
  }
});

test('a part that ends after the time of an execution: it says how many cells wait, and Undo goes on', () => {
  const host = ran();
  const [job] = jobs(host.documentStore);
  host.world.beforeCall = (method) => {
    if (method === 'setValues') host.http.sleep(150_000);
  };
  const first = undoRun(host, job!.id, 1);
  expect(first.message).toMatch(
    /^[12] cells are .*; [12] are not yet, because the time was over: press Undo again$/,
  );
  expect(jobs(host.documentStore)[0]).toMatchObject({ undone: false, undoing: false });
  host.world.beforeCall = null;
  const { restored } = undoRun(host, job!.id, 1);
  expect(first.restored + restored).toBe(3);
  expect(host.tab.column('C')).toEqual(OLD);
  expect(jobs(host.documentStore)[0]).toMatchObject({ undone: true });
});
