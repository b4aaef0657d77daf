/** Scheduled refreshes: whose they are, when they are due, and what is said of the last one. */
import { answerCall } from '../../../src/addon/calls';
import { saveJob } from '../../../src/addon/jobs/state';
import { hourly } from '../../../src/addon/schedules/hourly';
import { driveStep, noteResult, startSchedule } from '../../../src/addon/schedules/rounds';
import {
  addSchedule,
  changeSchedule,
  HOURLY_HANDLER,
  removeSchedule,
  schedules,
  takeOverSchedule,
} from '../../../src/addon/schedules/schedules';
import type { FakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver, planOf } from '../support';

const HOUR = 3_600_000;
const cave = testEnvironment();
const [ID] = cave.sandbox.truth
  .sampleCurrent(50)
  .filter((id) => cave.sandbox.truth.supervoxelCount(id) < 5000) as [string];

function sheetOf(): FakeHost {
  const host = hostOver(cave);
  fill(host, ['root_id'], [[ID]]);
  return host;
}

test.each([0, -1, 1.5, 169, Number.NaN])('every %p hours is refused, and leaves no trigger', (every) => {
  const host = sheetOf();
  expect(() => addSchedule(planOf(host), { kind: 'hours', hours: every }, 'none', host)).toThrow(
    'from 1 hour to 168 hours',
  );
  expect([schedules(host), [...host.handlers]]).toEqual([[], []]);
});

test('added, due, run, and not again before its time', () => {
  const host = sheetOf();
  const [added] = addSchedule(planOf(host, { replace: false }), { kind: 'hours', hours: 24 }, 'none', host);
  expect(added).toMatchObject({
    steps: [{ column: 'root_id', title: 'Bring ids up to date', sheet: 'Neurons' }],
    roundText: '',
    mine: true,
    paused: false,
    lastRun: '',
    problem: '',
    runs: [],
  });
  expect([...host.handlers]).toEqual([HOURLY_HANDLER]);
  hourly(host);
  expect(schedules(host)[0]).toMatchObject({
    problem: '',
    runs: [{ state: 'done', result: 'None of 1 id was newly out of date' }],
  });
  const { lastRun } = schedules(host)[0]!;
  cave.driver.sleep(HOUR);
  hourly(host);
  expect(schedules(host)[0]!.lastRun).toBe(lastRun);
  cave.driver.sleep(23 * HOUR);
  hourly(host);
  expect(schedules(host)[0]!.lastRun > lastRun).toBe(true);
});

test('a paused one does not run; a column that is gone says so', () => {
  const host = sheetOf();
  const { id } = addSchedule(planOf(host), { kind: 'hours', hours: 1 }, 'none', host)[0]!;
  changeSchedule(id, { paused: true }, host);
  hourly(host);
  expect(schedules(host)[0]).toMatchObject({ lastRun: '', nextRun: '' });
  changeSchedule(id, { paused: false }, host);
  host.tab.put(1, 1, [['renamed']]);
  hourly(host);
  expect(schedules(host)[0]!.problem).toBe('the column "root_id" is no longer in the tab Neurons');
});

test('only its owner changes or removes it, and the last one takes the trigger along', () => {
  const host = sheetOf();
  const { id } = addSchedule(planOf(host), { kind: 'hours', hours: 1 }, 'none', host)[0]!;
  host.who = 'ed@example.org';
  expect(() => changeSchedule(id, { paused: true }, host)).toThrow('Take it over to change it');
  expect(() => removeSchedule(id, host)).toThrow('Take it over to change it');
  hourly(host);
  expect(schedules(host)[0]).toMatchObject({ mine: false, lastRun: '' });
  host.who = schedules(host)[0]!.owner;
  expect(() => changeSchedule('x', {}, host)).toThrow('no longer there');
  expect(removeSchedule(id, host)).toEqual([]);
  expect([...host.handlers]).toEqual([]);
});

test('a cancelled refresh is noted once, also when its card is looked at again', () => {
  const host = sheetOf();
  const { id } = addSchedule(planOf(host), { kind: 'hours', hours: 1 }, 'none', host)[0]!;
  const job = startSchedule(id, host);
  expect(schedules(host)[0]!.runs).toEqual([]);
  for (let i = 0; i < 2; i++) answerCall('cancelJob', JSON.stringify([job.id]), host);
  expect(schedules(host)[0]!.runs).toMatchObject([
    { run: job.id, state: 'cancelled', result: 'cancelled: nothing was written' },
  ]);
});

test('taken over by another: it runs with that person’s trigger, and is theirs to change', () => {
  const host = sheetOf();
  const { id, owner } = addSchedule(planOf(host), { kind: 'hours', hours: 1 }, 'none', host)[0]!;
  host.who = 'ed@example.org';
  host.handlers.clear();
  expect(takeOverSchedule(id, host)[0]).toMatchObject({ mine: true, owner: 'ed@example.org' });
  expect([...host.handlers]).toEqual([HOURLY_HANDLER]);
  changeSchedule(id, { paused: true }, host);
  host.who = owner;
  expect(() => changeSchedule(id, { paused: false }, host)).toThrow('Take it over');
});

