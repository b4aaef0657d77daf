/** The values that users and scripts see in a cell. */

import type { GridCell } from '../engine/cells';
import type { Formula } from '../engine/formula';
import type { CellView } from '../model/types';
import { dateOf } from '../values/dates';
import { meaning, showScalar } from '../values/show';
import type { CellValue } from '../values/types';
import { satisfies } from '../values/validation';
import { Day, Fault, faultOf, LOADING } from '../values/values';
import type { TabState } from './tab-state';

/** The format of a cell without a format of its own. */
export const GENERAL = 'General';

/** One cell as a viewer needs it. */
export function cellView(tab: TabState, row: number, column: number): CellView {
  const cell = tab.cells.at(row, column);
  const value = cell?.value ?? null;
  return {
    shown: cell ? tab.host.engine.local(() => showScalar(value, cell.format)) : '',
    value: cell ? scriptValue(cell, tab.host.timeZone) : '',
    formula: cell?.formula?.text ?? '',
    error: faultOf(value),
    loading: value === LOADING,
    spilledFrom: cell?.owner ? { row: cell.owner.row, column: cell.owner.column } : null,
    numberFormat: cell?.format || GENERAL,
    note: cell?.note ?? '',
    background: cell?.background ?? '',
    bold: cell?.bold ?? false,
    links: cell?.links ?? [],
    formulaLink: cell?.formula ? tab.host.engine.linkOf(cell.formula) : null,
    validation: cell?.validation ?? null,
    invalid: cell?.validation ? !satisfies(cell.validation, meaning(value, cell.format)) : false,
    merged: tab.merges.at(row, column),
  };
}

/** The value that a script reads from a cell. */
export function scriptValue(cell: GridCell<Formula>, timeZone: string): CellValue {
  const value = meaning(cell.value, cell.format);
  if (value === null) return '';
  if (value instanceof Day) return dateOf(value.serial, timeZone);
  if (value instanceof Fault) return value === LOADING ? 'Loading...' : value.code;
  return value;
}
