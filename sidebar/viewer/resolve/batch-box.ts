// Settles several rows at once: takes the largest piece if it holds at least a given share; shows the rows first.
import type { DoubtfulRow } from '../../../src/addon/interfaces/api';
import { el, setText, workButton } from '../../../src/ui/dom';
import { countText } from '../../format';

/** Rows named in the preview. */
const NAMED = 12;

export interface BatchActions {
  /** Rows that are not settled yet. */
  openRows(): readonly DoubtfulRow[];
  /** `share`: smallest share of the segment, 0 to 1. */
  take(rows: readonly DoubtfulRow[], share: number): Promise<void>;
}

export function batchBox({ openRows, take }: BatchActions): HTMLElement {
  const input = el('input', {
    attrs: {
      type: 'number',
      min: 51,
      max: 100,
      value: 60,
      'aria-label': 'Least share of the largest piece, %',
    },
  });
  const words = el('p', { class: 'soft', attrs: { role: 'status' } });
  const fitting = () => openRows().filter(({ shares }) => (shares[0] ?? 0) * 100 >= input.valueAsNumber);
  const press = workButton('Take the largest in these rows', 'plain', async () => {
    await take(fitting(), input.valueAsNumber / 100);
    preview();
  });
  const preview = () => {
    const rows = fitting();
    const rowNumbers = rows.slice(0, NAMED).map(({ row }) => row);
    press.disabled = rows.length === 0;
    setText(
      words,
      rows.length === 0
        ? 'No row that is left has such a piece.'
        : `${countText(rows.length, 'row')}: ${rowNumbers.join(', ')}${rows.length > NAMED ? '…' : ''}`,
    );
  };
  input.addEventListener('input', preview);
  return el(
    'details',
    { class: 'batch', on: { toggle: preview } },
    el('summary', {}, 'Several rows at once'),
    el('p', {}, 'Take the largest piece where it holds at least ', input, ' %'),
    words,
    press,
  );
}
