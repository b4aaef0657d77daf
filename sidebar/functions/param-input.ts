// The input of one parameter: a choice, or a text field with a hint.
import type { ParamView } from '../../src/addon/interfaces/api';
import { el } from '../../src/ui/dom';

const HINTS: Record<ParamView['kind'], string> = {
  ids: 'A range such as C2:C40, or ids',
  id: 'A cell such as C2, or one id',
  points: 'A range such as D2:F9, or text',
  text: 'Text, or a cell such as B2',
  number: 'A number, or a cell',
  boolean: '',
  choice: '',
  time: 'latest, live, v3, a time in UTC, or a cell',
};

export function paramInput(
  param: ParamView,
  id: string,
  initial: string,
  onChange: () => void,
): HTMLInputElement | HTMLSelectElement {
  const choices = param.kind === 'boolean' ? ['TRUE', 'FALSE'] : param.choices;
  if (choices !== undefined && param.kind !== 'ids') {
    const select = el(
      'select',
      { attrs: { id }, on: { change: onChange } },
      param.optional ? el('option', { attrs: { value: '' } }, 'as usual') : null,
      ...choices.map((choice) => el('option', { attrs: { value: choice } }, choice)),
    );
    if (initial !== '') select.value = param.kind === 'boolean' ? initial.toUpperCase() : initial;
    return select;
  }
  const input = el('input', {
    class: param.kind === 'text' ? '' : 'mono',
    attrs: {
      id,
      type: 'text',
      placeholder: HINTS[param.kind],
      autocomplete: 'off',
      spellcheck: 'false',
    },
    on: { input: onChange },
  });
  input.value = initial;
  return input;
}
