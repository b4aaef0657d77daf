/**
 * One round of a schedule: runs its steps one after another, whoever drives them, records each result, and sends mail
 * after the last one. The newest job alone determines the next step, so a round survives a kill.
 */
import { asTtError, TtError } from '../../core/errors';
import { summaryLine } from '../changes/words';
import { refreshAll } from '../formulas/refresh';
import type { JobPlan } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runMessage } from '../jobs/job-view';
import { startJob } from '../jobs/plan';
import { isUnfinished, type Job, jobs, readJob } from '../jobs/state';
import { hasNext, stepRun } from '../recipes/run-recipes';
import { planOfStep, requireRecipe } from '../recipes/store';
import { columnLetter } from '../sheet/cells/columns';
import { readGrid } from '../sheet/look/grid';
import { tabById } from '../sheet/look/tab-by-id';
import { locateKey } from '../sheet/table/column-tags';
import { mailRound } from './digest';
import { readSchedules, requireSchedule, type Schedule, updateStored } from './store';

/** Starts a schedule's first step now, even if it is paused. The caller drives it. */
export function startSchedule(id: string, host: Host): Job {
  const job = startStep(requireSchedule(host, id), 0, host);
  updateStored(host, id, (record) => {
    Object.assign(record, { lastRun: host.now(), problem: '', round: job.number });
  });
  return job;
}

function startStep({ id, steps }: Schedule, at: number, host: Host): Job {
  const { plan, key, sheet, recipe } = steps[at]!;
  const tab = tabById(host.file, plan.sheetId, sheet);
  const { more: tags, ...grid } = readGrid(tab, () => tab.tags());
  const place = locateKey(grid, tags, key);
  if (!place) throw new TtError('INPUT', `the column "${key.header}" is no longer in the tab ${tab.name()}`);
  const column: JobPlan = {
    ...plan,
    column: columnLetter(place.column + 1),
    firstRow: place.headerRow + 2,
    lastRow: Math.max(place.headerRow + 2, grid.values.length),
  };
  const [first, ...next] = recipe === '' ? [plan] : requireRecipe(host, recipe).steps;
  const job = startJob(planOfStep(first!, column), host, { schedule: id, scheduleStep: at, next });
  updateStored(host, id, (record) => {
    const step = record.steps[at];
    if (step) step.key = job.key;
  });
  return job;
}

/** Runs a step of a job. Returns the job to continue with: the next one of its recipe or schedule. */
export function driveStep(id: string, host: Host): Job {
  const then = stepRun(id, host);
  const steppedJob = then.id === id ? then : readJob(host.documentStore, id);
  noteResult(steppedJob, host);
  return then.id === id ? (nextOfSchedule(steppedJob, host) ?? steppedJob) : then;
}

export const newestJob = (schedule: string, host: Host): Job | undefined =>
  jobs(host.documentStore).find((job) => job.schedule === schedule);

/**
 * Starts the schedule's next step if this job was its newest and has ended; otherwise returns null. Skips a step that
 * cannot start.
 */
export function nextOfSchedule(job: Job, host: Host): Job | null {
  if (job.schedule === '' || isUnfinished(job) || hasNext(job)) return null;
  const schedule = readSchedules(host).find(({ id }) => id === job.schedule);
  if (!schedule || schedule.ended === schedule.round || job.number < schedule.round) return null;
  if (newestJob(schedule.id, host)?.id !== job.id) return null;
  const isCancelled = job.state === 'cancelled';
  for (let at = (job.scheduleStep ?? 0) + 1; at < schedule.steps.length && !isCancelled; at++) {
    try {
      return startStep(schedule, at, host);
    } catch (error) {
      const { message } = asTtError(error);
      updateStored(host, schedule.id, (record) => {
        record.problem = `step ${at + 1} was not started: ${message}`;
      });
    }
  }
  endRound(schedule, host, isCancelled);
  return null;
}

function endRound({ id, round }: Schedule, host: Host, isCancelled: boolean): void {
  let isNews = false;
  updateStored(host, id, (record) => {
    isNews = record.ended !== round;
    record.ended = round;
  });
  const schedule = readSchedules(host).find((one) => one.id === id);
  if (!schedule || !isNews || isCancelled) return;
  if (schedule.refreshes) refreshAll(host);
  const finishedJobs = jobs(host.documentStore).filter((job) => job.schedule === id && job.number >= round);
  mailRound(host, schedule, finishedJobs.reverse());
}

/** Records how a job of a schedule ended, whoever drove it; once per job. */
export function noteResult(job: Job, host: Host): void {
  if (job.schedule === '') return;
  if (job.state === 'waiting') {
    noteWait(job, host);
    return;
  }
  if (isUnfinished(job)) return;
  const found =
    job.state === 'done'
      ? job.findings === null
        ? `${job.done} done`
        : summaryLine(job.findings)
      : [job.state, job.message].filter((part) => part !== '').join(': ');
  updateStored(host, job.schedule, (record) => {
    const isKnown = record.runs.some(({ run }) => run === job.id);
    const isOne = record.steps.length === 1 && record.steps[0]!.recipe === '';
    const note = {
      run: job.id,
      at: new Date(job.startedAt).toISOString(),
      seconds: Math.round(job.workedMs / 1000),
      state: job.state,
      result: isOne ? found : `${job.title}, ${job.sheet} › ${job.key.header}: ${found}`,
    };
    record.runs = [note, ...record.runs.filter(({ run }) => run !== job.id)];
    if (!isKnown && (record.waiting === job.id || !job.scheduleStep)) record.problem = '';
  });
}

function noteWait(job: Job, host: Host): void {
  const problem = `${runMessage(job)} (every hour, while no sidebar is open)`;
  let isNews = false;
  updateStored(host, job.schedule, (record) => {
    isNews = record.waiting !== job.id;
    Object.assign(record, { problem, waiting: job.id });
  });
  const schedule = readSchedules(host).find(({ id }) => id === job.schedule);
  if (isNews && schedule) mailRound(host, schedule, [job]);
}
