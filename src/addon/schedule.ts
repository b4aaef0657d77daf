/**
 * Scheduled refreshes: what is kept fresh in this spreadsheet, by whom and how often. Google allows an add-on one
 * hourly trigger a user and document: it looks up what is due and works inside a time budget.
 */
import { asTtError, TtError } from '../core/errors';
import { setBounded } from './access/bounded-store';
import { updateFormulaGrant } from './access/companion-access';
import { summaryLine } from './changes/words';
import type { JobPlan, ScheduleView } from './interfaces/api';
import type { Host } from './interfaces/host';
import { specOf } from './jobs/kinds';
import { isLeased } from './jobs/lease';
import { startJob } from './jobs/plan';
import { isUnfinished, type Job, jobs, readJob } from './jobs/state';
import { stepJob } from './jobs/step';
import { type KeyColumn, locateKey } from './sheet/column-tags';
import { columnLetter, columnNumber } from './sheet/columns';
import { readGrid } from './sheet/grid';
import { readSelection } from './sheet/selection';
import { requireShort } from './sheet/target-headers';

export const HOURLY_HANDLER = 'ttHourly';
/** An execution ends at 6 minutes; no step is started after this. */
const BUDGET_MS = 210_000;
const HOUR = 3_600_000;
/** Hour slots drift within the hour. */
const SLACK = 20 * 60_000;
/** One property each: Google keeps 9 KB in one, and 500 KB in all. */
const PREFIX = 'schedule-';
const SCHEDULES = 40;
/** Where older versions kept all of them. */
const OLD_KEY = 'schedules';

interface Schedule {
  id: string;
  plan: JobPlan;
  key: KeyColumn;
  sheet: string;
  everyHours: number;
  paused: boolean;
  owner: string;
  mailOnFailure: boolean;
  lastRun: number;
  lastResult: string;
  /** The run that it last started. */
  job: string;
  /** Milliseconds since the epoch. */
  added: number;
}

function read(host: Host): Schedule[] {
  const stored = host.documentStore.all();
  const found = Object.entries(stored)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([, text]) => JSON.parse(text) as Schedule);
  return [...found, ...oldOnes(stored[OLD_KEY])].sort((a, b) => a.added - b.added || (a.id < b.id ? -1 : 1));
}

function oldOnes(text: string | undefined): Schedule[] {
  const list = JSON.parse(text ?? '[]') as (Schedule & { header: string })[];
  return list.map(({ header, ...schedule }) => ({
    ...schedule,
    added: schedule.added ?? 0,
    key: schedule.key ?? { tag: '', header, column: columnNumber(schedule.plan.column) - 1, headerRow: 0 },
  }));
}

function save(host: Host, schedule: Schedule): void {
  const lastResult = schedule.lastResult.slice(0, 600);
  setBounded(
    host.documentStore,
    `${PREFIX}${schedule.id}`,
    JSON.stringify({ ...schedule, lastResult }),
    'this schedule',
  );
}

/** `work` changes a schedule, or answers that it goes. */
function change(host: Host, id: string, work: (schedule: Schedule) => 'remove' | undefined): void {
  host.locked(() => {
    const list = read(host);
    const schedule = list.find((item) => item.id === id);
    if (!schedule) throw new TtError('INPUT', 'that schedule is no longer there');
    if (work(schedule) === 'remove') host.documentStore.remove(`${PREFIX}${id}`);
    else save(host, schedule);
    if (host.documentStore.get(OLD_KEY) === null) return;
    for (const other of list) if (other.id !== id) save(host, other);
    host.documentStore.remove(OLD_KEY);
  });
}

export function schedules(host: Host): ScheduleView[] {
  const me = host.user();
  return read(host).map((schedule) => ({
    id: schedule.id,
    title: specOf(schedule.plan.kind).title,
    sheet: schedule.sheet,
    column: schedule.key.header,
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
  const { view, headerRow } = readSelection(readGrid(tab), plan.column, plan.firstRow, plan.lastRow);
  if (view.header === '') {
    throw new TtError('INPUT', `column ${plan.column} has no header: it is how the column is found again`);
  }
  requireShort(view.header, `the header of column ${plan.column}`);
  const every = hours(everyHours);
  const schedule: Schedule = {
    id: host.uuid(),
    plan: { ...plan, replace: true },
    key: { tag: '', header: view.header, column: columnNumber(plan.column) - 1, headerRow },
    sheet: view.sheet,
    everyHours: every,
    paused: false,
    owner: host.user(),
    mailOnFailure,
    lastRun: 0,
    lastResult: '',
    job: '',
    added: host.now(),
  };
  host.locked(() => {
    if (read(host).length >= SCHEDULES) {
      throw new TtError(
        'BIG',
        `this spreadsheet has ${SCHEDULES} schedules, which is the most. Remove one first`,
      );
    }
    save(host, schedule);
  });
  host.triggers.ensureHourly(HOURLY_HANDLER);
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
  change(host, id, (schedule) => {
    requireOwn(schedule, host);
    if (wanted.everyHours !== undefined) schedule.everyHours = hours(wanted.everyHours);
    if (wanted.paused !== undefined) schedule.paused = wanted.paused;
    if (wanted.mailOnFailure !== undefined) schedule.mailOnFailure = wanted.mailOnFailure;
    return undefined;
  });
  return schedules(host);
}

function requireOwn(schedule: Schedule, host: Host): void {
  if (schedule.owner === host.user()) return;
  throw new TtError('PERMISSION', `${schedule.owner} made that schedule; only they can change it`);
}

export function removeSchedule(id: string, host: Host): ScheduleView[] {
  change(host, id, (schedule) => {
    requireOwn(schedule, host);
    return 'remove';
  });
  if (!read(host).some((schedule) => schedule.owner === host.user())) host.triggers.remove(HOURLY_HANDLER);
  return schedules(host);
}

/** Starts a schedule's refresh now. */
export function startSchedule(id: string, host: Host): Job {
  const schedule = read(host).find((item) => item.id === id);
  if (!schedule) throw new TtError('INPUT', 'that schedule is no longer there');
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
  const job = startJob(plan, host, {
    schedule: id,
    mailTo: schedule.mailOnFailure ? schedule.owner : '',
  });
  updateSchedule(host, id, { lastRun: host.now(), lastResult: 'running', job: job.id, key: job.key });
  return job;
}

function updateSchedule(host: Host, id: string, what: Partial<Schedule>): void {
  if (!read(host).some((schedule) => schedule.id === id)) return;
  change(host, id, (schedule) => {
    Object.assign(schedule, what);
    return undefined;
  });
}

/** The hourly trigger: unfinished runs first, then what is due, until the budget is spent. */
export function hourly(host: Host): void {
  const end = host.now() + BUDGET_MS;
  updateFormulaGrant(host);
  const me = host.user();
  for (const job of jobs(host.documentStore)) {
    if (isUnfinished(job) && job.startedBy === me) resumeUnfinished(job.id, host, end);
  }
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
      : [job.state, job.message].filter((part) => part !== '').join(': ');
  updateSchedule(host, job.schedule, { lastResult: words });
}
