// One parameter in a form: its name, its control and its description.
import type { ParamView } from '../../src/addon/interfaces/api';
import { type Child, el } from '../../src/ui/dom';

/** `control` has the id `id`. `tools` are placed to the right of the name. */
export function paramField(
  param: ParamView,
  id: string,
  control: HTMLElement,
  tools: Child[] = [],
): HTMLElement {
  return el(
    'div',
    { class: 'field' },
    el(
      'div',
      { class: 'row' },
      el('label', { attrs: { for: id } }, param.name),
      param.optional ? el('span', { class: 'soft' }, 'optional') : null,
      ...(tools.length > 0 ? [el('span', { class: 'grow' }), ...tools] : []),
    ),
    control,
    el('p', { class: 'soft' }, param.description),
  );
}
