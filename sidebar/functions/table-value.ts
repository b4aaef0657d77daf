// The value of one filter: a text with suggestions, a list of texts, TRUE or FALSE, or two corners.
import type { ColumnView } from '../../src/addon/interfaces/api';
import { button, el, fill, uniqueName } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import { isList, splitIds } from './table-filters';

export interface ValueEditor {
  node: HTMLElement;
  values(): string[];
}

const HINTS: Record<ColumnView['kind'], string> = {
  id: 'An id',
  int: 'A number',
  float: 'A number',
  bool: '',
  text: 'A text',
  time: 'Such as 2026-06-01 or 2026-06-01 12:00',
  position: '',
};

/** `first` is the value of the previous editor. */
export function valueEditor(
  column: ColumnView,
  comparison: string,
  first: string[],
  onChange: () => void,
): ValueEditor {
  if (comparison === 'box') return corners(column, first, onChange);
  if (column.kind === 'bool') return truth(column, first, onChange);
  return isList(comparison) ? list(column, first, onChange) : single(column, comparison, first, onChange);
}

function field(label: string, hint: string, onChange: (event: Event) => void): HTMLInputElement {
  return el('input', {
    attrs: { type: 'text', 'aria-label': label, placeholder: hint, autocomplete: 'off', spellcheck: 'false' },
    on: { input: onChange },
  });
}

/** Adds the column's known texts as suggestions of the field. */
function suggestions(input: HTMLInputElement, column: ColumnView): (HTMLElement | null)[] {
  if (column.values.length === 0) return [input];
  const id = uniqueName('known');
  input.setAttribute('list', id);
  const options = column.values.map((value) => el('option', { attrs: { value } }));
  const more = column.more ? `${column.values.length} known values are offered; others can be typed.` : null;
  return [
    input,
    el('datalist', { attrs: { id } }, ...options),
    more ? el('p', { class: 'soft' }, more) : null,
  ];
}

function single(column: ColumnView, comparison: string, first: string[], onChange: () => void): ValueEditor {
  const pattern = comparison === '~';
  const hint = pattern ? 'A pattern, such as ^GNG' : HINTS[column.kind];
  const input = field(`Value of ${column.name}`, hint, onChange);
  input.value = first[0] ?? '';
  const node = el('div', { class: 'value' }, ...(pattern ? [input] : suggestions(input, column)));
  return { node, values: () => (input.value === '' ? [] : [input.value]) };
}

function truth(column: ColumnView, first: string[], onChange: () => void): ValueEditor {
  const options = ['TRUE', 'FALSE'].map((value) => el('option', { attrs: { value } }, value));
  const select = el(
    'select',
    { attrs: { 'aria-label': `Value of ${column.name}` }, on: { change: onChange } },
    ...options,
  );
  if (first[0] === 'FALSE') select.value = 'FALSE';
  return { node: el('div', { class: 'value' }, select), values: () => [select.value] };
}

function corners(column: ColumnView, first: string[], onChange: () => void): ValueEditor {
  const inputs = ['from', 'to'].map((word, i) => {
    const input = field(`${column.name} ${word}`, `${word} x, y, z`, onChange);
    input.value = first[i] ?? '';
    return input;
  });
  const node = el(
    'div',
    { class: 'value' },
    ...inputs,
    el('p', { class: 'soft' }, 'In voxels, as the viewer shows them.'),
  );
  const values = () => inputs.map((input) => input.value.trim());
  return { node, values: () => (values().every((value) => value === '') ? [] : values()) };
}

function list(column: ColumnView, first: string[], onChange: () => void): ValueEditor {
  const selection: string[] = [...first];
  const chips = el('ul', { class: 'chips', attrs: { 'aria-label': `Values of ${column.name}` } });
  const input = field(`Add a value of ${column.name}`, `${HINTS[column.kind]}, then Enter`, (event) => {
    // A suggestion that the user picks arrives as a replacement, or as an event without typing.
    const isPicked = !(event instanceof InputEvent) || event.inputType === 'insertReplacementText';
    if (isPicked && column.values.includes(input.value)) add();
    else onChange();
  });
  const parts = (): string[] => {
    if (input.value.trim() === '') return [];
    return column.kind === 'text' ? [input.value] : splitIds(input.value);
  };
  const add = () => {
    for (const value of parts()) if (!selection.includes(value)) selection.push(value);
    input.value = '';
    show();
  };
  const show = () => {
    fill(chips, ...selection.map((value) => chip(value)));
    chips.hidden = selection.length === 0;
    onChange();
  };
  const chip = (value: string) => {
    const remove = el('button', {
      class: 'icon small',
      attrs: { type: 'button', 'aria-label': `Remove ${value}` },
      on: {
        click: () => {
          selection.splice(selection.indexOf(value), 1);
          show();
          input.focus();
        },
      },
    });
    remove.appendChild(icon('close'));
    const className = column.kind === 'id' ? 'clip mono' : 'clip';
    return el('li', {}, el('span', { class: className, attrs: { title: value } }, value), remove);
  };
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  });
  fill(chips, ...selection.map(chip));
  chips.hidden = selection.length === 0;
  const [control, ...rest] = suggestions(input, column);
  const adding = el('div', { class: 'row' }, control, button('Add', 'text', add));
  const node = el('div', { class: 'value' }, chips, adding, ...rest);
  // Text that is still in the field counts too, so that nothing typed is lost.
  return { node, values: () => [...new Set([...selection, ...parts()])] };
}
