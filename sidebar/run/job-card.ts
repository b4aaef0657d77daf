// The state of the job at the bottom of the Run panel: progress while it runs, then the next actions.
import type { JobView } from '../../src/addon/interfaces/api';
import { el, fill, setText, uniqueName, withLinks, workButton } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import { numberText, relativeTime } from '../format';
import { endLine, failuresLine, isJobOpen, leftLine, percent, progressLine, reason } from '../job-text';

export interface JobActions {
  cancel(): Promise<void>;
  resume(): Promise<unknown>;
  undo(): Promise<unknown>;
  retry(): Promise<unknown>;
  resolve(): Promise<void>;
  openLog(): Promise<unknown>;
  /** Selects the columns that the job wrote: they may be out of sight. */
  showResults(): Promise<unknown>;
  /** Opens the list of what changed. Returns false if it is empty. */
  openChanges(): boolean;
}

const NOTHING_YET = 'Preview says what a run would write. Undo takes back the last run.';

export class JobCard {
  readonly node: HTMLElement;
  private readonly title = el('p', { class: 'strong clip' });
  private readonly bar = el('div', { class: 'bar-fill' });
  private readonly track: HTMLElement;
  private readonly line = el('p', { class: 'line' });
  private readonly failures: HTMLButtonElement;
  private readonly reasons: HTMLElement;
  private readonly results = el('p', { class: 'soft results', attrs: { hidden: true } });
  private readonly remainder = el('p', { class: 'soft', attrs: { hidden: true } });
  private readonly message = el('p', { class: 'soft' });
  private readonly buttons: Record<
    'resolve' | 'resume' | 'cancel' | 'undo' | 'log' | 'retry',
    HTMLButtonElement
  >;

  constructor(private readonly actions: JobActions) {
    const name = uniqueName('reasons');
    this.reasons = el('ul', { class: 'reasons', attrs: { id: name, hidden: true } });
    this.failures = el(
      'button',
      {
        class: 'disclose',
        attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': name, hidden: true },
        on: {
          click: () => this.toggleReasons(),
        },
      },
      el('span', {}),
      icon('chevron'),
    );
    this.track = el(
      'div',
      {
        class: 'bar',
        attrs: { role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': 'Ids done' },
      },
      this.bar,
    );
    this.buttons = {
      resolve: workButton('Resolve', 'plain', actions.resolve),
      undo: workButton('Undo', 'plain', actions.undo),
      log: workButton('Open log', 'text', actions.openLog),
      retry: workButton('Retry failed', 'text', actions.retry),
      resume: workButton('Resume', 'plain', actions.resume),
      cancel: workButton('Cancel', 'plain', actions.cancel),
    };
    // Keeps Cancel away from the next button: a second press must not hit Undo.
    this.buttons.cancel.classList.add('cancel');
    this.node = el(
      'section',
      { class: 'job-card', attrs: { 'aria-label': 'Job progress' } },
      this.title,
      this.track,
      this.line,
      this.results,
      this.failures,
      this.reasons,
      this.remainder,
      this.message,
      el('div', { class: 'row' }, ...Object.values(this.buttons)),
    );
    this.show(null, false);
  }

  /** `driving`: this sidebar runs the job's steps. `note` replaces the job's own message. */
  show(job: JobView | null, driving: boolean, note = ''): void {
    const open = job !== null && isJobOpen(job);
    this.node.classList.toggle('empty', job === null);
    setText(this.title, job === null ? '' : `${job.title}, ${job.sheet}`);
    this.title.title =
      job === null ? '' : `Started by ${job.startedBy} ${relativeTime(job.startedAt, Date.now())}`;
    this.track.hidden = job === null;
    if (job !== null) {
      this.bar.style.width = `${percent(job)}%`;
      this.track.setAttribute('aria-valuenow', String(percent(job)));
      const state = job.undone ? 'cancelled' : job.state;
      this.track.className = `bar ${state}${open && !driving ? ' paused' : ''}`;
    }
    setText(this.line, job === null ? NOTHING_YET : open ? progressLine(job, driving) : endLine(job));
    this.drawResults(open || job === null || job.undone ? [] : job.columns);
    this.drawFailures(job?.undone ? null : job, open);
    const leftText = job === null ? '' : leftLine(job);
    this.remainder.hidden = leftText === '';
    setText(this.remainder, leftText);
    this.say(note !== '' ? note : (job?.message ?? ''));
    const has = {
      resolve: job !== null && !open && !job.undone && job.failures.some(({ code }) => code === 'AMBIGUOUS'),
      undo: job !== null && !open && job.canUndo,
      log: job !== null && !open,
      retry: job !== null && !open && job.canRetry,
      resume: job !== null && !driving && (open || job.state === 'failed' || job.state === 'cancelled'),
      cancel: open,
    };
    for (const [name, isShown] of Object.entries(has)) {
      this.buttons[name as keyof typeof has].hidden = !isShown;
    }
  }

  /** "Why" shows the reasons, and opens the list of what changed. */
  private toggleReasons(): void {
    this.reasons.hidden = !this.reasons.hidden;
    this.failures.setAttribute('aria-expanded', String(!this.reasons.hidden));
    if (!this.reasons.hidden && !this.isOpen) this.actions.openChanges();
  }

  /** Shows where the results are, with a link: the columns may be out of sight. */
  private drawResults(columns: readonly string[]): void {
    this.results.hidden = columns.length === 0;
    const text =
      columns.length > 3
        ? `${columns.slice(0, 2).join(', ')} and ${columns.length - 2} more`
        : columns.join(', ');
    if (this.results.dataset.of === text) return;
    this.results.dataset.of = text;
    const go = workButton('Show', 'text', () => this.actions.showResults());
    go.classList.add('inline');
    go.setAttribute('aria-label', `Show the results: ${text}`);
    fill(this.results, 'Results in ', el('span', { class: 'mono' }, text), ' ', go);
  }

  private say(text: string): void {
    this.message.hidden = text === '';
    if (this.message.textContent !== text) fill(this.message, ...withLinks(text));
  }

  private isOpen = false;

  private drawFailures(job: JobView | null, open: boolean): void {
    this.isOpen = open;
    const failures = job?.failures ?? [];
    this.failures.hidden = failures.length === 0;
    if (failures.length === 0) {
      this.reasons.hidden = true;
      this.failures.setAttribute('aria-expanded', 'false');
      return;
    }
    setText(this.failures.firstElementChild!, open ? failuresLine(job!) : 'Why');
    fill(
      this.reasons,
      ...failures.map((failure) =>
        el(
          'li',
          {},
          el('span', { class: 'strong' }, `${numberText(failure.count)} ${reason(failure.code)}`),
          el('span', { class: 'soft' }, ...withLinks(failure.example)),
        ),
      ),
    );
  }
}
