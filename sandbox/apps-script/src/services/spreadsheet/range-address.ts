/** The address of a range. */

import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { Grid } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import type { ServiceContext } from '../context';
import { boxName } from './a1';

export const ADDRESS_SIGNATURES: Signatures = {
  getA1Notation: [''],
  getRow: [''],
  getColumn: [''],
  getLastRow: [''],
  getLastColumn: [''],
  getNumRows: [''],
  getNumColumns: [''],
  getHeight: [''],
  getWidth: [''],
  getGridId: [''],
};

/** Base class of Range: methods that need only the address. */
export abstract class RangeAddress extends ServiceObject {
  constructor(
    readonly execution: ServiceContext,
    readonly grid: Grid,
    readonly box: Box,
    /** Set for a range that is written as whole rows or columns, such as `5:5` or `C:C`. */
    readonly open: 'rows' | 'columns' | null = null,
  ) {
    super();
  }

  getA1Notation() {
    return boxName(this.box);
  }
  getRow() {
    return this.box.row;
  }
  getColumn() {
    return this.box.column;
  }
  getLastRow() {
    return this.box.row + this.box.rows - 1;
  }
  getLastColumn() {
    return this.box.column + this.box.columns - 1;
  }
  getNumRows() {
    return this.box.rows;
  }
  getNumColumns() {
    return this.box.columns;
  }
  getHeight() {
    return this.box.rows;
  }
  getWidth() {
    return this.box.columns;
  }
  getGridId() {
    return this.grid.id;
  }
}
