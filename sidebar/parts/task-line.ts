/** The outcome of a panel's last action: a line of text on success, an error on failure. */
import { el, fill } from '../../src/ui/dom';
import { asCallError } from '../server';
import { ErrorBox } from './error-box';

interface TaskOptions {
  /** Scrolls to the outcome; for long panels. */
  scrolls?: boolean;
  /** Called before a failure is shown. */
  onFailure?: (message: string) => void;
  /** Buttons beside an error. */
  actions?: () => HTMLElement[];
}

export class TaskLine {
  readonly message = el('p', { class: 'note', attrs: { role: 'status', hidden: true } });
  readonly error = new ErrorBox();

  constructor(private readonly options: TaskOptions = {}) {}

  tell(words: string, ...more: HTMLElement[]): void {
    fill(this.message, words, ...more);
    this.message.hidden = false;
    if (this.options.scrolls) this.message.scrollIntoView({ block: 'nearest' });
  }

  clear(): void {
    this.error.clear();
    this.message.hidden = true;
  }

  /** Clears the last outcome and runs the task. Returns true on success. */
  async run(task: () => Promise<unknown>): Promise<boolean> {
    this.clear();
    try {
      await task();
      return true;
    } catch (failure) {
      const error = asCallError(failure);
      this.message.hidden = true;
      this.options.onFailure?.(error.message);
      this.error.show(error, this.options.actions?.());
      if (this.options.scrolls) this.error.node.scrollIntoView({ block: 'nearest' });
      return false;
    }
  }
}
