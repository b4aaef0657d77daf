/** Alerts and prompts: the script waits until a user of the page answers. */
import type { Dialog, DialogAnswer, HostState } from '@tracer-tools/apps-script';
import type { Events } from './events';
import type { PageEvent } from './protocol';

export class Dialogs {
  private last = 0;
  private readonly waiting = new Map<number, { question: PageEvent; settle(answer: DialogAnswer): void }>();

  constructor(
    host: HostState,
    private readonly events: Events,
  ) {
    // If the host cannot wait, or no page is open, the host's own answer is used.
    const hostAnswer = host.ui.answer;
    host.ui.answer = (dialog) =>
      host.world.concurrent && events.listeners > 0 ? this.ask(dialog) : hostAnswer(dialog);
  }

  private ask(dialog: Dialog): Promise<DialogAnswer> {
    this.last += 1;
    const id = this.last;
    const { kind, title, text, buttons } = dialog;
    const question: PageEvent = { on: 'ask', id, kind, title, text, buttons };
    this.events.send(question);
    return new Promise((settle) => this.waiting.set(id, { question, settle }));
  }

  answer(id: number, answer: DialogAnswer): void {
    this.waiting.get(id)?.settle(answer);
    this.waiting.delete(id);
  }

  /** Unanswered questions: a page shows them when it is opened again. */
  open(): PageEvent[] {
    return [...this.waiting.values()].map(({ question }) => question);
  }
}
