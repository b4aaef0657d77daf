// The Schedule panel: the schedules of this spreadsheet, their owners and times; and a form to add one.

import type {
  JobPlan,
  RunNote,
  ScheduleMail,
  ScheduleStepView,
  ScheduleView,
} from '../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../src/ui/dom';
import type { App, Panel } from './app';
import { duration, quoteSheet, relativeTime, timeOf } from './format';
import { TaskLine } from './parts/task-line';
import { JobForm } from './run/job-form';
import { RhythmForm } from './schedule/rhythm-form';
import { rhythmText, triggerText } from './schedule/rhythm-text';
import { call } from './server';

const MAILS: [ScheduleMail, string][] = [
  ['none', 'No mail'],
  ['failures', 'Mail me when it fails'],
  ['digest', 'Mail me what changed'],
];

export class SchedulePanel implements Panel {
  readonly node: HTMLElement;
  private readonly list = el('div', { class: 'schedules' });
  private readonly outcome = new TaskLine({ scrolls: true });
  private readonly target = el('p', { class: 'strong' });
  private readonly form: JobForm;
  private readonly rhythm = new RhythmForm({ kind: 'days', hour: 2, days: [1, 2, 3, 4, 5] });
  private readonly mail = mailSelect('digest');
  private readonly add: HTMLButtonElement;
  /** The schedule to add to: a new one, or a further step of one of the user's schedules. */
  private readonly into = el('select', {
    attrs: { 'aria-label': 'Which schedule' },
    on: { change: () => this.drawTarget() },
  });
  private readonly recipe = el('select', {
    attrs: { 'aria-label': 'Job or recipe' },
    on: { change: () => this.drawTarget() },
  });
  private readonly refreshes = el('input', { attrs: { type: 'checkbox' } });
  private readonly own: HTMLElement;

  constructor(private readonly app: App) {
    // A run may end while its schedule is visible.
    app.onRunEnd(() => {
      if (!this.node.hidden) this.onShow();
    });
    this.form = new JobForm(app, () => this.drawTarget());
    this.add = workButton('Keep fresh', 'main', () => this.keep());
    this.own = el(
      'div',
      {},
      this.rhythm.node,
      el('div', { class: 'field' }, this.mail),
      el(
        'label',
        { class: 'choice' },
        this.refreshes,
        el('span', {}, 'Compute the sheet’s TT_ formulas again, too'),
      ),
    );
    this.node = el(
      'div',
      { class: 'panel scroll' },
      el('h2', {}, 'Kept fresh in this spreadsheet'),
      this.outcome.error.node,
      this.outcome.message,
      this.list,
      el(
        'section',
        { class: 'card add', attrs: { 'aria-label': 'Keep one more thing fresh' } },
        el('h3', {}, 'Keep the selected column fresh'),
        this.target,
        el('div', { class: 'field' }, this.recipe),
        this.form.node,
        el('div', { class: 'field' }, this.into),
        this.own,
        el('div', { class: 'row actions' }, el('span', { class: 'grow' }), this.add),
        el(
          'p',
          { class: 'soft' },
          'It runs with your token while the sheet is closed. Each run is a line in the tab “TT log”.',
        ),
      ),
    );
    app.onChange(() => this.drawTarget());
    this.drawTarget();
    this.draw(app.boot.schedules);
  }

  private drawTarget(): void {
    const { selection } = this.app;
    const ready = selection !== null && this.form.plan(true) !== null;
    setText(
      this.target,
      ready
        ? `${quoteSheet(selection.sheet)}, column ${selection.column}${selection.header === '' ? '' : ` (${selection.header})`}`
        : 'Select cells of the column first.',
    );
    this.add.disabled = !ready;
    this.form.node.hidden = this.recipe.value !== '';
    this.own.hidden = this.into.value !== '';
  }

  /** Reads again: schedules may have run, and recipes may have been saved. */
  onShow(): void {
    void this.outcome.run(async () => {
      const [recipes, schedules] = await Promise.all([call('recipes'), call('schedules')]);
      this.draw(schedules);
      options(this.recipe, [
        ['', 'A job'],
        ...recipes.map(({ id, name }): Option => [id, `Recipe “${name}”`]),
      ]);
      this.recipe.parentElement!.hidden = recipes.length === 0;
      this.drawTarget();
    });
  }

  private draw(schedules: readonly ScheduleView[]): void {
    const mine = schedules.filter((schedule) => schedule.mine);
    options(this.into, [
      ['', 'As a schedule of its own'],
      ...mine.map(
        ({ id, steps, rhythm }): Option => [id, `After “${steps[0]!.title}”, ${rhythmText(rhythm)}`],
      ),
    ]);
    this.into.parentElement!.hidden = mine.length === 0;
    this.drawTarget();
    if (schedules.length === 0) {
      fill(this.list, el('p', { class: 'soft' }, 'Nothing yet.'));
      return;
    }
    fill(this.list, ...schedules.map((schedule) => this.card(schedule)));
  }

