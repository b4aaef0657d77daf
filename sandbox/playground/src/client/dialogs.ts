// Alerts and prompts of the script, and messages with an OK button.
import { button, el } from '../../../../src/ui/dom';
import type { PageEvent } from '../protocol';
import { sendAction } from './server';

type AskEvent = Extract<PageEvent, { on: 'ask' }>;

const BUTTONS: Record<string, string[]> = {
  OK: ['OK'],
  OK_CANCEL: ['OK', 'CANCEL'],
  YES_NO: ['YES', 'NO'],
  YES_NO_CANCEL: ['YES', 'NO', 'CANCEL'],
};
const WORDS: Record<string, string> = { OK: 'OK', CANCEL: 'Cancel', YES: 'Yes', NO: 'No' };

const openIds = new Set<number>();

export function openDialog(question: AskEvent): void {
  if (openIds.has(question.id)) return;
  openIds.add(question.id);
  const input =
    question.kind === 'prompt' ? el('input', { attrs: { type: 'text', 'aria-label': question.text } }) : null;
  const answer = (name: string) => {
    dialog.remove();
    void sendAction({ do: 'answer', id: question.id, button: name, text: input?.value ?? '' });
  };
  const dialog = sentence(
    question.title,
    question.text,
    (BUTTONS[question.buttons] ?? ['OK']).map((name, i) =>
      button(WORDS[name] ?? name, i === 0 ? 'main' : 'plain', () => answer(name)),
    ),
    input,
  );
  dialog.addEventListener('cancel', () => answer('CLOSE'));
  if (input !== null) {
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') answer('OK');
    });
  }
}

/** Shows an error that the user must see. */
export function showMessage(title: string, text: string): void {
  const dialog = sentence(title, text, [button('OK', 'main', () => dialog.remove())], null);
}

function sentence(
  title: string,
  text: string,
  buttons: HTMLElement[],
  input: HTMLInputElement | null,
): HTMLDialogElement {
  const dialog = el(
    'dialog',
    { class: 'sentence', attrs: { 'aria-label': title === '' ? text : title } },
    title === '' ? null : el('h2', {}, title),
    el('p', {}, text),
    input,
    el('div', { class: 'buttons' }, ...buttons),
  );
  document.body.append(dialog);
  dialog.showModal();
  (input ?? buttons[0])?.focus();
  return dialog;
}
