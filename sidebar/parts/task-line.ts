/** What a panel says of its last action: a line when it went well, an error when it did not. */
import { el, fill } from '../../src/ui/dom';
import { asCallError } from '../server';
import { ErrorBox } from './error-box';

interface TaskOptions {
  /** What is said is scrolled to: the panel is long. */
  scrolls?: boolean;
  /** Called before a failure is shown. */
  failed?: (message: string) => void;
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

  /** What the action before said goes away. True where this one went well. */
  async run(task: () => Promise<unknown>): Promise<boolean> {
    this.clear();
    try {
      await task();
      return true;
    } catch (thrown) {
      const error = asCallError(thrown);
      this.message.hidden = true;
      this.options.failed?.(error.message);
      this.error.show(error, this.options.actions?.());
      if (this.options.scrolls) this.error.node.scrollIntoView({ block: 'nearest' });
      return false;
    }
  }
}
