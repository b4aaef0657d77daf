// The filters of the table form: each has a column, a comparison and a value; the user adds and removes them.
import type { ColumnView } from '../../src/addon/interfaces/api';
import { button, el, fill } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import { type FormFilter, filterProblem } from './table-filters';
import { type ValueEditor, valueEditor } from './table-value';

const WORDS: Record<string, string> = {
  '=': 'is',
  '!=': 'is not',
  in: 'is one of',
  'not in': 'is none of',
  '~': 'matches',
  '>': 'above',
  '<': 'below',
  '>=': 'at least',
  '<=': 'at most',
  box: 'in box',
};
const TIME_WORDS: Record<string, string> = { '>': 'after', '<': 'before', '>=': 'from', '<=': 'until' };

export class FilterRows {
  readonly node: HTMLElement;
  private readonly list = el('div', { class: 'filters' });
  private readonly add: HTMLButtonElement;
  private rows: Row[] = [];
  private columns: readonly ColumnView[] = [];

  constructor(private readonly onChange: () => void) {
    this.add = button('Add a filter', 'plain', () => this.addRow());
    this.node = el(
      'fieldset',
      { class: 'field' },
      el('legend', {}, 'Filters'),
      el('p', { class: 'soft' }, 'All of them must hold.'),
      this.list,
      this.add,
    );
  }

  /** Shows the columns of another table; removes all filters. */
  setColumns(columns: readonly ColumnView[]): void {
    this.columns = columns;
    this.rows = [];
    fill(this.list);
  }

  filters(): FormFilter[] {
    return this.rows.map((row) => row.filter());
  }

  problem(): string | null {
    return (
      this.filters()
        .map(filterProblem)
        .find((problem) => problem !== null) ?? null
    );
  }

  private addRow(): void {
    const row = new Row(this.columns, this.onChange, () => this.remove(row));
    this.rows.push(row);
    this.list.appendChild(row.node);
    row.column.focus();
    this.onChange();
  }

  private remove(row: Row): void {
    this.rows = this.rows.filter((each) => each !== row);
    row.node.remove();
    this.add.focus();
    this.onChange();
  }
}

class Row {
  readonly node: HTMLElement;
  readonly column: HTMLSelectElement;
  private readonly comparison: HTMLSelectElement;
  private readonly place = el('div');
  private editor: ValueEditor | null = null;

  constructor(
    private readonly columns: readonly ColumnView[],
    private readonly onChange: () => void,
    remove: () => void,
  ) {
    this.column = el(
      'select',
      { class: 'grow', attrs: { 'aria-label': 'Column' }, on: { change: () => this.setColumn() } },
      ...columns.map(({ name }) => el('option', { attrs: { value: name } }, name)),
    );
    this.comparison = el('select', {
      class: 'comparison',
      attrs: { 'aria-label': 'Comparison' },
      on: { change: () => this.setComparison(this.editor?.values() ?? []) },
    });
    // Users filter by text most often, but ids and times come first in every table.
    const text = columns.find((column) => column.values.length > 0);
    if (text) this.column.value = text.name;
    const close = el('button', {
      class: 'icon',
      attrs: { type: 'button', 'aria-label': 'Remove this filter' },
      on: { click: remove },
    });
    close.appendChild(icon('close'));
    this.node = el(
      'div',
      { class: 'filter', attrs: { role: 'group', 'aria-label': 'Filter' } },
      el('div', { class: 'row' }, this.column, this.comparison, close),
      this.place,
    );
    this.setColumn();
  }

  filter(): FormFilter {
    const values = this.editor?.values() ?? [];
    return { column: this.column.value, comparison: this.comparison.value, values };
  }

  private columnView(): ColumnView {
    return this.columns.find((column) => column.name === this.column.value) ?? this.columns[0]!;
  }

  private setColumn(): void {
    const { kind, comparisons } = this.columnView();
    const words = kind === 'time' ? { ...WORDS, ...TIME_WORDS } : WORDS;
    const before = this.comparison.value;
    fill(
      this.comparison,
      ...comparisons.map((value) => el('option', { attrs: { value } }, words[value] ?? value)),
    );
    if (comparisons.includes(before)) this.comparison.value = before;
    this.setComparison([]);
  }

  private setComparison(first: string[]): void {
    this.editor = valueEditor(this.columnView(), this.comparison.value, first, this.onChange);
    fill(this.place, this.editor.node);
    this.onChange();
  }
}
