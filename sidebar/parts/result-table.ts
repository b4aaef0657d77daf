// A function's answer as a small table. Ids keep all digits and can be copied.
import type { OutputView, TableView } from '../../src/addon/interfaces/api';
import { el, linkElement } from '../../src/ui/dom';
import { countText, numberText } from '../format';
import { copyButton, idChip, looksLikeId } from './copy';

export function resultTable(table: TableView): HTMLElement {
  const isTitled = hasTitle(table);
  const cells = el(
    'table',
    {},
    isTitled
      ? el('caption', {}, table.header[0] ?? '')
      : el(
          'thead',
          {},
          el(
            'tr',
            {},
            ...table.header.map((name, i) =>
              el('th', { attrs: { scope: 'col', title: table.outputs[i]?.unit ?? '' } }, name),
            ),
          ),
        ),
    el(
      'tbody',
      {},
      ...table.cells.map((row) =>
        el('tr', {}, ...row.map((value, i) => cell(value, table.outputs[i] ?? null))),
      ),
    ),
  );
  const rowCount = table.cells.length;
  const message =
    rowCount < table.rows
      ? `First ${numberText(rowCount)} of ${countText(table.rows, 'row')}`
      : countText(table.rows, 'row');
  return el(
    'section',
    { class: 'result', attrs: { 'aria-label': 'Result' } },
    el(
      'div',
      { class: 'row' },
      el('span', { class: 'soft' }, message),
      el('span', { class: 'grow' }),
      copyButton(() => asText(table), 'Copy table'),
    ),
    el(
      'div',
      { class: 'table-box', attrs: { tabindex: 0, role: 'region', 'aria-label': 'Result table' } },
      cells,
    ),
    ...table.notes.map((note) => el('p', { class: 'note' }, note)),
  );
}

function cell(value: string | number | boolean, output: OutputView | null): HTMLElement {
  const format = output?.format;
  if (typeof value === 'number') {
    return el('td', { class: 'figure', attrs: { title: output?.unit ?? '' } }, numberText(readable(value)));
  }
  if (typeof value === 'boolean') return el('td', {}, value ? 'yes' : 'no');
  if (value.startsWith('#TT ')) return el('td', { class: 'refused' }, value);
  if ((format === 'id' || format === undefined) && looksLikeId(value)) return el('td', {}, idChip(value));
  return el('td', {}, format === 'link' ? linkElement(value) : value);
}

/** All digits of a whole number, seven significant digits of others; copying gives all digits. */
const readable = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(7)));

/** A table whose first row holds its own headers has one title for all columns. */
function hasTitle({ header }: TableView): boolean {
  return header.length > 1 && header.slice(1).every((name) => name === '');
}

/** Tab-separated text, as Sheets reads it from the clipboard. */
function asText(table: TableView): string {
  const plain = (value: string | number | boolean) => `${value}`.replace(/[\t\n]/g, ' ');
  const rows = hasTitle(table) ? table.cells : [table.header, ...table.cells];
  return rows.map((row) => row.map(plain).join('\t')).join('\n');
}
