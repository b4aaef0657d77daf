// The form of TT_TABLE: choice of a table, its columns, and filters with known values.
import type { ColumnView, ParamView, ToolView } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, uniqueName } from '../../src/ui/dom';
import { type FormValues, isReference } from '../formula';
import { ErrorBox } from '../parts/error-box';
import { asCallError, call } from '../server';
import { ColumnChoice } from './table-columns';
import { FilterRows } from './table-filter-rows';
import { writeFilters } from './table-filters';
import { VersionChoice } from './table-version';

export const hasTableForm = (tool: ToolView): boolean => tool.name === 'get_cave_table';

export class TableForm {
  readonly node: HTMLElement;
  readonly table: HTMLInputElement;
  private readonly names = el('datalist', { attrs: { id: uniqueName('tables') } });
  private readonly status = el('p', { class: 'soft', attrs: { 'aria-live': 'polite' } });
  private readonly error = new ErrorBox();
  private readonly columns: ColumnChoice;
  private readonly filters: FilterRows;
  private readonly version: VersionChoice;
  private readonly byHand = new Map<string, HTMLInputElement>();
  private readonly limit: HTMLInputElement;
  private readonly datastack: HTMLInputElement;
  private readonly built: HTMLElement;
  private readonly formulaText: HTMLElement;
  private readonly swap: HTMLButtonElement;
  private tableNames: string[] = [];
  /** Table and datastack whose columns are visible. */
  private shownTable = '';
  private requestedTable = '';

  constructor(
    tool: ToolView,
    private readonly onChange: () => void,
  ) {
    this.columns = new ColumnChoice(onChange);
    this.filters = new FilterRows(onChange);
    this.version = new VersionChoice(onChange);
    const words = (name: string) => tool.params.find((param) => param.name === name)?.description ?? '';
    const field = (name: ParamView['name'], label: string, hint: string, on: () => void) => {
      const id = uniqueName(name);
      const input = el('input', {
        attrs: { id, type: 'text', placeholder: hint, autocomplete: 'off', spellcheck: 'false' },
        on: { input: on },
      });
      return {
        input,
        node: el('div', { class: 'field' }, el('label', { attrs: { for: id } }, label), input),
      };
    };
    const table = field('table', 'Table', 'Type to search', () => {
      if (this.tableNames.includes(this.table.value.trim())) void this.read();
      onChange();
    });
    this.table = table.input;
    this.table.setAttribute('list', this.names.id);
    this.table.addEventListener('change', () => void this.read());
    const limit = field('limit', 'Rows at most', 'As many as fit', onChange);
    this.limit = limit.input;
    const datastack = field('datastack', 'Datastack', 'As in Settings', onChange);
    this.datastack = datastack.input;
    this.datastack.addEventListener('change', () => void this.readNames());
    const hand = ['filters', 'columns'].map((name) => {
      const { input, node } = field(
        name,
        name === 'filters' ? 'Filters' : 'Columns',
        'A range or text',
        onChange,
      );
      this.byHand.set(name, input);
      node.appendChild(el('p', { class: 'soft' }, words(name)));
      return node;
    });
    this.built = el('div', { class: 'built', attrs: { hidden: true } }, this.filters.node, this.columns.node);
    this.formulaText = el('div', { class: 'built', attrs: { hidden: true } }, ...hand);
    this.swap = button('Write filters and columns as text', 'text', () => this.swapHands());
    this.node = el(
      'div',
      { class: 'table-form' },
      table.node,
      this.names,
      this.status,
      this.error.node,
      this.built,
      this.formulaText,
      this.swap,
      limit.node,
      this.version.node,
      datastack.node,
    );
    void this.readNames();
  }

  values(): FormValues {
    const hand = !this.formulaText.hidden;
    const all: FormValues = {
      table: this.table.value,
      filters: hand ? this.byHand.get('filters')!.value : writeFilters(this.filters.filters()),
      columns: hand ? this.byHand.get('columns')!.value : this.columns.text(),
      limit: this.limit.value,
      as_of: this.version.text(),
      datastack: this.datastack.value,
    };
    return Object.fromEntries(
      Object.entries(all)
        .map(([name, value]) => [name, value.trim()] as const)
        .filter(([, value]) => value !== ''),
    );
  }

  /** Why the form cannot be run, or null. */
  problem(): string | null {
    const table = this.table.value.trim();
    const limit = this.limit.value.trim();
    if (isReference(table) && this.tableNames.includes(table)) {
      return `Sheets takes ${table} for a cell. Write the name into a cell and give that cell’s address here`;
    }
    if (limit !== '' && !/^[1-9][0-9]*$/.test(limit) && !isReference(limit)) {
      return 'Rows at most: a whole number above 0, such as 100';
    }
    return (this.formulaText.hidden ? this.filters.problem() : null) ?? this.version.problem();
  }

  private swapHands(): void {
    const hand = this.formulaText.hidden;
    if (hand) {
      const { filters = '', columns = '' } = this.values();
      this.byHand.get('filters')!.value = filters;
      this.byHand.get('columns')!.value = columns;
    }
    this.formulaText.hidden = !hand;
    this.built.hidden = hand || this.shownTable === '';
    setText(this.swap, hand ? 'Choose filters and columns' : 'Write filters and columns as text');
    this.onChange();
  }

  private async readNames(): Promise<void> {
    setText(this.status, 'Reading the list of tables…');
    this.error.clear();
    try {
      this.tableNames = (await call('tableForm', '', this.datastack.value.trim())).tables;
      fill(this.names, ...this.tableNames.map((value) => el('option', { attrs: { value } })));
      setText(this.status, `${this.tableNames.length} tables. Views can be typed.`);
    } catch (error) {
      this.fail(error, () => void this.readNames());
    }
    if (this.table.value.trim() !== '') await this.read();
  }

  /** Reads the columns of the chosen table, unless they are visible or already requested. */
  private async read(): Promise<void> {
    const table = this.table.value.trim();
    const datastack = this.datastack.value.trim();
    const key = `${datastack}/${table}`;
    if (table === '' || isReference(table) || key === this.shownTable || key === this.requestedTable) return;
    this.requestedTable = key;
    this.show('', []);
    this.error.clear();
    setText(this.status, `Reading the columns of ${table}…`);
    try {
      const { columns } = await call('tableForm', table, datastack);
      if (this.requestedTable !== key) return;
      this.show(key, columns);
      setText(this.status, `${columns.length} columns.`);
    } catch (error) {
      if (this.requestedTable === key) this.fail(error, () => void this.read());
    }
    if (this.requestedTable === key) this.requestedTable = '';
  }

  private show(key: string, columns: readonly ColumnView[]): void {
    this.shownTable = key;
    this.columns.setColumns(columns);
    this.filters.setColumns(columns);
    this.built.hidden = key === '' || !this.formulaText.hidden;
    this.onChange();
  }

  private fail(error: unknown, again: () => void): void {
    setText(this.status, '');
    this.error.show(asCallError(error), [button('Try again', 'text', again)]);
  }
}
