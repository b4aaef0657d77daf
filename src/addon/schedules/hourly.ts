/**
 * Running schedules. Google allows an add-on one hourly trigger a user and document: it looks up what is due and works
 * inside a time budget.
 */
import { updateFormulaGrant } from '../access/companion-access';
import type { Host } from '../interfaces/host';
import { isLeased } from '../jobs/lease';
import { HOURLY_MS } from '../jobs/round-time';
import { isUnfinished, jobs, readJob } from '../jobs/state';
import { asAddonError } from '../platform-failure';
import { hasNext } from '../recipes/run-recipes';
import { mailNotStarted } from './digest';
import { isDue } from './rhythm';
import { driveStep, newestJob, nextOfSchedule, startSchedule } from './rounds';
import { readSchedules, updateStored } from './store';

/** The companion goes on without anybody there: after so many steps in vain the next hour collects what it answered. */
const MOST_WAITS = 4;

/** The hourly trigger: unfinished runs first, then what is due, until the budget is spent. */
export function hourly(host: Host): void {
  const end = host.now() + HOURLY_MS;
  updateFormulaGrant(host);
  const me = host.user();
  for (const job of jobs(host.documentStore)) {
    if ((isUnfinished(job) || hasNext(job)) && job.startedBy === me) resumeUnfinished(job.id, host, end);
  }
  for (const { owner, id } of readSchedules(host)) {
    if (owner === me && host.now() < end) resumeRound(id, host, end);
  }
  const local = (at: number) => host.file.localTime(at);
  for (const { id, owner, paused, rhythm, lastRun, added } of readSchedules(host)) {
    const due = !paused && isDue(rhythm, lastRun, added, host.now(), local);
    if (owner !== me || !due || host.now() >= end) continue;
    try {
      runUntil(startSchedule(id, host).id, host, end);
    } catch (error) {
      const { code, message } = asAddonError(error);
      let isNews = false;
      updateStored(host, id, (stored) => {
        isNews = stored.problem !== message;
        stored.problem = message;
        // Somebody else's run is no attempt: it is tried again in an hour.
        if (code !== 'BUSY') stored.lastRun = host.now();
      });
      if (isNews && code !== 'BUSY') mailNotStarted(host, id, message);
    }
  }
}

/** An unfinished run that cannot go on now is tried at the next hour; what is due is not held up by it. */
function resumeUnfinished(id: string, host: Host, end: number): void {
  try {
    runUntil(id, host, end);
  } catch (error) {
    const ttError = asAddonError(error);
    if (!ttError.transient) throw ttError;
  }
}

/** The execution may have ended between two steps of a schedule. */
function resumeRound(id: string, host: Host, end: number): void {
  const newest = newestJob(id, host);
  const next = newest === undefined ? null : nextOfSchedule(newest, host);
  if (next !== null) resumeUnfinished(next.id, host, end);
}

/** Steps until the job ends, someone else holds it, or time is up; the next hour goes on from there. */
function runUntil(id: string, host: Host, end: number): void {
  let job = readJob(host.documentStore, id);
  do {
    job = driveStep(job.id, host);
    if (job.failedSteps > 0) host.http.sleep(2000 * job.failedSteps);
  } while (
    job.state === 'running' &&
    !isLeased(job, host) &&
    host.now() < end &&
    (job.waits ?? 0) < MOST_WAITS
  );
}
