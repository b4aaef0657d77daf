// Short notes at the lower right, as Sheets shows them.
import { button, el } from '../../../../src/ui/dom';

const MOST = 4;

/** A toast with negative `seconds` stays until the user dismisses it. */
export function toast(title: string, text: string, seconds = 5): void {
  const place = document.getElementById('toasts')!;
  const node = el(
    'div',
    { class: 'toast' },
    el('div', {}, title === '' ? null : el('p', { class: 'toast-title' }, title), el('p', {}, text)),
    button('Dismiss', 'text', () => node.remove()),
  );
  place.append(node);
  while (place.childElementCount > MOST) place.firstElementChild?.remove();
  if (seconds >= 0) setTimeout(() => node.remove(), Math.max(1, seconds) * 1000);
}
