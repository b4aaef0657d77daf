/** What the sidebar is told of a run: what happens next, and what may be done with it. */
import { jobView, runMessage } from '../../../src/addon/jobs/job-view';
import { type Job, newJob } from '../../../src/addon/jobs/state';
import { fakeHost } from '../../support/fake-host';

const host = fakeHost();
const job = (more: Partial<Job>): Job => ({ ...newJob('current', 'x', 'banc', host), ...more });
const FINDINGS = { ids: 2, standing: 0, outOfDate: 1, kinds: { split: 1 } };

test.each<[Partial<Job>, string]>([
  [{ message: 'DOWN: 503', failedSteps: 1 }, 'CAVE is not answering; trying again by itself. DOWN: 503'],
  [
    { message: 'TIMEOUT: no answer', failedSteps: 7, state: 'waiting' },
    'CAVE is not answering; trying again by itself. TIMEOUT: no answer',
  ],
  [{ message: 'BUSY: wait 40 s', failedSteps: 2 }, 'BUSY: wait 40 s. Tried again by itself'],
  [{ message: 'BIG: smaller steps', failedSteps: 1 }, 'BIG: smaller steps'],
  [{ message: 'DOWN: 503', failedSteps: 5, state: 'failed' }, 'DOWN: 503'],
  [{ message: '3 waiting for a skeleton' }, '3 waiting for a skeleton'],
])('%j', (more, expected) => expect(runMessage(job(more))).toBe(expected));

test('a run that was undone found nothing, and has nothing to retry or undo', () => {
  const done = {
    state: 'done',
    touched: true,
    findings: FINDINGS,
    failures: { DOWN: { count: 1, example: '' } },
  };
  expect(jobView(job(done as Partial<Job>), host)).toMatchObject({
    canUndo: true,
    canRetry: true,
    findings: { headline: '1 of 2 ids were out of date' },
  });
  expect(jobView(job({ ...done, undone: true } as Partial<Job>), host)).toMatchObject({
    canUndo: false,
    canRetry: false,
    findings: null,
  });
});

test('when the next step comes', () => {
  const at = host.now() + 30_000;
  expect(jobView(job({ state: 'waiting', notBefore: at }), host).retryAt).toBe(new Date(at).toISOString());
  expect(jobView(job({ state: 'done', notBefore: at }), host).retryAt).toBe('');
});
