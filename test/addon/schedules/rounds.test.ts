/** A round of a schedule with several steps: in order, once, through kills, with one mail. */
import { cancelJob } from '../../../src/addon/jobs/control';
import { jobs } from '../../../src/addon/jobs/state';
import { stepRun } from '../../../src/addon/recipes/run-recipes';
import { saveRecipe } from '../../../src/addon/recipes/store';
import { hourly } from '../../../src/addon/schedules/hourly';
import { driveStep, nextOfSchedule, startSchedule } from '../../../src/addon/schedules/rounds';
import { addSchedule, addStep, removeStep, schedules } from '../../../src/addon/schedules/schedules';
import type { FakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver, planOf } from '../support';

const HOUR = 3_600_000;
const cave = testEnvironment();
const { truth } = cave.sandbox;
const stale = truth.sampleStale(60).filter((id) => truth.candidates(id)[0]!.share > 0.8);
const [A, B] = stale as [string, string];

/** Ids of left and right neurons, each kept fresh into columns of its own. */
function twoColumns(): { host: FakeHost; id: string } {
  const host = hostOver(cave);
  fill(host, ['left', 'right'], [[A, B]]);
  const into = (name: string) => ({ targets: { current_id: name }, headers: ['current_id'] });
  const plan = planOf(host, into('left now'));
  const { id } = addSchedule(plan, { kind: 'hours', hours: 24 }, 'digest', host)[0]!;
  addStep(id, planOf(host, { column: 'B', ...into('right now') }), '', host);
  return { host, id };
}

const under = (host: FakeHost, header: string): unknown => {
  const [top, first] = host.tab.grid() as [unknown[], unknown[]];
  return first[top.indexOf(header)];
};

test('both columns are kept fresh in one round, with one mail and a line of history each', () => {
  const { host, id } = twoColumns();
  expect(schedules(host)[0]!.steps.map(({ column }) => column)).toEqual(['left', 'right']);
  hourly(host);
  expect(under(host, 'left now')).toBe(truth.candidates(A)[0]!.id);
  expect(under(host, 'right now')).toBe(truth.candidates(B)[0]!.id);
  expect(host.mails).toHaveLength(1);
  expect(host.mails[0]!.subject).toBe('Tracer Tools: 1 of 1 id was out of date, Neurons, and 1 more');
  for (const column of ['left', 'right']) expect(host.mails[0]!.body).toContain(`column ${column}`);
  expect(schedules(host)[0]!.runs.map(({ result }) => result.slice(0, 37))).toEqual([
    'Bring ids up to date, Neurons › right'.slice(0, 37),
    'Bring ids up to date, Neurons › left:'.slice(0, 37),
  ]);
  hourly(host);
  expect(jobs(host.documentStore).filter(({ schedule }) => schedule === id)).toHaveLength(2);
});

test('an execution that ends between two steps: the next hour goes on with the second', () => {
  const { host, id } = twoColumns();
  const job = startSchedule(id, host);
  let then = driveStep(job.id, host);
  while (then.id === job.id && then.state === 'running') then = driveStep(job.id, host);
  expect([then.scheduleStep, under(host, 'right now')]).toEqual([1, '']);
  // The first step looked at again starts nothing more.
  expect(driveStep(job.id, host).id).toBe(job.id);
  expect(nextOfSchedule(job, host)).toBeNull();
  hourly(host);
  expect(under(host, 'right now')).toBe(truth.candidates(B)[0]!.id);
  expect(host.mails).toHaveLength(1);
});

test('the execution ended before the second step began', () => {
  const { host, id } = twoColumns();
  const job = startSchedule(id, host);
  // The step that finished the job was the execution's last work.
  while (stepRun(job.id, host).state === 'running');
  cave.driver.sleep(HOUR);
  hourly(host);
  expect(under(host, 'right now')).toBe(truth.candidates(B)[0]!.id);
});

test('Cancel ends the round; a column that is gone is passed over and said', () => {
  const { host, id } = twoColumns();
  const job = cancelJob(startSchedule(id, host).id, host);
  expect(nextOfSchedule(job, host)).toBeNull();
  hourly(host);
  expect(under(host, 'right now')).toBeUndefined();
  const other = twoColumns();
  other.host.tab.put(1, 2, [['renamed']]);
  hourly(other.host);
  expect(under(other.host, 'left now')).toBe(truth.candidates(A)[0]!.id);
  expect(schedules(other.host)[0]!.problem).toMatch(
    /^step 2 was not started: the column "right" is no longer/,
  );
});

test('a recipe is a step; formulas are computed again at the end; a step is taken out', () => {
  const host = hostOver(cave);
  fill(host, ['root_id'], [[A]]);
  const [recipe] = saveRecipe(
    'both',
    [
      { kind: 'current', headers: ['current_id'] },
      { kind: 'details', headers: ['volume_um3'] },
    ],
    host,
  );
  host.tab.put(5, 1, [['=TT_IS_CURRENT(A2)']]);
  const before = host.counts.of('setValues');
  const plan = planOf(host, { lastRow: 2 });
  const options = { recipe: recipe!.id, refreshes: true };
  const [added] = addSchedule(plan, { kind: 'hours', hours: 1 }, 'none', host, options);
  expect(added).toMatchObject({ refreshes: true, steps: [{ title: 'Recipe “both”', headers: [] }] });
  hourly(host);
  expect(under(host, 'current_id')).toBe(truth.candidates(A)[0]!.id);
  expect(Number(under(host, 'volume_um3'))).toBeGreaterThan(0);
  expect(schedules(host)[0]!.runs).toHaveLength(2);
  expect(host.tab.formulas(5, 1, 1, 1)).toEqual([['=TT_IS_CURRENT(A2)']]);
  expect(host.counts.of('setValues')).toBeGreaterThan(before + 2);
  addStep(added!.id, plan, '', host);
  expect(removeStep(added!.id, 0, host)[0]!.steps).toMatchObject([{ title: 'Bring ids up to date' }]);
  expect(removeStep(added!.id, 0, host)).toEqual([]);
});
