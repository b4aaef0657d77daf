// Draws the sheet: only visible rows and columns, with the selection above them.

import { columnLetter } from '../../../../src/core/cells/column-letters';
import { el, fill, setText } from '../../../../src/ui/dom';
import type { Box, CellInfo } from '../protocol';
import type { Spot } from './boxes';
import type { Columns } from './columns';
import type { Store } from './store';

export const ROW = 22;
export const HEAD = 24;
export const EDGE = 46;
const SPARE_ROWS = 6;

export class GridView {
  readonly space = el('div', { class: 'space' });
  private readonly head = el('div', { class: 'head', attrs: { role: 'row' } });
  private readonly body = el('div', { class: 'body' });
  private readonly range = el('div', { class: 'range', attrs: { 'aria-hidden': 'true' } });
  private readonly active = el('div', { class: 'active-cell', attrs: { 'aria-hidden': 'true' } });
  private waiting = false;
  private box: Box = { row: 1, column: 1, rows: 1, columns: 1 };
  private spot: Spot = { row: 1, column: 1 };

  constructor(
    readonly node: HTMLElement,
    private readonly store: Store,
    private readonly columns: Columns,
  ) {
    node.tabIndex = 0;
    node.setAttribute('role', 'grid');
    node.setAttribute('aria-label', 'Cells');
    this.space.append(this.head, this.body, this.range, this.active);
    fill(node, this.space);
    node.addEventListener('scroll', () => this.later(), { passive: true });
    new ResizeObserver(() => this.later()).observe(node);
  }

  select(box: Box, spot: Spot): void {
    this.box = box;
    this.spot = spot;
    this.later();
  }

