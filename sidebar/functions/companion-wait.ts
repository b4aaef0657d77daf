// Waits for work of the companion, which may take minutes: its progress, and a button to stop it.
import type { CallError } from '../../src/addon/interfaces/api';
import { button, el, setText } from '../../src/ui/dom';
import { asCallError } from '../server';
import { pollUntilDone } from './poll';

interface Wait {
  node: HTMLElement;
  /** Null if the user stopped it. */
  poll<T>(ask: () => Promise<T>): Promise<T | null>;
}

/** `canStop`: the companion can cancel the work; otherwise only the waiting stops. */
export function companionWait(by: {
  canStop: boolean;
  cancel(): Promise<unknown>;
  onFailure(error: CallError): void;
}): Wait {
  let isStopped = false;
  let wake = (): void => undefined;
  const words = el('p', { class: 'soft busy grow', attrs: { role: 'status' } }, 'The companion is at work…');
  const stop = button('Cancel', 'plain', () => {
    isStopped = true;
    wake();
    if (by.canStop) by.cancel().catch((error: unknown) => by.onFailure(asCallError(error)));
  });
  stop.hidden = !by.canStop;
  const stopPress = new Promise<null>((resolve) => {
    stop.addEventListener('click', () => resolve(null));
  });
  return {
    node: el('div', { class: 'row' }, words, stop),
    poll: (ask) =>
      Promise.race([
        pollUntilDone(ask, {
          show: (text) => {
            stop.hidden = false;
            setText(words, text);
          },
          stopped: () => isStopped,
          wait: (ms) =>
            new Promise((resolve) => {
              wake = resolve;
              setTimeout(resolve, ms);
            }),
        }),
        stopPress,
      ]),
  };
}
