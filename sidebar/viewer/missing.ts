// Missing skeletons: those in progress, with Retry, and those that cannot be made, each with its reason.
import { el, workButton } from '../../src/ui/dom';
import { countText } from '../format';
import { idChip } from '../parts/copy';
import type { Missing } from './load';

/** Null if nothing is missing. */
export function missingList(
  missing: readonly Missing[],
  retry: (ids: string[]) => Promise<void>,
): HTMLElement | null {
  if (missing.length === 0) return null;
  const pending = missing.filter(({ code }) => code === 'PENDING');
  const others = missing.filter(({ code }) => code !== 'PENDING');
  return el(
    'div',
    {},
    pending.length === 0
      ? null
      : el(
          'section',
          {},
          el(
            'div',
            { class: 'row list-head' },
            el('h3', {}, `Being made: ${countText(pending.length, 'skeleton')}`),
            el('span', { class: 'grow' }),
            workButton('Retry', 'text', () => retry(pending.map(({ id }) => id))),
          ),
          el('p', { class: 'soft' }, pending[0]!.message),
          el('ul', { class: 'legend' }, ...pending.map(({ id }) => el('li', {}, idChip(id)))),
        ),
    others.length === 0
      ? null
      : el(
          'section',
          {},
          el('h3', { class: 'list-head' }, `Without a skeleton: ${countText(others.length, 'id')}`),
          el(
            'ul',
            { class: 'legend' },
            ...others.map(({ id, code, message }) =>
              el('li', {}, idChip(id), el('p', { class: 'soft' }, `${code}: ${message}`)),
            ),
          ),
        ),
  );
}
