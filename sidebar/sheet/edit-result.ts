// The result of an edit of the sheet, with its Undo.
import type { JobView } from '../../src/addon/interfaces/api';
import { el, fill, setText, workButton } from '../../src/ui/dom';
import { asCallError, call } from '../server';

export class EditResult {
  readonly node = el('div', { class: 'note', attrs: { role: 'status', hidden: true } });
  private readonly line = el('p', {});
  private readonly undo: HTMLButtonElement;
  private job: JobView | null = null;

  constructor(private readonly undone: () => void = () => undefined) {
    this.undo = workButton('Undo', 'plain', () => this.takeBack());
    fill(this.node, this.line, el('div', { class: 'row actions' }, this.undo));
  }

  clear(): void {
    this.node.hidden = true;
  }

  words(): string {
    return this.line.textContent ?? '';
  }

  show(job: JobView): void {
    this.job = job;
    setText(this.line, `${job.title}: ${job.message}.`);
    this.undo.hidden = !job.canUndo;
    this.node.hidden = false;
    this.node.scrollIntoView({ block: 'nearest' });
  }

  private async takeBack(): Promise<void> {
    if (this.job === null) return;
    try {
      const { message } = await call('undo', this.job.id);
      setText(this.line, `${message}.`);
      this.undo.hidden = true;
      this.undone();
    } catch (error) {
      setText(this.line, asCallError(error).message);
    }
  }
}
