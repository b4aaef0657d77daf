/** A job's record and its end: the jobs of a spreadsheet, what the sidebar is told, the log's line and the mail. */
import { endJob } from '../../../src/addon/jobs/end-job';
import { jobChoices } from '../../../src/addon/jobs/job-choices';
import { jobView } from '../../../src/addon/jobs/job-view';
import { keyKindOf, specOf, wantedHeaders } from '../../../src/addon/jobs/kinds';
import {
  addJob,
  isUnfinished,
  type Job,
  jobs,
  latestJob,
  newJob,
  readJob,
  requireRoom,
} from '../../../src/addon/jobs/state';
import { LOG_TAB } from '../../../src/addon/sheet/record/run-log';
import { fakeHost, ME, START } from '../../support/fake-host';

const make = (more: Partial<Job> = {}) => {
  const host = fakeHost();
  const job: Job = {
    ...newJob('current', 'Bring ids up to date', 'banc', host),
    sheet: 'Neurons',
    ...more,
  };
  return { host, job };
};

test('newest first; every unfinished job stays on record, and the last eight that ended', () => {
  const { host, job } = make();
  expect([job.id, job.startedBy, job.startedAt, job.number]).toEqual(['2026-06-20-00000001', ME, START, 1]);
  expect(latestJob(host.documentStore)).toBeNull();
  addJob(host.documentStore, job);
  const ids = Array.from({ length: 12 }, () => {
    const next = { ...newJob('current', 'x', 'banc', host), state: 'done' as const };
    addJob(host.documentStore, next);
    return next.id;
  });
  expect(latestJob(host.documentStore)!.id).toBe(ids[11]);
  expect(jobs(host.documentStore).map(({ id }) => id)).toEqual([...ids.slice(4).reverse(), job.id]);
  expect(() => readJob(host.documentStore, ids[0]!)).toThrow('this run is no longer known here');
});

test('a record of an older version is passed over', () => {
  const { host } = make();
  host.kept.document.set('job-latest', 'x');
  host.kept.document.set('job-x', JSON.stringify({ id: 'x', state: 'done' }));
  expect(jobs(host.documentStore)).toEqual([]);
});

test('a job whose texts do not fit a property is refused in words, before it is on record', () => {
  const { job } = make({ options: { mesh: 'ä'.repeat(3000) } });
  expect(() => requireRoom(job)).toThrow('too long to be kept');
  expect(() => requireRoom({ ...job, options: {} })).not.toThrow();
});

test.each<[Partial<Job>, Record<string, unknown>]>([
  [{}, { canUndo: false, canRetry: false, perSecond: 0, leasedUntil: '' }],
  [
    { done: 25, workedMs: 10_000 },
    { canUndo: false, perSecond: 2.5 },
  ],
  [
    { state: 'done', done: 1, touched: true },
    { canUndo: true, canRetry: false },
  ],
  [{ state: 'done', done: 1 }, { canUndo: false }],
  [{ state: 'cancelled', done: 0, touched: true }, { canUndo: true }],
  [{ state: 'done', touched: true, undone: true }, { canUndo: false }],
  [{ state: 'done', done: 1, failures: { BUSY: { count: 2, example: 'x' } } }, { canRetry: true }],
  [{ state: 'done', done: 1, failures: { ROUNDED: { count: 2, example: 'x' } } }, { canRetry: false }],
  [{ state: 'waiting', done: 1, failures: { BUSY: { count: 2, example: 'x' } } }, { canRetry: false }],
  [
    { state: 'done', touched: true, tab: { formula: 'TT_TABLE', args: '{}', cursor: null, ended: true } },
    { canUndo: false },
  ],
  [{ lease: { holder: 'x', until: START + 1000 } }, { leasedUntil: '2026-06-20T12:00:01.000Z' }],
  [{ lease: { holder: 'x', until: START } }, { leasedUntil: '' }],
])('a job with %j is shown with %j', (more, shown) => {
  const { host, job } = make(more);
  expect(jobView(job, host)).toMatchObject(shown);
});

test.each([
  ['running', true],
  ['waiting', true],
  ['done', false],
  ['failed', false],
  ['cancelled', false],
] as const)('%s is open: %p', (state, open) => {
  expect(isUnfinished(make({ state }).job)).toBe(open);
});

test.each([
  ['done', 'finished'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['waiting', 'waiting'],
] as const)('the end %s is logged as %s', (state, line) => {
  const { host, job } = make({ message: 'DOWN: x', done: 3, total: 9, changed: 2, requests: 5 });
  job.failures = { BUSY: { count: 2, example: '' }, DOWN: { count: 1, example: '' } };
  endJob(host, job, state);
  expect(host.tabNamed(LOG_TAB).grid()[1]!.slice(5)).toEqual([line, ME, 3, 2, 3, 'DOWN: x · 5 requests', '']);
});

test('kinds: each offers details, some at first, in their own order whatever was asked', () => {
  for (const choice of jobChoices()) {
    const headers = choice.details.map(({ header }) => header);
    expect(new Set(headers).size).toBe(headers.length);
    expect(choice.details.some(({ selectedByDefault: initially }) => initially)).toBe(true);
    expect(wantedHeaders(choice.kind, [...headers].reverse().concat('constructor'))).toEqual(headers);
  }
  expect(jobChoices().map(({ kind }) => kind)).toEqual([
    ...['details', 'current', 'exact', 'settle_splits', 'anchors', 'links', 'doctor', 'triage', 'hits'],
    ...['contributors', 'partners', 'pictures'],
  ]);
});

test.each(['', 'constructor', 'get_seg_details', 'tab'])('%p is no column job', (kind) => {
  expect(() => specOf(kind)).toThrow(/^(there is no job|TT_DETAILS does not work as a job over a column)/);
});

test('rows of segments are known by their ids and anchors, also where the job fills the anchors itself', () => {
  expect(keyKindOf('anchors')).toBe('pieces');
  expect(keyKindOf('current')).toBe('pieces');
  expect(keyKindOf('doctor')).toBe(specOf('doctor').keys);
});
