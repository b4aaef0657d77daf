/** Alerts and prompts: the script waits until somebody at the page answers. */
import type { Answer, Dialog, HostState } from '../apps-script';
import type { Events } from './events';

export class Asks {
  private last = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  constructor(
    host: HostState,
    private readonly events: Events,
  ) {
    // Without a host that can wait, or a page that can answer, the host's own answer stands.
    const byItself = host.ui.answer;
    host.ui.answer = (dialog) =>
      host.world.concurrent && events.listeners > 0 ? this.ask(dialog) : byItself(dialog);
  }

  private ask(dialog: Dialog): Promise<Answer> {
    this.last += 1;
    const id = this.last;
    const { kind, title, text, buttons } = dialog;
    this.events.send({ on: 'ask', id, kind, title, text, buttons });
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  answer(id: number, answer: Answer): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}
