// A list of many rows that draws only the visible ones. All rows have one height; arrows, Page, Home and End move.
import { el, fill } from '../../src/ui/dom';

export interface VirtualListOptions<T> {
  label: string;
  rowHeight: number;
  /** The most visible rows; a list with fewer rows is lower. 0 fills the available height. */
  rowsInSight: number;
  draw(item: T, row: HTMLElement): void;
  choose(item: T): void;
  /** Present if several rows can be marked: with Space, or by a click on an element of class `mark`. */
  marks?: { has(item: T): boolean; toggle(item: T): void };
  /** Called for Backspace: goes to what is above this list. */
  leave?(): void;
}

const SPARE = 4;

export class VirtualList<T> {
  readonly node: HTMLElement;
  private readonly space: HTMLElement;
  private readonly name = `list-${Math.random().toString(36).slice(2, 8)}`;
  private items: readonly T[] = [];
  private active = 0;

  constructor(private readonly options: VirtualListOptions<T>) {
    this.space = el('div', { class: 'list-space' });
    this.node = el(
      'div',
      {
        class: 'list',
        attrs: {
          role: 'listbox',
          tabindex: 0,
          'aria-label': options.label,
          ...(options.marks ? { 'aria-multiselectable': 'true' } : {}),
        },
        on: {
          scroll: () => this.draw(),
          keydown: (event) => this.key(event),
          click: (event) => this.click(event),
        },
      },
      this.space,
    );
    new ResizeObserver(() => this.draw()).observe(this.node);
  }

  set(items: readonly T[], active = 0): void {
    this.active = 0;
    this.node.scrollTop = 0;
    this.extend(items);
    if (active > 0) this.goTo(active);
  }

  /** Adds rows to the same list; keeps the scroll position. */
  extend(items: readonly T[]): void {
    const { rowHeight, rowsInSight } = this.options;
    this.items = items;
    this.active = Math.min(this.active, Math.max(0, items.length - 1));
    this.space.style.height = `${items.length * rowHeight}px`;
    if (rowsInSight > 0) this.node.style.height = `${Math.min(items.length, rowsInSight) * rowHeight}px`;
    this.draw();
  }

  draw(): void {
    const { rowHeight } = this.options;
    const visibleRows = Math.ceil(this.node.clientHeight / rowHeight);
    const first = Math.max(0, Math.floor(this.node.scrollTop / rowHeight) - SPARE);
    const last = Math.min(this.items.length, first + visibleRows + 2 * SPARE);
    const rows: HTMLElement[] = [];
    for (let i = first; i < last; i++) rows.push(this.row(i));
    fill(this.space, ...rows);
    if (this.items.length > 0) this.node.setAttribute('aria-activedescendant', `${this.name}-${this.active}`);
    else this.node.removeAttribute('aria-activedescendant');
  }

  private row(index: number): HTMLElement {
    const item = this.items[index]!;
    const row = el('div', {
      class: index === this.active ? 'list-row active' : 'list-row',
      attrs: {
        id: `${this.name}-${index}`,
        role: 'option',
        'aria-selected': String(this.options.marks?.has(item) ?? index === this.active),
        'aria-posinset': index + 1,
        'aria-setsize': this.items.length,
      },
    });
    row.style.top = `${index * this.options.rowHeight}px`;
    row.style.height = `${this.options.rowHeight}px`;
    this.options.draw(item, row);
    return row;
  }

  // Finds the row by its position: a row that is redrawn between press and release would not get the click.
  private click(event: MouseEvent): void {
    const y = event.clientY - this.space.getBoundingClientRect().top;
    const index = Math.floor(y / this.options.rowHeight);
    const item = this.items[index];
    if (item === undefined) return;
    this.active = index;
    const isOnMark = event.target instanceof Element && event.target.closest('.mark') !== null;
    if (isOnMark && this.options.marks) this.options.marks.toggle(item);
    this.draw();
    if (!isOnMark) this.options.choose(item);
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.options.rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.items.length,
      End: this.items.length,
    };
    const move = moves[event.key];
    const item = this.items[this.active];
    if (event.key === 'Enter' && item !== undefined) this.options.choose(item);
    else if (event.key === ' ' && item !== undefined && this.options.marks) {
      this.options.marks.toggle(item);
      this.draw();
    } else if (event.key === 'Backspace' && this.options.leave) this.options.leave();
    else if (move === undefined) return;
    else this.goTo(this.active + move);
    event.preventDefault();
  }

  private goTo(index: number): void {
    const { rowHeight } = this.options;
    this.active = Math.max(0, Math.min(this.items.length - 1, index));
    const top = this.active * rowHeight;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    const bottom = top + rowHeight - this.node.clientHeight;
    if (bottom > this.node.scrollTop) this.node.scrollTop = bottom;
    this.draw();
  }
}
