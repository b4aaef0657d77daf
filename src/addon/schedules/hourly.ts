/**
 * Runs schedules. Google allows an add-on one hourly trigger per user and document, so it looks up what is due and
 * works within a time budget.
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

/** The companion continues on its own: after so many steps without progress, the next hour collects its answers. */
const MOST_WAITS = 4;

/** The hourly trigger: first unfinished jobs, then due schedules, until the budget is used up. */
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
      updateStored(host, id, (record) => {
        isNews = record.problem !== message;
        record.problem = message;
        // A BUSY error means that somebody else is running: this is not an attempt, so it is tried again in an hour.
        if (code !== 'BUSY') record.lastRun = host.now();
      });
      if (isNews && code !== 'BUSY') mailNotStarted(host, id, message);
    }
  }
}

/** Continues an unfinished job. If that fails temporarily, the next hour tries again, and due schedules still run. */
function resumeUnfinished(id: string, host: Host, end: number): void {
  try {
    runUntil(id, host, end);
  } catch (error) {
    const ttError = asAddonError(error);
    if (!ttError.transient) throw ttError;
  }
}

/** Starts the next step of a round if the execution ended between two steps. */
function resumeRound(id: string, host: Host, end: number): void {
  const newest = newestJob(id, host);
  const next = newest === undefined ? null : nextOfSchedule(newest, host);
  if (next !== null) resumeUnfinished(next.id, host, end);
}

/** Runs steps until the job ends, another execution has its lease, or time is over; the next hour continues. */
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
