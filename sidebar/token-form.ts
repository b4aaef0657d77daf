// The form where a CAVE token is pasted and tested. The token is sent only to the add-on.
import type { CaveUserView } from '../src/addon/interfaces/api';
import { el, setText, uniqueName, workButton } from '../src/ui/dom';
import { ErrorBox } from './parts/error-box';
import { asCallError, call } from './server';

export function tokenForm(onSave: (person: CaveUserView) => Promise<void> | void): HTMLElement {
  const name = uniqueName('token');
  const error = new ErrorBox();
  const message = el('p', { class: 'note', attrs: { role: 'status', hidden: true } });
  const input = el('input', {
    class: 'mono',
    attrs: {
      id: name,
      type: 'password',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'Paste the token',
    },
    on: {
      keydown: (event) => {
        if (event.key === 'Enter') save.click();
      },
    },
  });
  const save = workButton('Save and test', 'main', async () => {
    error.clear();
    const token = input.value.trim();
    if (token === '') {
      error.show({ code: 'INPUT', message: 'Paste a token first.', transient: false });
      input.focus();
      return;
    }
    try {
      const person = await call('saveToken', token);
      input.value = '';
      setText(message, `CAVE knows you as ${person.name} (${person.email}).`);
      message.hidden = false;
      await onSave(person);
    } catch (failure) {
      message.hidden = true;
      error.show(asCallError(failure));
    }
  });
  return el(
    'div',
    { class: 'token-form' },
    el('label', { class: 'offscreen', attrs: { for: name } }, 'CAVE token'),
    el('div', { class: 'row' }, input, save),
    message,
    error.node,
  );
}
