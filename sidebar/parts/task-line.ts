/** What a panel says of its last action: a line when it went well, an error when it did not. */
import { el, fill } from '../../src/ui/dom';
import { asCallError } from '../server';
import { ErrorBox } from './error-box';

export class TaskLine {
  readonly message = el('p', { class: 'note', attrs: { role: 'status', hidden: true } });
  readonly error = new ErrorBox();

  tell(words: string, ...more: HTMLElement[]): void {
    fill(this.message, words, ...more);
    this.message.hidden = false;
  }

  /** What the action before said goes away. */
  async run(task: () => Promise<void>): Promise<void> {
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
