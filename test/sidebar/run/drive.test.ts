import { driveJob, type JobDriver } from '../../../sidebar/run/drive';
import { CallFailure } from '../../../sidebar/server';
import type { JobView } from '../../../src/addon/interfaces/api';
import { jobView } from '../job-view';

function driving(steps: (JobView | Error)[], change: Partial<JobDriver> = {}) {
  const shown: string[] = [];
  const waits: number[] = [];
  let requestCount = 0;
  const by: JobDriver = {
    step: async () => {
      requestCount += 1;
      const next = steps.shift();
      if (next === undefined) throw new Error('asked once too often');
      if (next instanceof Error) throw next;
      return next;
    },
    resume: async () => {
      throw new Error('not to be resumed');
    },
    broke: () => undefined,
    show: (job) => void shown.push(`${job.state} ${job.done}`),
    stopped: () => false,
    wait: async (ms) => void waits.push(ms),
    now: () => Date.parse('2026-06-01T12:00:00Z'),
    ...change,
  };
  return { by, shown, waits, asked: () => requestCount };
}

test('steps until the job is done and shows each view', async () => {
  const { by, shown } = driving([jobView({ done: 200 }), jobView({ done: 412, state: 'done' })]);
  expect((await driveJob(jobView(), by)).state).toBe('done');
  expect(shown).toEqual(['running 0', 'running 200', 'done 412']);
});

test('a job that is done at once asks for no step', async () => {
  const { by, asked } = driving([]);
  await driveJob(jobView({ state: 'done' }), by);
  expect(asked()).toBe(0);
});

const stoppedCall = () =>
  new CallFailure({ code: 'DOWN', message: 'The add-on did not finish: killed', transient: true });

test('a step that was killed is gone on with by itself, after growing pauses', async () => {
  const broken: string[] = [];
  const { by, shown, waits } = driving(
    [
      jobView({ done: 60 }),
      stoppedCall(),
      stoppedCall(),
      jobView({ done: 90 }),
      stoppedCall(),
      jobView({ state: 'done' }),
    ],
    {
      resume: async () => jobView({ done: 60 }),
      broke: ({ message }) => void broken.push(message),
    },
  );
  await driveJob(jobView(), by);
  expect(waits).toEqual([2000, 4000, 2000]);
  expect(broken).toHaveLength(3);
  expect(shown[shown.length - 1]).toBe('done 0');
});

test('that fails again and again somebody has to look at; a refusal at once', async () => {
  const always = driving(Array.from({ length: 9 }, stoppedCall), { resume: async () => jobView() });
  await expect(driveJob(jobView(), always.by)).rejects.toThrow('did not finish');
  expect(always.asked()).toBe(6);
  const refused = driving([new CallFailure({ code: 'TOKEN', message: 'no token', transient: false })]);
  await expect(driveJob(jobView(), refused.by)).rejects.toThrow('no token');
  expect(refused.waits).toEqual([]);
});

test('a failed step rejects, and the last view was shown', async () => {
  const { by, shown } = driving([jobView({ done: 60 }), new Error('killed')]);
  await expect(driveJob(jobView(), by)).rejects.toThrow('killed');
  expect(shown).toEqual(['running 0', 'running 60']);
});

test('waits until the time that the job names', async () => {
  const { by, waits } = driving([jobView({ state: 'done' })]);
  await driveJob(jobView({ state: 'waiting', retryAt: '2026-06-01T12:00:15Z' }), by);
  expect(waits).toEqual([15_000]);
});

test('waits for another worker until its lease ends, at least 2 s and at most 30 s', async () => {
  const waiting = (leasedUntil: string) => jobView({ state: 'waiting', leasedUntil });
  const { by, waits } = driving([
    waiting('2026-06-01T12:00:05Z'),
    waiting('2026-06-01T13:00:00Z'),
    jobView({ state: 'done' }),
  ]);
  await driveJob(waiting(''), by);
  expect(waits).toEqual([2000, 5000, 30000]);
});

test('after Cancel a late answer is not shown any more', async () => {
  let stop = false;
  const { by, shown } = driving([], {
    step: async () => {
      stop = true;
      return jobView({ done: 99 });
    },
    stopped: () => stop,
  });
  expect((await driveJob(jobView({ done: 40 }), by)).done).toBe(40);
  expect(shown).toEqual(['running 40']);
});

test('Cancel while waiting asks for no further step', async () => {
  let stop = false;
  const { by, asked } = driving([jobView()], {
    wait: async () => {
      stop = true;
    },
    stopped: () => stop,
  });
  await driveJob(jobView({ state: 'waiting' }), by);
  expect(asked()).toBe(0);
});
