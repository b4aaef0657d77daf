// One piece of a split segment: its share, figures, soma and link, and the button that chooses it.
import type { PieceView } from '../../../src/addon/interfaces/api';
import { el, linkElement, workButton } from '../../../src/ui/dom';
import { numberText } from '../../format';
import { idChip } from '../../parts/copy';

export interface PieceActions {
  choose(piece: PieceView): Promise<void>;
  /** Shows only this piece, or all for null. */
  single(id: string | null): void;
}

/** `exact`: the shares are counted, not estimated. */
export function pieceCard(
  piece: PieceView,
  number: number,
  exact: boolean,
  { choose, single }: PieceActions,
): HTMLElement {
  const percent = `${exact ? '' : '≈ '}${(piece.share * 100).toFixed(1)} %`;
  const swatch = el('span', { class: 'swatch', attrs: { 'aria-hidden': 'true' } });
  swatch.style.backgroundColor = piece.color;
  const press = workButton(`Choose ${number}`, 'plain', () => choose(piece));
  press.disabled = piece.supervoxel === '';
  return el(
    'li',
    {
      class: 'piece',
      attrs: { 'data-id': piece.id },
      on: {
        mouseenter: () => single(piece.id),
        mouseleave: () => single(null),
        focusin: () => single(piece.id),
        focusout: () => single(null),
      },
    },
    el(
      'div',
      { class: 'row' },
      swatch,
      el('span', { class: 'strong' }, percent),
      el('span', { class: 'grow' }),
      press,
    ),
    idChip(piece.id),
    el(
      'p',
      { class: 'soft' },
      `${figure(piece.volume, 'µm³', 1)} · synapses ${figure(piece.incoming)} in, ${figure(piece.outgoing)} out`,
    ),
    el(
      'p',
      { class: 'soft' },
      piece.own ? el('span', { class: 'strong own' }, 'the row’s own point is in it · ') : '',
      el('span', { class: 'soma' }, 'loading skeleton…'),
      ' · ',
      piece.link === '' ? 'no link' : linkElement(piece.link, 'in the viewer'),
    ),
    piece.supervoxel === ''
      ? el('p', { class: 'soft' }, 'Too small to be chosen here: set an anchor by hand.')
      : null,
  );
}

/** A number with its unit, or why it is missing. */
function figure(value: number | string, unit = '', digits = 0): string {
  if (typeof value === 'string') return value === '' ? 'not known' : value;
  const text = numberText(Number(value.toFixed(digits)));
  return unit === '' ? text : `${text} ${unit}`;
}
