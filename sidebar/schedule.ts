// The Schedule panel: what is kept fresh in this spreadsheet, by whom, how often; and keeping one thing more.
import type { JobChoice, JobPlan, ScheduleView } from '../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../src/ui/dom';
import type { App, Panel } from './app';
import { jobChoices } from './catalogue';
import { everyHours, quoteSheet, relativeTime } from './format';
import { endLine, isUnfinished } from './job-text';
import { ErrorBox } from './parts/error-box';
import { isReady } from './run/is-ready';
import { asCallError, call } from './server';

const RHYTHMS = [1, 6, 12, 24, 168];

export class SchedulePanel implements Panel {
  readonly node: HTMLElement;
  private readonly list = el('div', { class: 'schedules' });
  private readonly error = new ErrorBox();
  private readonly message = el('p', { class: 'note', attrs: { role: 'status', hidden: true } });
  private readonly target = el('p', { class: 'strong' });
  private readonly job: HTMLSelectElement;
  private readonly interval = rhythmSelect(24);
  private readonly mail = el('input', { attrs: { type: 'checkbox' } });
  private readonly add: HTMLButtonElement;

  constructor(private readonly app: App) {
    this.job = el(
      'select',
      { attrs: { 'aria-label': 'What to keep fresh' }, on: { change: () => this.drawTarget() } },
      ...jobChoices().map((job) => el('option', { attrs: { value: job.kind } }, job.title)),
    );
    this.add = workButton('Keep fresh', 'main', () => this.keep());
    this.node = el(
      'div',
      { class: 'panel scroll' },
      el('h2', {}, 'Kept fresh in this spreadsheet'),
      this.list,
      this.error.node,
      this.message,
      el(
        'section',
        { class: 'card add', attrs: { 'aria-label': 'Keep one more thing fresh' } },
        el('h3', {}, 'Keep the selected column fresh'),
        this.target,
        el('div', { class: 'field' }, this.job),
        el('div', { class: 'field' }, this.interval),
        el('label', { class: 'check' }, this.mail, el('span', {}, 'Mail me when it fails')),
        el('div', { class: 'row actions' }, el('span', { class: 'grow' }), this.add),
        el(
          'p',
          { class: 'soft' },
          'It runs with your token while the sheet is closed, looks once an hour what is due, and writes each run to the tab “TT log”.',
        ),
      ),
    );
    app.onChange(() => this.drawTarget());
    this.drawTarget();
    this.draw(app.boot.schedules);
  }

  private drawTarget(): void {
    const { selection } = this.app;
    const ready = isReady(this.chosen(), selection);
    setText(
      this.target,
      ready
        ? `${quoteSheet(selection.sheet)}, column ${selection.column}${selection.header === '' ? '' : ` (${selection.header})`}`
        : 'Select cells of the column first.',
    );
    this.add.disabled = !ready;
  }

  private draw(schedules: readonly ScheduleView[]): void {
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
      { class: schedule.paused ? 'card paused' : 'card', attrs: { 'aria-label': schedule.title } },
      el('p', { class: 'strong' }, schedule.title),
      el('p', {}, `${quoteSheet(schedule.sheet)} › ${schedule.column} · ${everyHours(schedule.everyHours)}`),
      el(
        'p',
        { class: 'mono soft clip', attrs: { title: schedule.headers.join(', ') } },
        schedule.headers.join(', '),
      ),
      el(
        'dl',
        {},
        ...facts.flatMap(([name, words, title]) => [
          el('dt', {}, name),
          el('dd', { attrs: { title } }, words),
        ]),
      ),
      schedule.lastResult === '' ? null : el('p', { class: 'result-line' }, schedule.lastResult),
      schedule.mine ? this.controls(schedule) : el('p', { class: 'soft' }, 'Only its owner can change it.'),
    );
  }

  private controls(schedule: ScheduleView): HTMLElement {
    const { id } = schedule;
    const mail = el('input', {
      attrs: { type: 'checkbox', checked: schedule.mailOnFailure },
      on: {
        change: () => void this.change(() => call('changeSchedule', id, { mailOnFailure: mail.checked })),
      },
    });
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
      el('label', { class: 'check' }, mail, el('span', {}, 'Mail me when it fails')),
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

  private async change(task: () => Promise<ScheduleView[]>): Promise<void> {
    await this.work(async () => this.draw(await task()));
  }

  private async runNow(schedule: ScheduleView): Promise<void> {
    await this.work(async () => {
      this.tell(`Running “${schedule.title}”…`);
      const job = await call('runSchedule', schedule.id);
      this.tell(isUnfinished(job) ? `Still running: ${job.message}` : endLine(job));
    });
  }

  private async keep(): Promise<void> {
    const plan = this.plan();
    if (plan === null) return;
    await this.work(async () => {
      this.draw(await call('addSchedule', plan, Number(this.interval.value), this.mail.checked));
      this.tell('Added.');
    });
  }

  private chosen(): JobChoice | undefined {
    return jobChoices().find(({ kind }) => kind === this.job.value);
  }

  private plan(): JobPlan | null {
    const { selection, boot } = this.app;
    const job = this.chosen();
    if (selection === null || job === undefined) return null;
    return {
      kind: job.kind,
      sheetId: selection.sheetId,
      column: selection.column,
      firstRow: selection.firstRow,
      lastRow: selection.lastRow,
      headers: job.details.filter((detail) => detail.selectedByDefault).map((detail) => detail.header),
      datastack: boot.settings.datastack,
      replace: true,
    };
  }

  private tell(words: string): void {
    setText(this.message, words);
    this.message.hidden = false;
  }

  private async work(task: () => Promise<void>): Promise<void> {
    this.error.clear();
    this.message.hidden = true;
    try {
      await task();
    } catch (thrown) {
      this.message.hidden = true;
      this.error.show(asCallError(thrown));
    }
  }
}

/** The hourly trigger starts what is due: nothing starts at an exact minute. */
function due(iso: string, now: number): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) || at - now < 3600e3 ? 'within the hour' : relativeTime(iso, now);
}

function rhythmSelect(initial: number): HTMLSelectElement {
  const select = el(
    'select',
    { attrs: { 'aria-label': 'How often' } },
    ...RHYTHMS.map((hours) => el('option', { attrs: { value: hours } }, everyHours(hours))),
  );
  select.value = String(initial);
  return select;
}
