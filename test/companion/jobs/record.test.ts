/** When the same question is a new job. */
import {
  type CompanionJob,
  isOver,
  newRecord,
  packRecord,
  unpackRecord,
} from '../../../src/companion/jobs/record';

const NOW = 10 * 3_600_000;
const record = (more: Partial<CompanionJob>): CompanionJob => ({
  ...newRecord({ id: 'a', person: 'p', tool: 'x', byGrant: false, created: NOW }),
  ...more,
});

test.each<[string, Partial<CompanionJob>, number, boolean]>([
  ['done, within the hour', { state: 'done', ended: NOW }, 3_600_000, false],
  ['done, after it', { state: 'done', ended: NOW }, 3_600_001, true],
  ['failed, not yet reported', { state: 'failed', ended: NOW }, 1e9, false],
  [
    'failed and reported, within a minute',
    { state: 'failed', ended: NOW, failureReported: true },
    60_000,
    false,
  ],
  ['failed and reported, after it', { state: 'failed', ended: NOW, failureReported: true }, 60_001, true],
  ['cancelled', { state: 'cancelled', ended: NOW }, 0, true],
  ['queued for two hours', {}, 7_200_000, false],
  ['queued for longer', {}, 7_200_001, true],
  ['running, its lease two hours old', { state: 'running', leaseUntil: NOW + 1 }, 7_200_001, false],
])('%s', (_name, more, later, over) => {
  expect(isOver(record(more), NOW + later)).toBe(over);
});

test('packed and unpacked it is the same; damage is a fault', () => {
  const failed = record({ state: 'failed', error: { code: 'BIG', message: 'too much', retryAfter: 3 } });
  expect(unpackRecord(packRecord(failed))).toEqual(failed);
  expect(() => unpackRecord(Buffer.from('[]'))).toThrow('the record of the job is damaged');
});
