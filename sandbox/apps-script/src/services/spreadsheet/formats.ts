/** Alternating colours and conditional formats. They follow their cells and change no value, format or background. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { BandedRange as SheetBanding } from '../../sheet/layout/regions';
import type { Grid } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import type { ServiceContext } from '../context';
import { CONDITIONS, ConditionBuilder } from './condition-builder';
import type { RangeAddress } from './range-address';

export class Banding extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Banding';
  static readonly signatures: Signatures = { getRange: [''], remove: [''] };
  readonly kind = 'Banding';

  constructor(
    readonly execution: ServiceContext,
    private readonly grid: Grid,
    private readonly banding: SheetBanding,
  ) {
    super();
  }

  getRange() {
    return this.execution.objects.range(this.grid, this.banding.box);
  }
  remove() {
    const { regions } = this.grid;
    regions.bandings = regions.bandings.filter((other) => other !== this.banding);
  }
}

interface Format {
  boxes: readonly Box[];
  criterion: string;
  values: readonly unknown[];
  background: string;
}

export class ConditionalFormatRule extends ServiceObject {
  static readonly path = 'SpreadsheetApp.ConditionalFormatRule';
  static readonly signatures: Signatures = { getRanges: [''], copy: [''] };
  readonly kind = 'ConditionalFormatRule';

  constructor(
    readonly execution: ServiceContext,
    readonly grid: Grid,
    readonly format: Format,
  ) {
    super();
  }

  getRanges() {
    return this.format.boxes.map((box) => this.execution.objects.range(this.grid, box));
  }
  copy() {
    return new ConditionalFormatRuleBuilder(this.execution, this.grid, this.format);
  }
}

export class ConditionalFormatRuleBuilder extends ConditionBuilder {
  static readonly path = 'SpreadsheetApp.ConditionalFormatRuleBuilder';
  static readonly signatures: Signatures = {
    setRanges: ['a'],
    setBackground: ['v'],
    ...CONDITIONS,
    whenTextStartsWith: ['s'],
    whenFormulaSatisfied: ['s'],
    build: [''],
  };
  readonly kind = 'ConditionalFormatRuleBuilder';

  constructor(
    readonly execution: ServiceContext,
    private grid: Grid | null = null,
    private format: Format = { boxes: [], criterion: '', values: [], background: '' },
  ) {
    super();
  }

  setRanges(ranges: unknown[]) {
    const list = ranges as RangeAddress[];
    this.grid = list[0]?.grid ?? null;
    this.format = { ...this.format, boxes: list.map((range) => range.box) };
    return this;
  }
  setBackground(colour: unknown) {
    this.format = { ...this.format, background: String(colour ?? '') };
    return this;
  }
  whenTextStartsWith(text: string) {
    return this.when('TEXT_STARTS_WITH', text);
  }
  whenFormulaSatisfied(formula: string) {
    return this.when('CUSTOM_FORMULA', formula);
  }
  build() {
    if (!this.grid) throw new ScriptError('Conditional format rule needs at least one range.');
    return new ConditionalFormatRule(this.execution, this.grid, this.format);
  }

  protected when(criterion: string, ...values: (string | number)[]): this {
    this.format = { ...this.format, criterion, values };
    return this;
  }
}
