/** Methods of a range that move cells: merging, inserting and deleting with a shift, cut and paste. */

import { ScriptError } from '../../platform/errors';
import type { EnumValue, Signatures } from '../../platform/service-object';
import type { Grid } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import {
  addMetadata,
  DeveloperMetadataFinder,
  lineOfRange,
  METADATA_SIGNATURES,
  metadataAt,
  placeOfRange,
} from './metadata';
import { ADDRESS_SIGNATURES, RangeAddress } from './range-address';
import { checkEditable, workbookOf } from './sheet-writes';

export const LAYOUT_SIGNATURES: Signatures = {
  ...ADDRESS_SIGNATURES,
  ...METADATA_SIGNATURES,
  merge: [''],
  mergeAcross: [''],
  mergeVertically: [''],
  breakApart: [''],
  isPartOfMerge: [''],
  getMergedRanges: [''],
  insertCells: ['e:Dimension'],
  deleteCells: ['e:Dimension'],
  moveTo: ['r:Range'],
  shiftRowGroupDepth: ['n'],
  shiftColumnGroupDepth: ['n'],
  createFilter: [''],
  getFilter: [''],
};

/** Base class of Range. */
export abstract class RangeLayout extends RangeAddress {
  merge() {
    return this.change((grid, box) => grid.merge(box));
  }
  mergeAcross() {
    return this.change((grid, box) => {
      for (let row = box.row; row < box.row + box.rows; row++) grid.merge({ ...box, row, rows: 1 });
    });
  }
  mergeVertically() {
    return this.change((grid, box) => {
      for (let column = box.column; column < box.column + box.columns; column++) {
        grid.merge({ ...box, column, columns: 1 });
      }
    });
  }
  breakApart() {
    return this.change((grid, box) => grid.breakApart(box));
  }
  isPartOfMerge() {
    return this.read().merges.meeting(this.box).length > 0;
  }
  getMergedRanges() {
    return this.read()
      .merges.meeting(this.box)
      .map((box) => this.execution.objects.range(this.grid, box));
  }

  /** ROWS: the existing cells move down. COLUMNS: they move to the right. */
  insertCells(dimension: EnumValue) {
    return this.shift((grid, box) => grid.insertCells(box, dimension.name === 'ROWS' ? 'down' : 'right'));
  }
  /** ROWS: the cells below move up. COLUMNS: those on the right move left. */
  deleteCells(dimension: EnumValue) {
    this.shift((grid, box) => grid.deleteCells(box, dimension.name === 'ROWS' ? 'up' : 'left'));
  }
  /** Cuts and pastes inside one tab. */
  moveTo(target: RangeAddress) {
    if (target.grid !== this.grid)
      throw new ScriptError('Moving to another sheet is not part of the stand-in.');
    checkEditable(this.execution, this.grid, { ...this.box, row: target.box.row, column: target.box.column });
    this.shift((grid, box) => grid.cutAndPaste(box, target.box.row, target.box.column));
  }

  shiftRowGroupDepth(by: number) {
    return this.change((grid, box) => grid.rowStates.shiftDepth(box.row, box.rows, by));
  }
  shiftColumnGroupDepth(by: number) {
    return this.change((grid, box) => grid.columnStates.shiftDepth(box.column, box.columns, by));
  }
  createFilter() {
    if (this.read().filters.filter) {
      throw new ScriptError("You can't create a filter in a sheet that already has a filter.");
    }
    this.grid.filters.create(this.box);
    return this.execution.objects.filter(this.grid);
  }
  getFilter() {
    return this.read().filters.filter && this.execution.objects.filter(this.grid);
  }

  addDeveloperMetadata(key: string, second?: unknown, third?: unknown) {
    const book = workbookOf(this.execution, this.grid);
    addMetadata(this.execution, book, placeOfRange(this), key, second, third);
    return this;
  }
  getDeveloperMetadata() {
    const line = lineOfRange(this);
    return line ? metadataAt(this.execution, workbookOf(this.execution, this.grid), line) : [];
  }
  createDeveloperMetadataFinder() {
    const book = workbookOf(this.execution, this.grid);
    return new DeveloperMetadataFinder(this.execution, { book, range: this });
  }

  protected read(): Grid {
    this.execution.beforeRead();
    workbookOf(this.execution, this.grid);
    return this.grid;
  }

  /** Buffers a write. */
  protected change(apply: (grid: Grid, box: Box) => void): this {
    checkEditable(this.execution, this.grid, this.box);
    this.execution.write(() => {
      workbookOf(this.execution, this.grid);
      apply(this.grid, this.box);
    });
    return this;
  }

  /** Moves cells at once, after the buffered writes. */
  private shift(apply: (grid: Grid, box: Box) => void): this {
    this.change(apply);
    this.execution.flush();
    return this;
  }
}
