/** SpreadsheetApp.Filter and its criteria. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { RowFilter as SheetFilter } from '../../sheet/layout/filters';
import type { Grid } from '../../sheet/model/types';
import type { Scalar } from '../../sheet/values/values';
import type { ServiceContext } from '../context';
import { CONDITIONS, ConditionBuilder } from './condition-builder';
import { checkEditable } from './sheet-writes';

export class Filter extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Filter';
  static readonly signatures: Signatures = {
    getRange: [''],
    getColumnFilterCriteria: ['n'],
    setColumnFilterCriteria: ['n,r:FilterCriteria', 'n,v'],
    removeColumnFilterCriteria: ['n'],
    sort: ['n,b'],
    remove: [''],
  };
  readonly kind = 'Filter';

  constructor(
    readonly execution: ServiceContext,
    private readonly grid: Grid,
  ) {
    super();
  }

  getRange() {
    return this.execution.objects.range(this.grid, this.filter().box);
  }
  getColumnFilterCriteria(column: number) {
    const criterion = this.filter().criteria.get(column);
    if (!criterion) return null;
    const { hiddenValues, condition } = criterion;
    return new FilterCriteria(this.execution, hiddenValues, condition);
  }
  /** Applied at once; rows whose values change later keep their state until the next time. */
  setColumnFilterCriteria(column: number, criteria: FilterCriteria | null) {
    const filter = this.filter();
    if (column < filter.box.column || column >= filter.box.column + filter.box.columns) {
      throw new ScriptError('The column is outside the range of the filter.');
    }
    checkEditable(this.execution, this.grid, filter.box);
    if (criteria) {
      filter.criteria.set(column, { hiddenValues: criteria.hidden, condition: criteria.condition });
    } else filter.criteria.delete(column);
    this.grid.applyFilter();
    return this;
  }
  removeColumnFilterCriteria(column: number) {
    return this.setColumnFilterCriteria(column, null);
  }
  /** Sorts the rows below the header. */
  sort(column: number, ascending: boolean) {
    const { box } = this.filter();
    const below = { ...box, row: box.row + 1, rows: box.rows - 1 };
    checkEditable(this.execution, this.grid, below);
    if (below.rows > 0) this.grid.sort(below, { column, ascending });
    return this;
  }
  remove() {
    this.filter();
    this.grid.filters.filter = null;
  }

  private filter(): SheetFilter {
    this.execution.beforeRead();
    const { filter } = this.grid.filters;
    if (!filter) throw new ScriptError('The filter no longer exists.');
    return filter;
  }
}

type Condition = { criterion: string; values: readonly Scalar[] } | null;

export class FilterCriteria extends ServiceObject {
  static readonly path = 'SpreadsheetApp.FilterCriteria';
  static readonly signatures: Signatures = { getHiddenValues: [''], getCriteriaValues: [''], copy: [''] };
  readonly kind = 'FilterCriteria';

  constructor(
    readonly execution: ServiceContext,
    readonly hidden: readonly string[],
    readonly condition: Condition,
  ) {
    super();
  }

  getHiddenValues() {
    return [...this.hidden];
  }
  getCriteriaValues() {
    return [...(this.condition?.values ?? [])];
  }
  copy() {
    return new FilterCriteriaBuilder(this.execution, this.hidden, this.condition);
  }
}

export class FilterCriteriaBuilder extends ConditionBuilder {
  static readonly path = 'SpreadsheetApp.FilterCriteriaBuilder';
  static readonly signatures: Signatures = {
    setHiddenValues: ['a'],
    ...CONDITIONS,
    build: [''],
  };
  readonly kind = 'FilterCriteriaBuilder';

  constructor(
    readonly execution: ServiceContext,
    private hidden: readonly string[] = [],
    private condition: Condition = null,
  ) {
    super();
  }

  setHiddenValues(values: unknown[]) {
    this.hidden = values.map(String);
    return this;
  }
  build() {
    return new FilterCriteria(this.execution, this.hidden, this.condition);
  }

  protected when(criterion: string, ...values: (string | number)[]): this {
    this.condition = { criterion, values };
    return this;
  }
}
