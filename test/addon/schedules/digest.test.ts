/** Which rounds are mailed, for each choice of mail, and what a mail about a failure says. */
import type { ScheduleMail } from '../../../src/addon/interfaces/schedule-views';
import { type Job, jobs } from '../../../src/addon/jobs/state';
import { mailNotStarted, mailRound } from '../../../src/addon/schedules/digest';
import { hourly } from '../../../src/addon/schedules/hourly';
import { addSchedule } from '../../../src/addon/schedules/schedules';
import { readSchedules, type Schedule } from '../../../src/addon/schedules/store';
import type { FakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver, planOf } from '../support';

const cave = testEnvironment();
const { truth } = cave.sandbox;
const stale = truth.sampleStale(40).find((id) => truth.candidates(id)[0]!.share > 0.8)!;
const current = truth.sampleCurrent(1)[0]!;

/** A schedule after its first round over one id. */
function afterRound(mail: ScheduleMail, id: string): { host: FakeHost; schedule: Schedule; job: Job } {
  const host = hostOver(cave);
  fill(host, ['root_id'], [[id]]);
  addSchedule(planOf(host, { headers: ['current_id'] }), { kind: 'hours', hours: 24 }, mail, host);
  hourly(host);
  const [job] = jobs(host.documentStore);
  return { host, schedule: readSchedules(host)[0]!, job: job! };
}

test.each([
  ['digest', 1, 0, 1],
  ['failures', 0, 0, 1],
  ['none', 0, 0, 0],
] as const)(
  '%s: %i mails of a round with a change, %i of one without, %i of a failure',
  (mail, ofChange, ofNothing, ofFailure) => {
    const { host, schedule, job } = afterRound(mail, stale);
    expect(job.state).toBe('done');
    expect(host.mails).toHaveLength(ofChange);
    expect(afterRound(mail, current).host.mails).toHaveLength(ofNothing);
    host.mails.length = 0;
    mailRound(host, schedule, [{ ...job, state: 'failed' }]);
    expect(host.mails).toHaveLength(ofFailure);
    host.mails.length = 0;
    mailNotStarted(host, schedule.id, 'there is no token');
    expect(host.mails).toHaveLength(ofFailure);
  },
);

test('a mail goes to the schedule’s owner, says what did not finish, and how to stop it', () => {
  const { host, schedule, job } = afterRound('failures', stale);
  mailRound(host, schedule, [job, { ...job, state: 'failed' }]);
  const [mail] = host.mails;
  expect(mail!.to).toBe(schedule.owner);
  expect(mail!.subject).toBe('Tracer Tools: Bring ids up to date, Neurons, did not finish, and 1 more');
  expect(mail!.body).toContain('column root_id');
  expect(mail!.body).toContain(`#gid=${host.tab.id}`);
  expect(mail!.body).toMatch(/To stop it: Tracer Tools › Schedule › Mail\.$/);
});

test('a mail that Google refuses does not fail the run; the schedule says so', () => {
  const { host, schedule, job } = afterRound('digest', stale);
  host.mail = () => {
    throw new Error('Service invoked too many times for one day: email.');
  };
  expect(() => mailRound(host, schedule, [job])).not.toThrow();
  expect(readSchedules(host)[0]!.problem).toMatch(/^the mail was not sent: /);
});