  /** Requests one drawing in the next frame. */
  later(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  /** Position of a cell inside the scrolled area. */
  place(row: number, column: number): { x: number; y: number; width: number } {
    const tab = this.store.active;
    return {
      x: EDGE + this.columns.left(tab, column),
      y: HEAD + (row - 1) * ROW,
      width: this.columns.width(tab, column),
    };
  }

  /** The cell under a point of the screen; row or column 0 means the header. */
  at(clientX: number, clientY: number): Spot {
    const frame = this.node.getBoundingClientRect();
    const size = this.store.tab();
    const x = clientX - frame.left;
    const y = clientY - frame.top;
    const column =
      x < EDGE ? 0 : this.columns.at(this.store.active, x + this.node.scrollLeft - EDGE, size?.columns ?? 1);
    const row = y < HEAD ? 0 : Math.floor((y + this.node.scrollTop - HEAD) / ROW) + 1;
    return { row: Math.min(row, size?.rows ?? 1), column };
  }

  /** The column whose right edge is under the point in the header, or 0. */
  edgeAt(clientX: number, clientY: number): number {
    const { row, column } = this.at(clientX, clientY);
    if (row !== 0 || column === 0) return 0;
    const x = clientX - this.node.getBoundingClientRect().left + this.node.scrollLeft;
    const { x: left, width } = this.place(1, column);
    if (Math.abs(left + width - x) <= 4) return column;
    return column > 1 && Math.abs(x - left) <= 4 ? column - 1 : 0;
  }

  reveal({ row, column }: Spot): void {
    const { node } = this;
    const { x, y, width } = this.place(row, column);
    if (x - EDGE < node.scrollLeft) node.scrollLeft = x - EDGE;
    else if (x + width > node.scrollLeft + node.clientWidth) node.scrollLeft = x + width - node.clientWidth;
    if (y - HEAD < node.scrollTop) node.scrollTop = y - HEAD;
    else if (y + ROW > node.scrollTop + node.clientHeight) node.scrollTop = y + ROW - node.clientHeight;
  }

  rowsInSight(): number {
    return Math.max(1, Math.floor((this.node.clientHeight - HEAD) / ROW));
  }

  private draw(): void {
    const tab = this.store.tab();
    if (tab === null) return;
    const { node } = this;
    const first = Math.max(1, Math.floor(node.scrollTop / ROW) + 1 - SPARE_ROWS);
    const last = Math.min(tab.rows, first + this.rowsInSight() + 1 + 2 * SPARE_ROWS);
    this.store.need(first, last);
    this.columns.take(tab.id, tab.widths);
    for (let c = 1; c <= Math.min(tab.columns, tab.lastColumn + 1); c++) {
      this.columns.fit(tab.id, c, this.store.longest(c));
    }
    this.space.style.width = `${this.place(1, tab.columns + 1).x}px`;
    this.space.style.height = `${HEAD + tab.rows * ROW}px`;
    const columns = this.columnsInSight(tab.columns);
    this.drawHead(columns);
    const rows: HTMLElement[] = [];
    for (let row = first; row <= last; row++) rows.push(this.row(row, columns));
    fill(this.body, ...rows);
    this.drawSelection();
  }

  private columnsInSight(columns: number): number[] {
    const tab = this.store.active;
    const from = this.columns.at(tab, this.node.scrollLeft, columns);
    const to = this.columns.at(tab, this.node.scrollLeft + this.node.clientWidth, columns);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }

  private drawHead(columns: readonly number[]): void {
    const corner = el('div', { class: 'corner' });
    const cells = columns.map((column) => {
      const isSelected = column >= this.box.column && column < this.box.column + this.box.columns;
      const cell = el(
        'div',
        { class: isSelected ? 'letter picked' : 'letter', attrs: { role: 'columnheader' } },
        columnLetter(column),
      );
      const { x, width } = this.place(1, column);
      cell.style.left = `${x}px`;
      cell.style.width = `${width}px`;
      return cell;
    });
    fill(this.head, corner, ...cells);
  }

  private row(row: number, columns: readonly number[]): HTMLElement {
    const isSelected = row >= this.box.row && row < this.box.row + this.box.rows;
    const number = el(
      'div',
      { class: isSelected ? 'number picked' : 'number', attrs: { role: 'rowheader' } },
      String(row),
    );
    const hiddenClass = this.store.tab()?.hiddenRows.includes(row) ? ' hidden-line' : '';
    const node = el(
      'div',
      { class: `line${hiddenClass}`, attrs: { role: 'row', 'aria-rowindex': row } },
      number,
    );
    node.style.top = `${(row - 1) * ROW}px`;
    for (const column of columns) node.append(this.cell(row, column));
    return node;
  }

  private cell(row: number, column: number): HTMLElement {
    const info = this.store.cell({ row, column });
    const node = el('div', {
      class: `cell ${classesOf(info)}`,
      attrs: { role: 'gridcell', 'data-cell': `${columnLetter(column)}${row}`, 'aria-colindex': column },
    });
    if (info !== undefined) setText(node, info.t);
    const { x, width } = this.place(row, column);
    node.style.left = `${x}px`;
    const over = info === undefined ? 0 : this.overflow(info, row, column);
    node.style.width = `${width + over}px`;
    if (over > 0) node.classList.add('flows');
    if (info?.merged) {
      const { rows, columns } = info.merged;
      node.style.width = `${this.place(row, column + columns).x - x}px`;
      node.style.height = `${rows * ROW}px`;
      node.classList.add('merged');
    }
    if (this.store.tab()?.hiddenColumns.includes(column)) node.classList.add('hidden-line');
    if (info?.background) node.style.background = info.background;
    return node;
  }

  /** The width in pixels of blank neighbouring cells that a long text covers, as in Sheets. */
  private overflow(info: CellInfo, row: number, column: number): number {
    if (info.k !== undefined || info.t.length < 8) return 0;
    const tab = this.store.active;
    const textWidth = info.t.length * 7 + 8;
    const last = Math.min(this.store.tab()?.columns ?? column, column + 8);
    let over = 0;
    for (let c = column + 1; c <= last; c++) {
      if (this.columns.width(tab, column) + over >= textWidth || this.store.isFilled({ row, column: c }))
        break;
      over += this.columns.width(tab, c);
    }
    return over;
  }

  private drawSelection(): void {
    const { box, spot } = this;
    const start = this.place(box.row, box.column);
    const end = this.place(box.row + box.rows - 1, box.column + box.columns - 1);
    set(this.range, start.x, start.y, end.x + end.width - start.x, box.rows * ROW);
    this.range.hidden = box.rows === 1 && box.columns === 1;
    const cell = this.place(spot.row, spot.column);
    set(this.active, cell.x, cell.y, cell.width, ROW);
  }
}

function set(node: HTMLElement, x: number, y: number, width: number, height: number): void {
  Object.assign(node.style, {
    left: `${x - 1}px`,
    top: `${y - 1}px`,
    width: `${width + 1}px`,
    height: `${height + 1}px`,
  });
}

function classesOf(info: CellInfo | undefined): string {
  if (info === undefined) return '';
  const names: string[] = [];
  if (info.k !== undefined)
    names.push({ n: 'number-value', b: 'boolean', d: 'date', e: 'fault', l: 'loading' }[info.k]);
  if (info.bold) names.push('bold');
  if (info.note !== undefined) names.push('noted');
  if (info.choice !== undefined) names.push(info.choice === 'box' ? 'checkbox' : 'dropdown');
  if (info.invalid) names.push('invalid');
  if (info.link !== undefined) names.push('linked');
  if (info.t.startsWith('#TT ')) names.push('refused');
  return names.join(' ');
}
