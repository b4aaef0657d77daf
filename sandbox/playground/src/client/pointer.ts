// Pointer actions on the grid: select, extend, drag, resize columns, point into a formula.
import { boxBetween, boxName, type Spot } from './boxes';
import type { Columns } from './columns';
import type { Cursor } from './cursor';
import type { Editor } from './editor';
import type { GridView } from './grid';
import type { Store } from './store';

export interface PointerParts {
  grid: GridView;
  store: Store;
  columns: Columns;
  cursor: Cursor;
  editor: Editor;
  selectAll(): void;
  focus(): void;
}

export class Pointer {
  constructor(private readonly parts: PointerParts) {
    const { grid, editor } = parts;
    const { node } = grid;
    node.addEventListener('pointerdown', (event) => this.press(event));
    node.addEventListener('dblclick', (event) => {
      const { row, column } = grid.at(event.clientX, event.clientY);
      if (row > 0 && column > 0) editor.begin(null);
    });
    node.addEventListener('mousemove', (event) => {
      node.style.cursor = grid.edgeAt(event.clientX, event.clientY) > 0 ? 'col-resize' : '';
    });
  }

  private press(event: PointerEvent): void {
    const { grid, cursor, editor } = this.parts;
    if (event.target instanceof HTMLTextAreaElement || this.onScrollBars(event)) return;
    const edge = grid.edgeAt(event.clientX, event.clientY);
    if (edge > 0) {
      this.resize(edge, event);
      return;
    }
    const spot = grid.at(event.clientX, event.clientY);
    const onCell = spot.row > 0 && spot.column > 0;
    if (event.button === 2 && this.holds(spot)) return;
    event.preventDefault();
    if (onCell && this.point(spot, spot)) {
      this.drag((to) => this.point(spot, to));
      return;
    }
    editor.commit();
    if (onCell) {
      cursor.to(spot, event.shiftKey);
      if (event.button === 0) this.drag((to) => cursor.to(to, true));
    } else if (spot.row === 0 && spot.column === 0) this.parts.selectAll();
    else if (spot.row === 0) cursor.wholeColumn(spot.column, event.shiftKey);
    else cursor.wholeRow(spot.row, event.shiftKey);
    this.parts.focus();
  }

  private onScrollBars(event: PointerEvent): boolean {
    const { node } = this.parts.grid;
    const frame = node.getBoundingClientRect();
    return event.clientX - frame.left > node.clientWidth || event.clientY - frame.top > node.clientHeight;
  }

  private point(from: Spot, to: Spot): boolean {
    return this.parts.editor.point(boxName(boxBetween(from, to)));
  }

  private drag(to: (spot: Spot) => void): void {
    whileDragging((event) => {
      const { row, column } = this.parts.grid.at(event.clientX, event.clientY);
      to({ row: Math.max(1, row), column: Math.max(1, column) });
    });
  }

  private resize(column: number, start: PointerEvent): void {
    const { store, columns, grid } = this.parts;
    const tab = store.active;
    const width = columns.width(tab, column);
    whileDragging((event) => {
      columns.draw(tab, column, width + event.clientX - start.clientX);
      grid.later();
    });
    start.preventDefault();
  }

  /** A right click inside the selection keeps it. */
  private holds({ row, column }: Spot): boolean {
    const box = this.parts.cursor.box();
    const inRows = row === 0 || (row >= box.row && row < box.row + box.rows);
    const inColumns = column === 0 || (column >= box.column && column < box.column + box.columns);
    return inRows && inColumns;
  }
}

/** Calls `move` until the button is released. */
function whileDragging(move: (event: PointerEvent) => void): void {
  const up = () => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
}
