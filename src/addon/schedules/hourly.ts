/**
 * Running schedules. Google allows an add-on one hourly trigger a user and document: it looks up what is due and works
 * inside a time budget.
 */
import { asTtError, TtError } from '../../core/errors';
import { updateFormulaGrant } from '../access/companion-access';
import { summaryLine } from '../changes/words';
import type { JobPlan } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { isLeased } from '../jobs/lease';
import { startJob } from '../jobs/plan';
import { isUnfinished, type Job, jobs, readJob } from '../jobs/state';
import { hasNext, stepRun } from '../recipes/run-recipes';
import { locateKey } from '../sheet/column-tags';
import { columnLetter } from '../sheet/columns';
import { readGrid } from '../sheet/grid';
import { mailResult } from './digest';
import { isDue } from './rhythm';
import { readSchedules, requireSchedule, updateStored } from './store';

/** An execution ends at 6 minutes; no step is started after this. */
const BUDGET_MS = 210_000;

/** Starts a schedule's refresh now, paused or not. Whoever starts it drives it. */
export function startSchedule(id: string, host: Host): Job {
  const schedule = requireSchedule(host, id);
  const tab = host.file.tabById(schedule.plan.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${schedule.sheet} is no longer there`);
  const { more: tags, ...grid } = readGrid(tab, () => tab.tags());
  const place = locateKey(grid, tags, schedule.key);
  if (!place) {
    throw new TtError('INPUT', `the column "${schedule.key.header}" is no longer in the tab ${tab.name()}`);
  }
  const plan: JobPlan = {
    ...schedule.plan,
    column: columnLetter(place.column + 1),
    firstRow: place.headerRow + 2,
    lastRow: Math.max(place.headerRow + 2, grid.values.length),
  };
  const job = startJob(plan, host, { schedule: id });
  updateStored(host, id, (stored) => {
    Object.assign(stored, { lastRun: host.now(), problem: '', job: job.id, key: job.key });
  });
  return job;
}

/** The hourly trigger: unfinished runs first, then what is due, until the budget is spent. */
export function hourly(host: Host): void {
  const end = host.now() + BUDGET_MS;
  updateFormulaGrant(host);
  const me = host.user();
  for (const job of jobs(host.documentStore)) {
    if ((isUnfinished(job) || hasNext(job)) && job.startedBy === me) resumeUnfinished(job.id, host, end);
  }
  const local = (at: number) => host.file.localTime(at);
  for (const { id, owner, paused, rhythm, lastRun, added } of readSchedules(host)) {
    const due = !paused && isDue(rhythm, lastRun, added, host.now(), local);
    if (owner !== me || !due || host.now() >= end) continue;
    try {
      runUntil(startSchedule(id, host).id, host, end);
    } catch (error) {
      const { code, message } = asTtError(error);
      updateStored(host, id, (stored) => {
        stored.problem = message;
        // Somebody else's run is no attempt: it is tried again in an hour.
        if (code !== 'BUSY') stored.lastRun = host.now();
      });
    }
  }
}

/** An unfinished run that cannot go on now is tried at the next hour; what is due is not held up by it. */
function resumeUnfinished(id: string, host: Host, end: number): void {
  try {
    runUntil(id, host, end);
  } catch (error) {
    const ttError = asTtError(error);
    if (!ttError.transient) throw ttError;
  }
}

/** Steps until the job ends, someone else holds it, or time is up; the next hour goes on from there. */
function runUntil(id: string, host: Host, end: number): void {
  let job = readJob(host.documentStore, id);
  do {
    const before = job.id;
    job = stepRun(before, host);
    if (job.id !== before) noteResult(readJob(host.documentStore, before), host);
    if (job.failedSteps > 0) host.http.sleep(2000 * job.failedSteps);
  } while (job.state === 'running' && !isLeased(job, host) && host.now() < end);
  noteResult(readJob(host.documentStore, job.id), host);
}

/** Notes how a schedule's run ended, however it was driven, and mails it where that is wished; once for each run. */
export function noteResult(job: Job, host: Host): void {
  if (job.schedule === '') return;
  if (job.state === 'waiting') {
    const problem = `${job.message}. It is tried again by itself every hour`;
    let isNews = false;
    updateStored(host, job.schedule, (stored) => {
      isNews = stored.waiting !== job.id;
      Object.assign(stored, { problem, waiting: job.id });
    });
    if (isNews) mailResult(host, job, problem);
    return;
  }
  if (isUnfinished(job)) return;
  const result =
    job.state === 'done'
      ? job.findings === null
        ? `${job.done} done`
        : summaryLine(job.findings)
      : [job.state, job.message].filter((part) => part !== '').join(': ');
  let isNew = false;
  updateStored(host, job.schedule, (stored) => {
    const known = stored.runs.find(({ run }) => run === job.id);
    isNew = known === undefined;
    const seconds = Math.round(job.workedMs / 1000);
    const note = {
      run: job.id,
      at: new Date(job.startedAt).toISOString(),
      seconds,
      state: job.state,
      result,
    };
    stored.runs = [note, ...stored.runs.filter(({ run }) => run !== job.id)];
    stored.problem = '';
  });
  if (isNew) mailResult(host, job, result);
}
