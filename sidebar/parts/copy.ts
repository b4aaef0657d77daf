// Copies text; shows a full id with its copy button.
import { el, setText } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';

/** Some frames refuse the clipboard API: then this uses the old copy command. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const area = el('textarea', { class: 'offscreen', attrs: { 'aria-hidden': 'true', tabindex: -1 } });
  area.value = text;
  document.body.appendChild(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}

/** A button that copies text and says so for a moment, without changing its width. */
export function copyButton(text: () => string, label = 'Copy'): HTMLButtonElement {
  const words = el('span', {}, label);
  const node = el(
    'button',
    { class: 'button text copy', attrs: { type: 'button' }, on: { click: () => void press() } },
    words,
  );
  async function press(): Promise<void> {
    setText(words, (await copyText(text())) ? 'Copied' : 'Not copied');
    setTimeout(() => setText(words, label), 1500);
  }
  return node;
}

/** An id in a fixed-width font with a small copy button. */
export function idChip(id: string): HTMLElement {
  const press = el(
    'button',
    { class: 'icon small', attrs: { type: 'button', 'aria-label': `Copy ${id}`, title: 'Copy' } },
    icon('copy'),
  );
  press.addEventListener('click', () => {
    void copyText(id).then((isCopied) => {
      if (!isCopied) return;
      press.classList.add('done');
      setTimeout(() => press.classList.remove('done'), 1200);
    });
  });
  return el('span', { class: 'id' }, el('span', { class: 'mono' }, id), press);
}

/** Whether a cell's text looks like a CAVE id. */
export function looksLikeId(text: string): boolean {
  return /^[0-9]{15,20}$/.test(text);
}
