// All recorded runs: who started them, how far they are, and Undo for those whose cells can still be restored.
import type { JobView } from '../../src/addon/interfaces/api';
import { el, fill, uniqueName, workButton } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import { relativeTime } from '../format';
import { endLine, isJobOpen, leftLine, progressLine } from '../job-text';

export interface RunsActions {
  list(): Promise<JobView[]>;
  undo(id: string): Promise<string>;
  cancel(id: string): Promise<string>;
}

export class RunsBox {
  readonly node: HTMLElement;
  private readonly head: HTMLButtonElement;
  private readonly list: HTMLElement;
  private readonly answer = el('p', { class: 'soft', attrs: { role: 'status', hidden: true } });

  /** `work` runs an action and shows its errors. */
  constructor(
    private readonly actions: RunsActions,
    private readonly work: (task: () => Promise<unknown>) => Promise<unknown>,
  ) {
    const name = uniqueName('runs');
    this.list = el('ul', { class: 'reasons', attrs: { id: name, hidden: true } });
    this.head = el(
      'button',
      {
        class: 'disclose',
        attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': name },
        on: { click: () => void this.work(() => this.toggle()) },
      },
      el('span', {}, 'All runs in this spreadsheet'),
      icon('chevron'),
    );
    this.node = el(
      'section',
      { class: 'runs', attrs: { 'aria-label': 'All runs' } },
      this.head,
      this.answer,
      this.list,
    );
  }

  private async toggle(): Promise<void> {
    const opens = this.list.hidden;
    if (opens) await this.read();
    this.say('');
    this.list.hidden = !opens;
    this.head.setAttribute('aria-expanded', String(opens));
  }

  private async read(): Promise<void> {
    const runs = await this.actions.list();
    fill(this.list, ...(runs.length === 0 ? [el('li', {}, 'None yet.')] : runs.map((run) => this.row(run))));
  }

  private row(run: JobView): HTMLElement {
    const open = isJobOpen(run);
    const leftText = leftLine(run);
    const act = (words: string, label: string, action: (id: string) => Promise<string>) => {
      const press = workButton(words, 'text', () =>
        this.work(async () => {
          const message = await action(run.id);
          await this.read();
          this.say(message);
        }),
      );
      press.setAttribute('aria-label', `${words}: ${label}`);
      return press;
    };
    const label = `${run.title}, ${run.sheet}, ${relativeTime(run.startedAt, Date.now())}`;
    return el(
      'li',
      {},
      el('span', { class: 'strong' }, `${run.title}, ${run.sheet}`),
      el(
        'span',
        { class: 'soft' },
        `${run.startedBy || 'Somebody'}, ${relativeTime(run.startedAt, Date.now())}`,
      ),
      el('span', {}, open ? `Not finished: ${progressLine(run, false)}` : endLine(run)),
      leftText === '' ? null : el('span', { class: 'soft' }, leftText),
      el(
        'div',
        { class: 'row' },
        run.canUndo ? act('Undo', label, (id) => this.actions.undo(id)) : null,
        open ? act('Cancel', label, (id) => this.actions.cancel(id)) : null,
      ),
    );
  }

  private say(text: string): void {
    this.answer.hidden = text === '';
    this.answer.textContent = text;
  }
}
