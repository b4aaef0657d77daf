// Rows that became one neuron, side by side: the user keeps them, marks them, or removes one.
import type { TogetherRef, TogetherRow } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../../src/ui/dom';

export interface TogetherActions {
  rows(ref: TogetherRef): Promise<TogetherRow[]>;
  keep(ref: TogetherRef, mark: boolean): Promise<unknown>;
  remove(ref: TogetherRef, row: TogetherRow): Promise<unknown>;
  showRow(ref: TogetherRef, id: string): Promise<unknown>;
}

/** Opens on request, and then reads the rows. */
export function togetherBox(ref: TogetherRef, actions: TogetherActions): HTMLElement {
  const body = el('div', { class: 'together' });
  const open = workButton('Compare the rows', 'text', async () => {
    const rows = await actions.rows(ref);
    open.remove();
    fill(
      body,
      rows.length < 2 ? el('p', { class: 'soft' }, 'Only one of these rows is still there.') : null,
      ...rows.map((row) => rowCard(ref, row, rows.length > 1, actions)),
      el(
        'div',
        { class: 'row actions' },
        workButton('Keep both', 'plain', () => actions.keep(ref, false)),
        workButton('Mark both', 'plain', () => actions.keep(ref, true)),
      ),
    );
  });
  return el('div', {}, open, body);
}

function rowCard(
  ref: TogetherRef,
  row: TogetherRow,
  removable: boolean,
  actions: TogetherActions,
): HTMLElement {
  const sure = el('div', {
    class: 'warn',
    attrs: { hidden: true, role: 'group', 'aria-label': 'Remove the row?' },
  });
  const remove = button('Remove this row', 'text', () => {
    sure.hidden = false;
    sure.querySelector('button')?.focus();
  });
  fill(
    sure,
    el(
      'p',
      {},
      `Remove row ${row.row} from the sheet? Undo brings back its values, formulas, formats and notes; formulas elsewhere that read this row lose it for good.`,
    ),
    el(
      'div',
      { class: 'row actions' },
      button('No', 'plain', () => {
        sure.hidden = true;
        remove.focus();
      }),
      workButton(`Remove row ${row.row}`, 'danger', () => actions.remove(ref, row)),
    ),
  );
  const go = workButton('', 'text', () => actions.showRow(ref, row.id));
  setText(go, `Row ${row.row}: ${row.id}`);
  return el(
    'section',
    { class: 'together-row', attrs: { 'aria-label': `Row ${row.row}` } },
    go,
    el('dl', {}, ...row.cells.flatMap(({ header, text }) => [el('dt', {}, header), el('dd', {}, text)])),
    removable ? remove : null,
    sure,
  );
}
