/**
 * Ranges with a format or a structure: conditional formats, alternating colours, native tables. They follow their
 * cells.
 */

import { boxesMeet } from '../values/boxes';
import type { Box } from '../values/types';
import { boxAfter, boxesAfter, type Follower, type LineChange } from './line-change';

export interface ConditionalFormat {
  boxes: readonly Box[];
  /** Name of the criterion in Apps Script, such as `TEXT_CONTAINS` or `CUSTOM_FORMULA`. */
  criterion: string;
  values: readonly unknown[];
  background: string;
}

export interface BandedRange {
  box: Box;
  theme: string;
}

/** A native table: named, with a header row and a type for each column. Apps Script has no class for it. */
export interface NativeTable {
  name: string;
  box: Box;
}

export class Regions implements Follower {
  conditionalFormats: readonly ConditionalFormat[] = [];
  bandings: readonly BandedRange[] = [];
  tables: readonly NativeTable[] = [];

  addBanding(banding: BandedRange): void {
    if (this.bandings.some((other) => boxesMeet(other.box, banding.box))) {
      throw new Error(
        'You cannot add alternating background colors to a range that already has alternating background colors.',
      );
    }
    this.bandings = [...this.bandings, banding];
  }

  addTable(table: NativeTable): void {
    if (this.tables.some((other) => boxesMeet(other.box, table.box))) {
      throw new Error('A table cannot overlap another table.');
    }
    this.tables = [...this.tables, table];
  }

  tableAt(box: Box): NativeTable | null {
    return this.tables.find((table) => boxesMeet(table.box, box)) ?? null;
  }

  follow(change: LineChange): void {
    this.bandings = boxesAfter(this.bandings, change);
    this.tables = boxesAfter(this.tables, change);
    this.conditionalFormats = this.conditionalFormats.flatMap((format) => {
      const boxes = format.boxes.flatMap((box) => boxAfter(box, change) ?? []);
      return boxes.length > 0 ? [{ ...format, boxes }] : [];
    });
  }
}
