/**
 * Scheduled refreshes: what is kept fresh in this spreadsheet, by whom and how often. Google allows an add-on one
 * hourly trigger a user and document: it looks up what is due and works inside a time budget.
 */
import { asTtError, TtError } from '../core/errors';
import { updateFormulaGrant } from './access/companion-access';
import { summaryLine } from './changes/words';
import type { JobPlan, ScheduleView } from './interfaces/api';
import type { Host } from './interfaces/host';
import { specOf } from './jobs/kinds';
import { isLeased } from './jobs/lease';
import { startJob } from './jobs/plan';
import { isUnfinished, type Job, latestJob, readJob } from './jobs/state';
import { stepJob } from './jobs/step';
import { columnLetter, findColumn } from './sheet/columns';
import { selectionOf } from './sheet/selection';

export const HOURLY_HANDLER = 'ttHourly';
/** An execution ends at 6 minutes; no step is started after this. */
const BUDGET_MS = 210_000;
const HOUR = 3_600_000;
/** Hour slots drift within the hour. */
const SLACK = 20 * 60_000;
const KEY = 'schedules';

interface Schedule {
  id: string;
  plan: JobPlan;
  header: string;
  sheet: string;
  everyHours: number;
  paused: boolean;
  owner: string;
  mailOnFailure: boolean;
  lastRun: number;
  lastResult: string;
  /** The run that it last started. */
  job: string;
}

const read = (host: Host): Schedule[] => JSON.parse(host.documentStore.get(KEY) ?? '[]') as Schedule[];
const save = (host: Host, list: Schedule[]) => host.documentStore.set(KEY, JSON.stringify(list));

function change<T>(host: Host, work: (list: Schedule[]) => T): T {
  return host.locked(() => {
    const list = read(host);
    const result = work(list);
    save(host, list);
    return result;
  });
}

export function schedules(host: Host): ScheduleView[] {
  const me = host.user();
  return read(host).map((schedule) => ({
    id: schedule.id,
    title: specOf(schedule.plan.kind).title,
    sheet: schedule.sheet,
    column: schedule.header,
    headers: schedule.plan.headers,
    datastack: schedule.plan.datastack,
    everyHours: schedule.everyHours,
    paused: schedule.paused,
    owner: schedule.owner,
    mine: schedule.owner === me,
    mailOnFailure: schedule.mailOnFailure,
    lastRun: schedule.lastRun > 0 ? new Date(schedule.lastRun).toISOString() : '',
    lastResult: schedule.lastResult,
    nextRun: schedule.paused
      ? ''
      : new Date(Math.max(host.now(), schedule.lastRun + schedule.everyHours * HOUR)).toISOString(),
  }));
}

export function addSchedule(
  plan: JobPlan,
  everyHours: number,
  mailOnFailure: boolean,
  host: Host,
): ScheduleView[] {
  const tab = host.file.tabById(plan.sheetId);
  if (!tab) throw new TtError('INPUT', 'that tab is no longer there');
  const selection = selectionOf(tab, plan.column, plan.firstRow, plan.lastRow);
  if (selection.header === '') {
    throw new TtError('INPUT', `column ${plan.column} has no header: it is how the column is found again`);
  }
  const every = hours(everyHours);
  host.triggers.ensureHourly(HOURLY_HANDLER);
  change(host, (list) => {
    list.push({
      id: host.uuid(),
      plan: { ...plan, replace: true },
      header: selection.header,
      sheet: selection.sheet,
      everyHours: every,
      paused: false,
      owner: host.user(),
      mailOnFailure,
      lastRun: 0,
      lastResult: '',
      job: '',
    });
  });
  return schedules(host);
}

function hours(value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 168) return value;
  throw new TtError('INPUT', 'how often: from 1 hour to 168 hours (a week)');
}

