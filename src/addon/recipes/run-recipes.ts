/**
 * Runs recipes on a column, one job after another. The running job's record holds the remaining steps, so whoever runs
 * it (sidebar or hourly trigger) can start the next one.
 */
import { asTtError, TtError } from '../../core/errors';
import type { RecipePlace, RecipeStep } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { jobTab, readJobRecord } from '../jobs/job-columns';
import { preview, startJob } from '../jobs/plan';
import { type Job, readJob, saveJob } from '../jobs/state';
import { stepJob } from '../jobs/step';
import { columnLetter } from '../sheet/cells/columns';
import { readGrid } from '../sheet/look/grid';
import { idOfKey } from '../sheet/look/keys';
import { locateKey } from '../sheet/table/column-tags';
import { planOfStep, requireRecipe } from './store';

/** Starts the first job of these recipes. Throws before anything is written if one of them cannot run. */
export function startRecipes(ids: readonly string[], place: RecipePlace, host: Host): Job {
  const [first, ...next] = stepsOf(ids, host);
  if (first === undefined) throw new TtError('INPUT', 'choose a recipe');
  // Only errors of the column or the options appear here, because a later step may write below the header of an earlier
  // one.
  for (const step of next) preview(planOfStep(step, place), host);
  return startJob(planOfStep(first, place), host, { next });
}

const stepsOf = (ids: readonly string[], host: Host): RecipeStep[] =>
  ids.flatMap((id) => requireRecipe(host, id).steps);

/**
 * Runs a step of the job; when the job is done, starts the next job of its recipe. Returns the job to continue with.
 */
export function stepRun(id: string, host: Host): Job {
  const job = stepJob(id, host);
  return hasNext(job) ? startNext(job, host) : job;
}

export const hasNext = (job: Job): boolean =>
  job.state === 'done' && !job.undone && (job.next ?? []).length > 0;

/** Starts the next job; returns this job with the reason if that fails. */
export function startNext(job: Job, host: Host): Job {
  const [step, ...next] = job.next ?? [];
  try {
    const nextJob = startJob(planOfStep(step!, placeNow(job, host)), host, {
      schedule: job.schedule,
      scheduleStep: job.scheduleStep ?? 0,
      next,
      ...(job.planned ? { only: keysOf(job, host) } : {}),
    });
    change(job, host, '');
    return nextJob;
  } catch (error) {
    const { message, transient } = asTtError(error);
    if (transient) throw error;
    const count = job.next!.length;
    return change(
      job,
      host,
      `${count === 1 ? 'The next job of the recipe was' : `The next ${count} jobs of the recipe were`} not started: ${message}`,
    );
  }
}

function change(job: Job, host: Host, message: string): Job {
  return host.locked(() => {
    const storedJob = { ...readJob(host.documentStore, job.id), next: [], message };
    saveJob(host.documentStore, storedJob);
    return storedJob;
  });
}

/** The id column at its current position, with all rows. */
function placeNow(job: Job, host: Host): RecipePlace {
  const tab = jobTab(host, job);
  const { more: tags, ...grid } = readGrid(tab, () => tab.tags());
  const at = locateKey(grid, tags, job.key);
  if (!at) throw new TtError('INPUT', `the column "${job.key.header}" is no longer in the tab ${tab.name()}`);
  return {
    sheetId: tab.id,
    column: columnLetter(at.column + 1),
    header: job.key.header,
    firstRow: at.headerRow + 2,
    lastRow: Math.max(at.headerRow + 2, grid.values.length),
    datastack: job.datastack,
    replace: job.replace,
  };
}

/** The ids of the job, without their anchors. */
function keysOf(job: Job, host: Host): ReadonlySet<string> {
  return new Set([...readJobRecord(host, job).record.keys()].map(idOfKey));
}