test('an hour of chosen days: refused where it is none, due in the sheet’s zone', () => {
  const host = sheetOf();
  const at = (hour: number, days: number[]) =>
    addSchedule(planOf(host), { kind: 'days', hour, days }, 'none', host);
  expect(() => at(24, [1])).toThrow('the hour of the day');
  expect(() => at(2, [])).toThrow('at least one day');
  const [added] = at(2, [0, 1, 2, 3, 4, 5, 6]);
  expect(added).toMatchObject({
    rhythm: { kind: 'days', hour: 2, days: [0, 1, 2, 3, 4, 5, 6] },
    zone: 'Etc/UTC',
    lastRun: '',
  });
  hourly(host);
  expect(schedules(host)[0]!.runs).toEqual([]);
  const due = Date.parse(added!.nextRun);
  expect(host.file.localTime(due).slice(11)).toBe('02:00:00');
  cave.driver.sleep(due - host.now() + 10 * 60_000);
  hourly(host);
  expect(schedules(host)[0]!.runs).toHaveLength(1);
  hourly(host);
  expect(schedules(host)[0]!.runs).toHaveLength(1);
});

test('a digest has a line a kind of change and the rows that need somebody; a quiet night sends none', () => {
  const host = sheetOf();
  const { truth } = cave.sandbox;
  const [close] = truth.findStale(1, (id) => truth.candidates(id)[0]!.share < 0.65);
  const [clear] = truth.findStale(1, (id) => truth.candidates(id)[0]!.share > 0.95);
  fill(host, ['root_id'], [[ID], [close!], [clear!]]);
  addSchedule(planOf(host), { kind: 'hours', hours: 1 }, 'digest', host);
  hourly(host);
  const [mail] = host.mails;
  expect(mail!.subject).toBe('Tracer Tools: 2 of 3 ids were out of date, Neurons');
  expect(mail!.body).toContain('- 1 row split without a clear successor');
  expect(mail!.body).toContain(`- ${close}: split, no clear successor (`);
  expect(mail!.body).not.toContain(clear);
  expect(mail!.body).toContain('To stop it');
  cave.driver.sleep(2 * HOUR);
  hourly(host);
  expect(host.mails).toHaveLength(1);
  expect(schedules(host)[0]!.runs).toHaveLength(2);
});

test('a run that fails is mailed once; that the mail cannot be sent is said without its secrets', () => {
  const host = sheetOf();
  addSchedule(planOf(host), { kind: 'hours', hours: 1 }, 'failures', host);
  host.kept.user.clear();
  for (let night = 0; night < 3; night++) {
    hourly(host);
    cave.driver.sleep(HOUR);
  }
  // It could not even start: said once.
  expect(host.mails).toMatchObject([
    { subject: 'Tracer Tools: Neurons, root_id, was not started', body: expect.stringMatching(/token/i) },
  ]);
  expect(schedules(host)[0]!.problem).toMatch(/token/i);
  const signedIn = sheetOf();
  const { id } = addSchedule(planOf(signedIn), { kind: 'hours', hours: 1 }, 'failures', signedIn)[0]!;
  const failing = (): void => {
    const job = startSchedule(id, signedIn);
    const failed = { ...job, state: 'failed' as const, failedSteps: 5, message: 'FAULT: 500' };
    saveJob(signedIn.documentStore, failed);
    for (let twice = 0; twice < 2; twice++) driveStep(job.id, signedIn);
  };
  failing();
  expect(signedIn.mails).toHaveLength(1);
  expect(signedIn.mails[0]!.subject).toBe('Tracer Tools: Bring ids up to date, Neurons, did not finish');
  signedIn.mail = () => {
    throw new RangeError('secret');
  };
  failing();
  expect(schedules(signedIn)[0]!.problem).toMatch(/^the mail was not sent: something broke \(RangeError\)/);
});

test('a run that waits for CAVE says that it is tried again by itself', () => {
  const host = sheetOf();
  const { id } = addSchedule(planOf(host), { kind: 'hours', hours: 1 }, 'failures', host)[0]!;
  const job = {
    ...startSchedule(id, host),
    state: 'waiting' as const,
    failedSteps: 5,
    message: 'DOWN: 503',
  };
  for (let hour = 0; hour < 3; hour++) noteResult(job, host);
  expect(host.mails).toMatchObject([{ body: expect.stringContaining('trying again by itself') }]);
  expect(schedules(host)[0]).toMatchObject({
    problem:
      'CAVE is not answering; trying again by itself. DOWN: 503 (every hour, while no sidebar is open)',
    runs: [],
  });
});
