// A small menu at a point: for Extensions, the grid's context menu, and the sandbox bar.
import { el } from '../../../../src/ui/dom';

export interface Choice {
  label: string;
  /** Absent for a separator and for a heading. */
  press?: () => void;
  /** A submenu. */
  inside?: Choice[];
  line?: boolean;
}

let open: { close(): void } | null = null;

export function closePopup(): void {
  open?.close();
}

/** Opens at a point; arrow keys move, Escape closes and returns the focus. */
export function popup(choices: readonly Choice[], x: number, y: number): void {
  closePopup();
  const before = document.activeElement;
  const node = list(choices, () => close());
  const away = (event: Event) => {
    if (!node.contains(event.target as Node)) close(false);
  };
  function close(back = true): void {
    node.remove();
    document.removeEventListener('pointerdown', away, true);
    window.removeEventListener('blur', onBlur);
    open = null;
    if (back && before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
  // A click inside the sidebar's frame is visible here only as a loss of focus.
  const onBlur = () => close(false);
  document.querySelector('main')!.append(node);
  node.style.left = `${Math.max(4, Math.min(x, window.innerWidth - node.offsetWidth - 8))}px`;
  node.style.top = `${Math.max(4, Math.min(y, window.innerHeight - node.offsetHeight - 8))}px`;
  document.addEventListener('pointerdown', away, true);
  window.addEventListener('blur', onBlur);
  open = { close };
  node.querySelector('button')?.focus();
}

function list(choices: readonly Choice[], onClose: () => void): HTMLElement {
  const node = el('div', { class: 'popup', attrs: { role: 'menu' } });
  for (const choice of choices) node.append(entry(choice, onClose));
  node.addEventListener('keydown', (event) => move(event, node, onClose));
  return node;
}

function entry(choice: Choice, onClose: () => void): HTMLElement {
  if (choice.line) return el('div', { class: 'between', attrs: { role: 'separator' } });
  if (choice.inside !== undefined) {
    const group = el(
      'div',
      { class: 'group', attrs: { role: 'group', 'aria-label': choice.label } },
      el('div', { class: 'group-name' }, choice.label),
    );
    for (const each of choice.inside) group.append(entry(each, onClose));
    return group;
  }
  return el(
    'button',
    {
      attrs: { type: 'button', role: 'menuitem' },
      on: {
        click: () => {
          onClose();
          choice.press?.();
        },
      },
    },
    choice.label,
  );
}

function move(event: KeyboardEvent, node: HTMLElement, onClose: () => void): void {
  const buttons = [...node.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (event.key === 'Escape' || event.key === 'Tab') onClose();
  else if (step === 0) return;
  else buttons[(at + step + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
