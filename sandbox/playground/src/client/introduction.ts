// The introduction in three sentences, shown until it is dismissed.
import { button, el, fill } from '../../../../src/ui/dom';

const KEY = 'tracer-tools-hint';

export function showHint(node: HTMLElement): void {
  if (localStorage.getItem(KEY) === 'seen') {
    node.remove();
    return;
  }
  const step = (n: string, words: string) =>
    el('li', {}, el('span', { class: 'step', attrs: { 'aria-hidden': 'true' } }, n), words);
  fill(
    node,
    el(
      'ol',
      {},
      step(
        '1',
        'Each neuron in a brain map has a segment id, and every correction gives it a new one: ids kept in a sheet go stale.',
      ),
      step(
        '2',
        'Tracer Tools finds today’s id for every row, and its size, synapses and proofreading state, without leaving the sheet.',
      ),
      step('3', 'Press Run at the right; then Make an edit above, and run again to see an id change.'),
    ),
    button('Got it', 'text', () => {
      localStorage.setItem(KEY, 'seen');
      node.remove();
    }),
  );
}
