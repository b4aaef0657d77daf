/** Google's daily quota of requests is used up in a step: its answers are failures of Google's, and none is written. */
import { startJob } from '../../../src/addon/jobs/plan';
import { stepJob } from '../../../src/addon/jobs/step';
import { testEnvironment } from '../../support/sandbox-driver';
import { drive, fill, hostOver, planOf } from '../support';

const cave = testEnvironment();
const ids = cave.sandbox.truth.findCurrent(3, (id) => cave.sandbox.truth.supervoxelCount(id) < 5000);

test('the step writes nothing though its requests were answered, and the run waits at once', () => {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note', 'current_id'],
    ids.map((id, i) => [id, `note ${i}`, `old ${i}`]),
  );
  const { id } = startJob(planOf(host, { headers: ['current_id'] }), host);
  host.spent = true;
  const job = stepJob(id, host);
  expect(job).toMatchObject({
    state: 'waiting',
    done: 0,
    failures: {},
    message: expect.stringContaining('daily quota (web requests)'),
  });
  expect(job.notBefore).toBeGreaterThan(host.now());
  expect(host.tab.column('C')).toEqual(['current_id', 'old 0', 'old 1', 'old 2']);
  host.spent = false;
  host.advance(3_600_000);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: 3 });
  expect(host.tab.column('C')).toEqual(['current_id', ...ids]);
});
