// Work on stores in progress, with Hold and Cancel; then its result, its failures, and a button to continue.
import { button, el, fill, setText, withLinks } from '../../src/ui/dom';
import { countText, numberText } from '../format';
import { ErrorBox } from '../parts/error-box';
import { asCallError } from '../server';
import { RunControl } from '../stores/control';
import type { StoreProgress } from '../stores/tools';

/** The result of a piece of work. */
export interface Ending {
  words: string;
  /** Names, and why they failed or still exist. */
  lines?: { name: string; why: string }[];
}

export type CardTask = (control: RunControl, progress: StoreProgress) => Promise<Ending>;

const LINES = 50;

export class WorkCard {
  readonly node = el('section', {
    class: 'job-card files-work',
    attrs: { 'aria-label': 'Work on files', hidden: true },
  });
  private readonly title = el('p', { class: 'strong clip' });
  private readonly fillBar = el('div', { class: 'bar-fill' });
  private readonly bar = el(
    'div',
    {
      class: 'bar',
      attrs: { role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': 'Done' },
    },
    this.fillBar,
  );
  private readonly hint = el('p', { class: 'soft' });
  private readonly line = el('p', { class: 'line', attrs: { role: 'status' } });
  private readonly lines = el('ul', { class: 'reasons' });
  private readonly error = new ErrorBox();
  private readonly buttons = el('div', { class: 'row' });
  private control: RunControl | null = null;

  get busy(): boolean {
    return this.control !== null;
  }

  /** `again` starts the same work over; it skips what is done. Returns true if nothing is left to do. */
  async run(title: string, task: CardTask, again: () => void, hint = ''): Promise<boolean> {
    const control = new RunControl();
    this.control = control;
    this.node.hidden = false;
    this.bar.hidden = false;
    setText(this.title, title);
    setText(this.hint, hint);
    setText(this.line, 'Starting…');
    fill(this.lines);
    this.error.clear();
    this.hold(control);
    try {
      const { words, lines = [] } = await task(control, (count, total, unit) =>
        this.progress(count, total, unit),
      );
      this.end(words, lines, lines.length > 0 ? again : null);
      return lines.length === 0;
    } catch (error) {
      if (control.isStopped) this.end('Cancelled. What was done stays; nothing is half-written.', [], again);
      else {
        this.end('It stopped.', [], again);
        this.error.show(asCallError(error));
      }
      return false;
    } finally {
      this.control = null;
    }
  }

  private hold(control: RunControl): void {
    const hold = button('Hold', 'plain', () => {
      if (control.paused) control.resume();
      else control.pause();
      setText(hold, control.paused ? 'Go on' : 'Hold');
    });
    const cancel = button('Cancel', 'plain', () => {
      control.stop();
      setText(this.line, 'Stopping…');
    });
    fill(this.buttons, hold, cancel);
    fill(this.node, this.title, this.bar, this.hint, this.line, this.error.node, this.lines, this.buttons);
  }

  private progress(count: number, total: number, unit: string): void {
    const percent = total > 0 ? Math.min(100, Math.round((100 * count) / total)) : 0;
    this.fillBar.style.width = `${percent}%`;
    this.bar.setAttribute('aria-valuenow', String(percent));
    setText(this.line, `${numberText(count)} of ${numberText(total)} ${unit}`);
  }

  private end(words: string, lines: NonNullable<Ending['lines']>, again: (() => void) | null): void {
    this.bar.hidden = true;
    setText(this.hint, '');
    setText(this.line, words);
    fill(
      this.lines,
      ...lines
        .slice(0, LINES)
        .map(({ name, why }) => el('li', {}, el('span', { class: 'mono' }, name), ' ', ...withLinks(why))),
      lines.length > LINES ? el('li', {}, `and ${countText(lines.length - LINES, 'more', 'more')}`) : null,
    );
    const close = button('Close', 'text', () => {
      this.node.hidden = true;
    });
    fill(this.buttons, again ? button('Go on', 'plain', again) : null, close);
  }
}
