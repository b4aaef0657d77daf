// The note or error of a cell, shown beside it while the pointer rests there.
import { el, setText } from '../../../../src/ui/dom';
import type { GridView } from './grid';
import type { Store } from './store';

export function watchNotes(grid: GridView, store: Store): void {
  const node = el('div', { class: 'cell-note', attrs: { role: 'tooltip', hidden: true } });
  document.querySelector('main')!.append(node);
  grid.node.addEventListener('mousemove', (event) => {
    const spot = grid.at(event.clientX, event.clientY);
    const cell = spot.row > 0 && spot.column > 0 ? store.cell(spot) : undefined;
    const fault = cell?.k === 'e' ? 'Error\n' : '';
    const note = cell?.note ?? (cell?.t.startsWith('#TT ') ? cell.t : '');
    node.hidden = note === '';
    if (note === '') return;
    setText(node, fault + note);
    const { x, y, width } = grid.place(spot.row, spot.column);
    const frame = grid.node.getBoundingClientRect();
    const left = frame.left + x + width - grid.node.scrollLeft + 4;
    node.style.left = `${Math.min(left, window.innerWidth - 280)}px`;
    node.style.top = `${frame.top + y - grid.node.scrollTop}px`;
  });
  grid.node.addEventListener('mouseleave', () => {
    node.hidden = true;
  });
}