  private card(schedule: ScheduleView): HTMLElement {
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
      el(
        'p',
        { class: 'soft' },
        `${triggerText(schedule.rhythm, schedule.zone)} ${schedule.roundText}`.trim(),
      ),
      el('ol', { class: 'steps' }, ...schedule.steps.map((step, at) => this.step(schedule, step, at))),
      schedule.refreshes ? el('p', {}, 'Then the sheet’s TT_ formulas are computed again.') : null,
      el(
        'dl',
        {},
        ...facts.flatMap(([name, words, title]) => [
          el('dt', {}, name),
          el('dd', { attrs: { title } }, words),
        ]),
      ),
      schedule.problem === '' ? null : el('p', { class: 'result-line needs' }, schedule.problem),
      history(schedule.runs, now),
      schedule.mine ? this.controls(schedule) : this.othersControls(schedule),
    );
  }

  private step({ id, mine, steps }: ScheduleView, step: ScheduleStepView, at: number): HTMLElement {
    const remove = workButton('Take out', 'text', () => this.change(() => call('removeStep', id, at)));
    return el(
      'li',
      {},
      el('p', {}, `${step.title}: ${quoteSheet(step.sheet)} › ${step.column}`),
      el(
        'p',
        { class: 'mono soft clip', attrs: { title: step.headers.join(', ') } },
        step.headers.join(', '),
      ),
      mine && steps.length > 1 ? remove : null,
    );
  }

  private controls(schedule: ScheduleView): HTMLElement {
    const { id } = schedule;
    const mail = mailSelect(schedule.mail, (choice) =>
      this.change(() => call('changeSchedule', id, { mail: choice })),
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
      void this.change(() => call('removeSchedule', id));
    });
    return el(
      'div',
      {},
      el('div', { class: 'field' }, mail),
      el(
        'div',
        { class: 'row' },
        workButton('Run now', 'plain', () => this.runNow(schedule)),
        workButton(schedule.paused ? 'Go on' : 'Pause', 'text', () =>
          this.change(() => call('changeSchedule', id, { paused: !schedule.paused })),
        ),
        remove,
      ),
    );
  }

  /** For a schedule of somebody else: the user can run it, or take it over when its owner is gone. */
  private othersControls(schedule: ScheduleView): HTMLElement {
    return el(
      'div',
      {},
      el('p', { class: 'soft' }, 'It runs with its owner’s token. Taken over, it runs with yours.'),
      el(
        'div',
        { class: 'row' },
        workButton('Run now', 'plain', () => this.runNow(schedule)),
        workButton('Take over', 'text', () => this.change(() => call('takeOverSchedule', schedule.id))),
      ),
    );
  }

  private async change(task: () => Promise<ScheduleView[]>): Promise<void> {
    await this.outcome.run(async () => this.draw(await task()));
  }

  /** The Run panel shows its progress, like that of any run. */
  private async runNow({ id }: ScheduleView): Promise<void> {
    this.app.runSchedule(id);
  }

  private async keep(): Promise<void> {
    const plan: JobPlan | null = this.form.plan(true);
    if (plan === null) return;
    await this.outcome.run(async () => {
      const mail = this.mail.value as ScheduleMail;
      const recipe = this.recipe.value;
      const choices = { recipe, refreshes: this.refreshes.checked };
      this.draw(
        await (this.into.value === ''
          ? call('addSchedule', plan, this.rhythm.value(), mail, choices)
          : call('addStep', this.into.value, plan, recipe)),
      );
      this.outcome.tell('Added.');
    });
  }
}

type Option = [value: string, words: string];

/** Keeps the chosen option if it still exists. */
function options(select: HTMLSelectElement, all: readonly Option[]): void {
  const before = select.value;
  fill(select, ...all.map(([value, words]) => el('option', { attrs: { value } }, words)));
  select.value = all.some(([value]) => value === before) ? before : '';
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

function mailSelect(
  initial: ScheduleMail,
  onChange?: (mail: ScheduleMail) => Promise<void>,
): HTMLSelectElement {
  const select = el(
    'select',
    {
      attrs: { 'aria-label': 'Mail' },
      on: { change: () => void onChange?.(select.value as ScheduleMail) },
    },
    ...MAILS.map(([mail, words]) => el('option', { attrs: { value: mail } }, words)),
  );
  select.value = initial;
  return select;
}
