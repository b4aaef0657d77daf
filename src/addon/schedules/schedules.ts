/** The sidebar's actions on schedules: list, add, change, take over, remove. */
import { TtError } from '../../core/errors';
import { requireToken } from '../access/settings';
import type { JobPlan, RhythmView, ScheduleMail, ScheduleOptions, ScheduleView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { specOf } from '../jobs/kinds';
import { estimatedMs, roundWords } from '../jobs/round-time';
import { recipes, requireRecipe } from '../recipes/store';
import { readColumn } from '../sheet/cells/columns';
import { readSelection } from '../sheet/cells/selection';
import { readGrid } from '../sheet/look/grid';
import { tabById } from '../sheet/look/tab-by-id';
import { requireShort } from '../sheet/table/target-headers';
import { minuteOf } from './minute';
import { checkRhythm, nextRun } from './rhythm';
import {
  changeStored,
  readSchedules,
  requireSchedule,
  type Schedule,
  type ScheduleStep,
  storeNew,
} from './store';

export const HOURLY_HANDLER = 'ttHourly';

/** Each step may take some minutes, and Google gives triggers 90 minutes a day. */
const MOST_STEPS = 8;
const MAILS: readonly ScheduleMail[] = ['none', 'failures', 'digest'];

export function schedules(host: Host): ScheduleView[] {
  const me = host.user();
  const local = (at: number) => host.file.localTime(at);
  const recipeNames = new Map(recipes(host).map((recipe) => [recipe.id, recipe.name]));
  return readSchedules(host).map((schedule) => {
    const { rhythm, lastRun, added, paused, owner, steps } = schedule;
    const next = paused ? 0 : nextRun(rhythm, lastRun, added, host.now(), local);
    return {
      id: schedule.id,
      steps: steps.map(({ plan, key, sheet, recipe }) => ({
        title:
          recipe === ''
            ? specOf(plan.kind).title
            : `Recipe “${recipeNames.get(recipe) ?? 'that was deleted'}”`,
        sheet,
        column: key.header,
        headers: recipe === '' ? plan.headers : [],
        datastack: plan.datastack,
      })),
      refreshes: schedule.refreshes,
      rhythm,
      zone: host.file.zone(),
      roundText: roundText(schedule),
      paused,
      owner,
      mine: owner === me,
      mail: schedule.mail,
      lastRun: lastRun > 0 ? new Date(lastRun).toISOString() : '',
      problem: schedule.problem,
      runs: schedule.runs,
      nextRun: paused ? '' : new Date(next).toISOString(),
    };
  });
}

/** How long a round takes, if more than one hourly run is needed: measured in the last round, or estimated. */
function roundText({ steps, runs }: Schedule): string {
  const last = runs.filter(({ state }) => state === 'done').slice(0, steps.length);
  const isMeasured = last.length === steps.length;
  const ms = isMeasured
    ? last.reduce((sum, { seconds }) => sum + 1000 * seconds, 0)
    : steps.reduce((sum, { plan, ids = 0 }) => sum + estimatedMs(ids, plan.headers), 0);
  const words = roundWords(ms);
  return words === '' ? '' : `${isMeasured ? 'Its last round took' : 'Its first round takes'} ${words}.`;
}

/** `recipe` runs instead of the plan's own job. */
export function addSchedule(
  plan: JobPlan,
  rhythm: RhythmView,
  mail: ScheduleMail,
  host: Host,
  { recipe = '', refreshes = false }: ScheduleOptions = {},
): ScheduleView[] {
  requireToken(host);
  storeNew(host, {
    id: host.uuid(),
    steps: [stepOf(plan, recipe, host)],
    refreshes,
    rhythm: checkRhythm(rhythm),
    paused: false,
    owner: host.user(),
    mail: checkMail(mail),
    lastRun: 0,
    problem: '',
    waiting: '',
    round: 0,
    ended: 0,
    runs: [],
    added: host.now(),
  });
  host.triggers.ensureHourly(HOURLY_HANDLER, minuteOf(host.file.id()));
  return schedules(host);
}

/** Adds a step after the others. */
export function addStep(id: string, plan: JobPlan, recipe: string, host: Host): ScheduleView[] {
  const step = stepOf(plan, recipe, host);
  changeStored(host, id, (schedule) => {
    requireOwn(schedule, host);
    if (schedule.steps.length >= MOST_STEPS) {
      throw new TtError('BIG', `a schedule has at most ${MOST_STEPS} steps. Make another one`);
    }
    schedule.steps.push(step);
    return undefined;
  });
  return schedules(host);
}

/** Removing the last step removes the schedule. */
export function removeStep(id: string, at: number, host: Host): ScheduleView[] {
  if (requireSchedule(host, id).steps.length <= 1) return removeSchedule(id, host);
  changeStored(host, id, (schedule) => {
    requireOwn(schedule, host);
    schedule.steps.splice(at, 1);
    return undefined;
  });
  return schedules(host);
}

/** The column is found by its header later. Throws INPUT if it has none. */
function stepOf(plan: JobPlan, recipe: string, host: Host): ScheduleStep {
  const tab = tabById(host.file, plan.sheetId);
  if (recipe !== '') requireRecipe(host, recipe);
  const { view, headerRow } = readSelection(readGrid(tab), plan.column, plan.firstRow, plan.lastRow);
  if (view.header === '') {
    throw new TtError('INPUT', `column ${plan.column} has no header: it is how the column is found again`);
  }
  requireShort(view.header, `the header of column ${plan.column}`);
  return {
    plan: { ...plan, replace: true },
    key: { tag: '', header: view.header, column: readColumn(plan.column) - 1, headerRow },
    sheet: view.sheet,
    recipe,
    ids: view.distinct,
  };
}

function checkMail(mail: ScheduleMail): ScheduleMail {
  if (!MAILS.includes(mail)) throw new TtError('INPUT', `mail: ${MAILS.join(', ')}`);
  return mail;
}

export function changeSchedule(
  id: string,
  changes: { rhythm?: RhythmView; paused?: boolean; mail?: ScheduleMail; refreshes?: boolean },
  host: Host,
): ScheduleView[] {
  changeStored(host, id, (schedule) => {
    requireOwn(schedule, host);
    if (changes.rhythm !== undefined) schedule.rhythm = checkRhythm(changes.rhythm);
    if (changes.paused !== undefined) schedule.paused = changes.paused;
    if (changes.mail !== undefined) schedule.mail = checkMail(changes.mail);
    if (changes.refreshes !== undefined) schedule.refreshes = changes.refreshes === true;
    return undefined;
  });
  return schedules(host);
}

/** The schedule then runs with the new owner's token and trigger; the previous owner loses it. */
export function takeOverSchedule(id: string, host: Host): ScheduleView[] {
  requireToken(host);
  changeStored(host, id, (schedule) => {
    schedule.owner = host.user();
    return undefined;
  });
  host.triggers.ensureHourly(HOURLY_HANDLER, minuteOf(host.file.id()));
  return schedules(host);
}

function requireOwn(schedule: Schedule, host: Host): void {
  if (schedule.owner === host.user()) return;
  throw new TtError('PERMISSION', `${schedule.owner} made that schedule. Take it over to change it`);
}

export function removeSchedule(id: string, host: Host): ScheduleView[] {
  changeStored(host, id, (schedule) => {
    requireOwn(schedule, host);
    return 'remove';
  });
  if (!readSchedules(host).some((schedule) => schedule.owner === host.user()))
    host.triggers.remove(HOURLY_HANDLER);
  return schedules(host);
}
