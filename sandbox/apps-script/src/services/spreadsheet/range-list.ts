/** SpreadsheetApp.RangeList: one call over several ranges. */

import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';
import type { Range } from './range';

export class RangeList extends ServiceObject {
  static readonly path = 'SpreadsheetApp.RangeList';
  static readonly signatures: Signatures = {
    getRanges: [''],
    setValue: ['v'],
    setNumberFormat: ['s'],
    setBackground: ['v'],
    setFontWeight: ['v'],
    setNote: ['v'],
    clear: ['', 'o'],
    clearContent: [''],
    clearFormat: [''],
    clearNote: [''],
    activate: [''],
  };
  readonly kind = 'RangeList';

  constructor(
    readonly execution: ServiceContext,
    private readonly ranges: Range[],
  ) {
    super();
  }

  getRanges() {
    return this.ranges;
  }
  setValue(value: unknown) {
    return this.each((range) => range.setValue(value));
  }
  setNumberFormat(format: string) {
    return this.each((range) => range.setNumberFormat(format));
  }
  setBackground(colour: unknown) {
    return this.each((range) => range.setBackground(colour));
  }
  setFontWeight(weight: unknown) {
    return this.each((range) => range.setFontWeight(weight));
  }
  setNote(note: unknown) {
    return this.each((range) => range.setNote(note));
  }
  clear(options?: Record<string, unknown>) {
    return this.each((range) => range.clear(options));
  }
  clearContent() {
    return this.each((range) => range.clearContent());
  }
  clearFormat() {
    return this.each((range) => range.clearFormat());
  }
  clearNote() {
    return this.each((range) => range.clearNote());
  }
  /** The last range becomes the active one. */
  activate() {
    const last = this.ranges.at(-1);
    const others = this.ranges.slice(0, -1).map((range) => range.box);
    if (last) this.execution.world.screen.select(this.execution.user, last.grid, last.box, others);
    return this;
  }

  private each(act: (range: Range) => void): this {
    for (const range of this.ranges) act(range);
    return this;
  }
}
