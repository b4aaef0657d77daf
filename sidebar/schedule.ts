// The Schedule panel: the schedules of this spreadsheet, their owners and times; and a form to add one.

import type { JobPlan, ScheduleMail, ScheduleView } from '../src/addon/interfaces/api';
import { el, fill, setText, workButton } from '../src/ui/dom';
import type { App, Panel } from './app';
import { quoteSheet } from './format';
import { TaskLine } from './parts/task-line';
import { JobForm } from './run/job-form';
import { mailSelect } from './schedule/mail-select';
import { RhythmForm } from './schedule/rhythm-form';
import { rhythmText } from './schedule/rhythm-text';
import { type ScheduleActions, scheduleCard } from './schedule/schedule-card';
import { call } from './server';

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

  private readonly actions: ScheduleActions = {
    change: async (task) => {
      await this.outcome.run(async () => this.draw(await task()));
    },
    runNow: async (id) => this.app.runSchedule(id),
  };

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
    fill(this.list, ...schedules.map((schedule) => scheduleCard(schedule, this.actions)));
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
