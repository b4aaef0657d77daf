/** What the sidebar does with schedules: list, add, change, take over, remove. */
import { TtError } from '../../core/errors';
import type { JobPlan, RhythmView, ScheduleMail, ScheduleView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { specOf } from '../jobs/kinds';
import { readColumn } from '../sheet/columns';
import { readGrid } from '../sheet/grid';
import { readSelection } from '../sheet/selection';
import { requireShort } from '../sheet/target-headers';
import { checkRhythm, nextRun, rhythmText } from './rhythm';
import { changeStored, readSchedules, type Schedule, storeNew } from './store';

export const HOURLY_HANDLER = 'ttHourly';

const MAILS: readonly ScheduleMail[] = ['none', 'failures', 'digest'];

export function schedules(host: Host): ScheduleView[] {
  const me = host.user();
  const local = (at: number) => host.file.localTime(at);
  return readSchedules(host).map((schedule) => {
    const { rhythm, lastRun, added, paused, owner, runs } = schedule;
    const next = paused ? 0 : nextRun(rhythm, lastRun, added, host.now(), local);
    return {
      id: schedule.id,
      title: specOf(schedule.plan.kind).title,
      sheet: schedule.sheet,
      column: schedule.key.header,
      headers: schedule.plan.headers,
      datastack: schedule.plan.datastack,
      rhythm,
      rhythmText: rhythmText(rhythm),
      paused,
      owner,
      mine: owner === me,
      mail: schedule.mail,
      lastRun: lastRun > 0 ? new Date(lastRun).toISOString() : '',
      problem: schedule.problem,
      runs,
      nextRun: paused ? '' : new Date(next).toISOString(),
    };
  });
}

export function addSchedule(
  plan: JobPlan,
  rhythm: RhythmView,
  mail: ScheduleMail,
  host: Host,
): ScheduleView[] {
  const tab = host.file.tabById(plan.sheetId);
  if (!tab) throw new TtError('INPUT', 'that tab is no longer there');
  const { view, headerRow } = readSelection(readGrid(tab), plan.column, plan.firstRow, plan.lastRow);
  if (view.header === '') {
    throw new TtError('INPUT', `column ${plan.column} has no header: it is how the column is found again`);
  }
  requireShort(view.header, `the header of column ${plan.column}`);
  storeNew(host, {
    id: host.uuid(),
    plan: { ...plan, replace: true },
    key: { tag: '', header: view.header, column: readColumn(plan.column) - 1, headerRow },
    sheet: view.sheet,
    rhythm: checkRhythm(rhythm),
    paused: false,
    owner: host.user(),
    mail: checkMail(mail),
    lastRun: 0,
    problem: '',
    job: '',
    waiting: '',
    runs: [],
    added: host.now(),
  });
  host.triggers.ensureHourly(HOURLY_HANDLER);
  return schedules(host);
}

function checkMail(mail: ScheduleMail): ScheduleMail {
  if (!MAILS.includes(mail)) throw new TtError('INPUT', `mail: ${MAILS.join(', ')}`);
  return mail;
}

export function changeSchedule(
  id: string,
  wanted: { rhythm?: RhythmView; paused?: boolean; mail?: ScheduleMail },
  host: Host,
): ScheduleView[] {
  changeStored(host, id, (schedule) => {
    requireOwn(schedule, host);
    if (wanted.rhythm !== undefined) schedule.rhythm = checkRhythm(wanted.rhythm);
    if (wanted.paused !== undefined) schedule.paused = wanted.paused;
    if (wanted.mail !== undefined) schedule.mail = checkMail(wanted.mail);
    return undefined;
  });
  return schedules(host);
}

/** From then on it runs with the token of whoever asks, by that person's trigger; the one before loses it. */
export function takeOverSchedule(id: string, host: Host): ScheduleView[] {
  changeStored(host, id, (schedule) => {
    schedule.owner = host.user();
    return undefined;
  });
  host.triggers.ensureHourly(HOURLY_HANDLER);
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
