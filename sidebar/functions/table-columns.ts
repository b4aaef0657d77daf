// The choice of a table's columns: check boxes (none ticked means all columns), or only the number of rows.
import type { ColumnView } from '../../src/addon/interfaces/api';
import { el, fill } from '../../src/ui/dom';
import { writeColumns } from './table-filters';

export class ColumnChoice {
  readonly node: HTMLElement;
  private readonly list = el('div', { class: 'columns' });
  private readonly countOnly: HTMLInputElement;
  private readonly countLine: HTMLElement;
  private boxes: HTMLInputElement[] = [];

  constructor(private readonly onChange: () => void) {
    this.countOnly = el('input', { attrs: { type: 'checkbox' }, on: { change: () => this.setCount() } });
    this.countLine = el('label', { class: 'detail' }, this.countOnly, 'Only count the rows');
    this.node = el(
      'fieldset',
      { class: 'field' },
      el('legend', {}, 'Columns'),
      el('p', { class: 'soft' }, 'None ticked gives all. A position is three columns.'),
      this.list,
      this.countLine,
    );
  }

  setColumns(columns: readonly ColumnView[]): void {
    this.boxes = columns.map(({ name }) =>
      el('input', { attrs: { type: 'checkbox', value: name }, on: { change: this.onChange } }),
    );
    fill(
      this.list,
      ...columns.map(({ name, kind }, i) =>
        el(
          'label',
          { class: 'detail' },
          this.boxes[i],
          el('span', { class: 'mono clip', attrs: { title: name } }, name),
          el('span', { class: 'soft' }, kind),
        ),
      ),
    );
    this.countOnly.checked = false;
    // In a table with a column `count`, the word means that column.
    this.countLine.hidden = columns.some((column) => column.name === 'count');
  }

  text(): string {
    if (this.countOnly.checked) return 'count';
    return writeColumns(this.boxes.filter((box) => box.checked).map((box) => box.value));
  }

  private setCount(): void {
    for (const box of this.boxes) box.disabled = this.countOnly.checked;
    this.onChange();
  }
}
