import {
  endLine,
  failureCount,
  failuresLine,
  isJobOpen,
  leftLine,
  percent,
  progressLine,
  reason,
} from '../../sidebar/job-text';
import { jobView } from './job-view';

const failures = [
  { code: 'UNKNOWN', count: 2, example: '' },
  { code: 'TIMEOUT', count: 1, example: '' },
];

test('progress carries its units, and no pace while it stands', () => {
  const job = jobView({ done: 231, perSecond: 9.05 });
  expect(progressLine(job)).toBe('231 of 412 ids · 9.1/s · 20 s left');
  expect(progressLine(job, false)).toBe('231 of 412 ids');
  expect(progressLine(jobView({ done: 412, perSecond: 9 }))).toBe('412 of 412 ids · 9.0/s');
});

test('failures are told by reason, unknown codes by themselves', () => {
  expect(failuresLine(jobView({ failures }))).toBe('2 unknown · 1 timed out');
  expect(failureCount(jobView({ failures }))).toBe(3);
  expect(reason('SHORT')).toBe('short');
});

test('a failed row is not counted as done', () => {
  expect(endLine(jobView({ state: 'done', done: 412, failures, changed: 12 }))).toBe(
    'Done 409 · 2 unknown · 1 timed out · 12 values changed',
  );
});

test('the end says what did not happen', () => {
  expect(endLine(jobView({ state: 'cancelled', done: 60 }))).toBe('Cancelled at 60 of 412 ids');
  expect(endLine(jobView({ state: 'failed', done: 7, skipped: 3 }))).toBe(
    'Stopped at 7 of 412 ids · 3 skipped',
  );
  expect(endLine(jobView({ state: 'done', done: 1 }))).toBe('Done 1');
});

test('per cent never shows 100 before the end, nor divides by nothing', () => {
  expect(percent(jobView({ done: 411, total: 412 }))).toBe(99);
  expect(percent(jobView({ done: 0, total: 0 }))).toBe(0);
});

test.each(['running', 'waiting'] as const)('%s is open', (state) =>
  expect(isJobOpen(jobView({ state }))).toBe(true),
);
test.each(['done', 'failed', 'cancelled'] as const)('%s is not open', (state) =>
  expect(isJobOpen(jobView({ state }))).toBe(false),
);

test('a job that fills a tab counts rows, also while their number is not known', () => {
  expect(progressLine(jobView({ kind: 'tab', done: 1500, total: 4246 }))).toBe('1,500 of 4,246 rows');
  expect(progressLine(jobView({ kind: 'tab', done: 1500, total: 0, perSecond: 300 }))).toBe(
    '1,500 rows · 300/s',
  );
  expect(endLine(jobView({ kind: 'tab', state: 'cancelled', done: 1, total: 0 }))).toBe('Cancelled at 1 row');
});

test('cells left alone are told with their reasons', () => {
  expect(leftLine(jobView({}))).toBe('');
  const leftBy = [
    { reason: 'formula', count: 2 },
    { reason: 'merged', count: 1 },
  ];
  expect(leftLine(jobView({ left: 3, leftBy }))).toBe('3 cells left alone: 2 a formula, 1 merged');
});