export function changeSchedule(
  id: string,
  wanted: { everyHours?: number; paused?: boolean; mailOnFailure?: boolean },
  host: Host,
): ScheduleView[] {
  change(host, (list) => {
    const schedule = requireOwn(list, id, host);
    if (wanted.everyHours !== undefined) schedule.everyHours = hours(wanted.everyHours);
    if (wanted.paused !== undefined) schedule.paused = wanted.paused;
    if (wanted.mailOnFailure !== undefined) schedule.mailOnFailure = wanted.mailOnFailure;
  });
  return schedules(host);
}

function requireOwn(list: readonly Schedule[], id: string, host: Host): Schedule {
  const schedule = list.find((item) => item.id === id);
  if (!schedule) throw new TtError('INPUT', 'that schedule is no longer there');
  if (schedule.owner !== host.user()) {
    throw new TtError('PERMISSION', `${schedule.owner} made that schedule; only they can change it`);
  }
  return schedule;
}

export function removeSchedule(id: string, host: Host): ScheduleView[] {
  const left = change(host, (list) => {
    list.splice(list.indexOf(requireOwn(list, id, host)), 1);
    return list.filter((schedule) => schedule.owner === host.user()).length;
  });
  if (left === 0) host.triggers.remove(HOURLY_HANDLER);
  return schedules(host);
}

/** Starts a schedule's refresh now. */
export function startSchedule(id: string, host: Host): Job {
  const schedule = read(host).find((item) => item.id === id);
  if (!schedule) throw new TtError('INPUT', 'that schedule is no longer there');
  const tab = host.file.tabById(schedule.plan.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${schedule.sheet} is no longer there`);
  const location = findColumn(tab, schedule.header, 1);
  const plan: JobPlan = {
    ...schedule.plan,
    column: columnLetter(location.column),
    firstRow: location.headerRow + 1,
    lastRow: Math.max(location.headerRow + 1, tab.lastRow()),
  };
  const job = startJob(plan, host, {
    schedule: id,
    mailTo: schedule.mailOnFailure ? schedule.owner : '',
  });
  updateSchedule(host, id, { lastRun: host.now(), lastResult: 'running', job: job.id });
  return job;
}

function updateSchedule(host: Host, id: string, what: Partial<Schedule>): void {
  change(host, (list) => {
    const schedule = list.find((item) => item.id === id);
    if (schedule) Object.assign(schedule, what);
  });
}

/** The hourly trigger: an unfinished run first, then what is due, until the budget is spent. */
export function hourly(host: Host): void {
  const end = host.now() + BUDGET_MS;
  updateFormulaGrant(host);
  const me = host.user();
  const latest = latestJob(host.documentStore);
  if (latest && isUnfinished(latest) && latest.startedBy === me) resumeUnfinished(latest.id, host, end);
  for (const schedule of read(host)) {
    const due = !schedule.paused && host.now() >= schedule.lastRun + schedule.everyHours * HOUR - SLACK;
    if (schedule.owner !== me || !due || host.now() >= end) continue;
    try {
      runUntil(startSchedule(schedule.id, host).id, host, end);
    } catch (error) {
      const ttError = asTtError(error);
      const busy = ttError.code === 'BUSY';
      updateSchedule(host, schedule.id, {
        lastResult: ttError.message,
        ...(busy ? {} : { lastRun: host.now() }),
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
  let job = stepJob(id, host);
  while (job.state === 'running' && !isLeased(job, host) && host.now() < end) {
    job = stepJob(id, host);
    if (job.failedSteps > 0) host.http.sleep(2000 * job.failedSteps);
  }
  noteResult(readJob(host.documentStore, id), host);
}

/** Writes a schedule's last result from its run, however the run was driven. */
export function noteResult(job: Job, host: Host): void {
  if (job.schedule === '' || isUnfinished(job)) return;
  const words =
    job.state === 'done'
      ? job.findings === null
        ? `${job.done} done`
        : summaryLine(job.findings)
      : job.message || job.state;
  updateSchedule(host, job.schedule, { lastResult: words });
}
