// One schedule: its times, steps and last runs, and what the user may do with it.

import type { RunNote, ScheduleStepView, ScheduleView } from '../../src/addon/interfaces/api';
import { button, el, setText, workButton } from '../../src/ui/dom';
import { duration, quoteSheet, relativeTime, timeOf } from '../format';
import { call } from '../server';
import { mailSelect } from './mail-select';
import { rhythmText, triggerText } from './rhythm-text';

export interface ScheduleActions {
  /** Calls the server and shows the list that it returns, or its error. */
  change(task: () => Promise<ScheduleView[]>): Promise<void>;
  /** Opens the Run panel, which shows the progress like that of any run. */
  runNow(id: string): Promise<void>;
}

export function scheduleCard(schedule: ScheduleView, actions: ScheduleActions): HTMLElement {
  const now = Date.now();
  const facts: [string, string, string][] = [
    ['Last run', relativeTime(schedule.lastRun, now) || 'never', schedule.lastRun],
    ['Next run', schedule.paused ? 'paused' : due(schedule.nextRun, now), schedule.nextRun],
    ['By', schedule.mine ? 'you' : schedule.owner, schedule.owner],
  ];
  return el(
    'section',
    {
      class: schedule.paused ? 'card paused' : 'card',
      attrs: { 'aria-label': schedule.steps[0]!.title },
    },
    el('p', { class: 'strong' }, rhythmText(schedule.rhythm)),
    el('p', { class: 'soft' }, `${triggerText(schedule.rhythm, schedule.zone)} ${schedule.roundText}`.trim()),
    el('ol', { class: 'steps' }, ...schedule.steps.map((step, at) => stepLine(schedule, step, at, actions))),
    schedule.refreshes ? el('p', {}, 'Then the sheet’s TT_ formulas are computed again.') : null,
    el(
      'dl',
      {},
      ...facts.flatMap(([name, words, title]) => [el('dt', {}, name), el('dd', { attrs: { title } }, words)]),
    ),
    schedule.problem === '' ? null : el('p', { class: 'result-line needs' }, schedule.problem),
    history(schedule.runs, now),
    schedule.mine ? ownControls(schedule, actions) : othersControls(schedule, actions),
  );
}

function stepLine(
  { id, mine, steps }: ScheduleView,
  step: ScheduleStepView,
  at: number,
  { change }: ScheduleActions,
): HTMLElement {
  const remove = workButton('Take out', 'text', () => change(() => call('removeStep', id, at)));
  return el(
    'li',
    {},
    el('p', {}, `${step.title}: ${quoteSheet(step.sheet)} › ${step.column}`),
    el('p', { class: 'mono soft clip', attrs: { title: step.headers.join(', ') } }, step.headers.join(', ')),
    mine && steps.length > 1 ? remove : null,
  );
}

function ownControls(schedule: ScheduleView, { change, runNow }: ScheduleActions): HTMLElement {
  const { id } = schedule;
  const mail = mailSelect(schedule.mail, (choice) =>
    change(() => call('changeSchedule', id, { mail: choice })),
  );
  const remove = button('Remove', 'text', () => {
    if (remove.dataset.sure === undefined) {
      remove.dataset.sure = '';
      setText(remove, 'Remove? Press again');
      setTimeout(() => {
        delete remove.dataset.sure;
        setText(remove, 'Remove');
      }, 4000);
      return;
    }
    void change(() => call('removeSchedule', id));
  });
  return el(
    'div',
    {},
    el('div', { class: 'field' }, mail),
    el(
      'div',
      { class: 'row' },
      workButton('Run now', 'plain', () => runNow(schedule.id)),
      workButton(schedule.paused ? 'Go on' : 'Pause', 'text', () =>
        change(() => call('changeSchedule', id, { paused: !schedule.paused })),
      ),
      remove,
    ),
  );
}

/** For a schedule of somebody else: the user can run it, or take it over when its owner is gone. */
function othersControls(schedule: ScheduleView, { change, runNow }: ScheduleActions): HTMLElement {
  return el(
    'div',
    {},
    el('p', { class: 'soft' }, 'It runs with its owner’s token. Taken over, it runs with yours.'),
    el(
      'div',
      { class: 'row' },
      workButton('Run now', 'plain', () => runNow(schedule.id)),
      workButton('Take over', 'text', () => change(() => call('takeOverSchedule', schedule.id))),
    ),
  );
}

/** The hourly trigger starts schedules, so none starts at an exact minute. */
function due(iso: string, now: number): string {
  const at = timeOf(iso);
  return Number.isNaN(at) || at - now < 3600e3 ? 'within the hour' : relativeTime(iso, now);
}

/** The last runs: when, how long, and their results. */
function history(runs: readonly RunNote[], now: number): HTMLElement | null {
  const [last, ...earlier] = runs;
  if (last === undefined) return null;
  const line = ({ at, seconds, result }: RunNote) =>
    el('li', { attrs: { title: at } }, `${relativeTime(at, now)}, ${duration(seconds)}: ${result}`);
  return el(
    'div',
    { class: 'history' },
    el('ul', {}, line(last)),
    earlier.length === 0
      ? null
      : el('details', {}, el('summary', {}, 'Earlier runs'), el('ul', {}, ...earlier.map(line))),
  );
}
