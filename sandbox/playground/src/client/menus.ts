// Extensions › Tracer Tools, as built by the script.
import { button, fill } from '../../../../src/ui/dom';
import type { MenuItem } from '../protocol';
import { showMessage } from './dialogs';
import { type Choice, popup } from './popup';
import { sendAction } from './server';

export function showMenu(node: HTMLElement, items: readonly MenuItem[], problem: string): void {
  const opener = button('Extensions', 'text', () => {
    const { left, bottom } = opener.getBoundingClientRect();
    popup(
      items.length === 0
        ? [
            {
              label: problem === '' ? 'No add-on menu for this user' : 'The add-on is not there',
              press: () => problem !== '' && showMessage('', problem),
            },
          ]
        : [{ label: 'Tracer Tools', inside: items.map(choiceOf) }],
      left,
      bottom + 2,
    );
  });
  opener.setAttribute('aria-haspopup', 'menu');
  fill(node, opener);
}

function choiceOf(item: MenuItem): Choice {
  if (item.separator) return { label: '', line: true };
  if (item.items !== undefined) return { label: item.caption, inside: item.items.map(choiceOf) };
  const { fn } = item;
  return fn === undefined ? { label: item.caption } : { label: item.caption, press: () => void run(fn) };
}

async function run(fn: string): Promise<void> {
  const problem = await sendAction({ do: 'menu', fn });
  if (problem !== '') showMessage('The script ended with an error', problem);
}
