/** SpreadsheetApp.DataValidation and its builder. */

import { ScriptError } from '../../platform/errors';
import { EnumValue, isDate, ServiceObject, type Signatures } from '../../platform/service-object';
import { dateOf, serialOf } from '../../sheet/values/dates';
import type { ValidationRule } from '../../sheet/values/validation';
import { Day, type Scalar } from '../../sheet/values/values';
import type { ServiceContext } from '../context';
import type { RangeAddress } from './range-address';

const NO_RULE: ValidationRule = { criterion: '', values: [], allowInvalid: true, helpText: null };

/** Methods that a rule and its builder share. */
abstract class RuleObject extends ServiceObject {
  constructor(
    readonly execution: ServiceContext,
    public rule: ValidationRule,
  ) {
    super();
  }

  getAllowInvalid() {
    return this.rule.allowInvalid;
  }
  getHelpText() {
    return this.rule.helpText;
  }
  getCriteriaType() {
    return this.rule.criterion === '' ? null : new EnumValue('DataValidationCriteria', this.rule.criterion);
  }
  getCriteriaValues() {
    const { source, values } = this.rule;
    if (source) return [source];
    const zone = this.execution.world.workbook.timeZone;
    const read = (value: Scalar) => (value instanceof Day ? dateOf(value.serial, zone) : value);
    return this.rule.criterion === 'VALUE_IN_LIST' ? [values.map(read), true] : values.map(read);
  }
  copy() {
    return new DataValidationBuilder(this.execution, this.rule);
  }
}

const READING: Signatures = {
  getAllowInvalid: [''],
  getHelpText: [''],
  getCriteriaType: [''],
  getCriteriaValues: [''],
  copy: [''],
};

export class DataValidation extends RuleObject {
  static readonly path = 'SpreadsheetApp.DataValidation';
  static readonly signatures: Signatures = READING;
  readonly kind = 'DataValidation';
}

export class DataValidationBuilder extends RuleObject {
  static readonly path = 'SpreadsheetApp.DataValidationBuilder';
  static readonly signatures: Signatures = {
    ...READING,
    requireCheckbox: ['', 'v', 'v,v'],
    requireValueInList: ['a', 'a,b'],
    requireValueInRange: ['r:Range', 'r:Range,b'],
    requireNumberBetween: ['n,n'],
    requireNumberNotBetween: ['n,n'],
    requireNumberEqualTo: ['n'],
    requireNumberNotEqualTo: ['n'],
    requireNumberGreaterThan: ['n'],
    requireNumberGreaterThanOrEqualTo: ['n'],
    requireNumberLessThan: ['n'],
    requireNumberLessThanOrEqualTo: ['n'],
    requireDate: [''],
    requireDateAfter: ['d'],
    requireDateBefore: ['d'],
    requireDateBetween: ['d,d'],
    requireDateEqualTo: ['d'],
    requireTextContains: ['s'],
    requireTextDoesNotContain: ['s'],
    requireTextEqualTo: ['s'],
    requireTextIsEmail: [''],
    requireTextIsUrl: [''],
    setAllowInvalid: ['b'],
    setHelpText: ['s'],
    build: [''],
  };
  readonly kind = 'DataValidationBuilder';

  requireCheckbox(checked?: unknown, unchecked?: unknown) {
    return this.require(
      'CHECKBOX',
      [checked, unchecked].filter((value) => value !== undefined),
    );
  }
  requireValueInList(values: unknown[]) {
    return this.require('VALUE_IN_LIST', values.map(String));
  }
  /** The list is the content of the range at the time of an entry. */
  requireValueInRange(range: RangeAddress) {
    const { grid, box } = range;
    this.require('VALUE_IN_RANGE', []);
    this.rule = { ...this.rule, source: range, list: () => grid.shown(box).flat() };
    return this;
  }
  requireNumberBetween(least: number, most: number) {
    return this.require('NUMBER_BETWEEN', [least, most]);
  }
  requireNumberNotBetween(least: number, most: number) {
    return this.require('NUMBER_NOT_BETWEEN', [least, most]);
  }
  requireNumberEqualTo(number: number) {
    return this.require('NUMBER_EQUAL_TO', [number]);
  }
  requireNumberNotEqualTo(number: number) {
    return this.require('NUMBER_NOT_EQUAL_TO', [number]);
  }
  requireNumberGreaterThan(number: number) {
    return this.require('NUMBER_GREATER_THAN', [number]);
  }
  requireNumberGreaterThanOrEqualTo(number: number) {
    return this.require('NUMBER_GREATER_THAN_OR_EQUAL_TO', [number]);
  }
  requireNumberLessThan(number: number) {
    return this.require('NUMBER_LESS_THAN', [number]);
  }
  requireNumberLessThanOrEqualTo(number: number) {
    return this.require('NUMBER_LESS_THAN_OR_EQUAL_TO', [number]);
  }
  requireDate() {
    return this.require('DATE_IS_VALID_DATE', []);
  }
  requireDateAfter(date: unknown) {
    return this.require('DATE_AFTER', [date]);
  }
  requireDateBefore(date: unknown) {
    return this.require('DATE_BEFORE', [date]);
  }
  requireDateBetween(first: unknown, last: unknown) {
    return this.require('DATE_BETWEEN', [first, last]);
  }
  requireDateEqualTo(date: unknown) {
    return this.require('DATE_EQUAL_TO', [date]);
  }
  requireTextContains(text: string) {
    return this.require('TEXT_CONTAINS', [text]);
  }
  requireTextDoesNotContain(text: string) {
    return this.require('TEXT_DOES_NOT_CONTAIN', [text]);
  }
  requireTextEqualTo(text: string) {
    return this.require('TEXT_EQUAL_TO', [text]);
  }
  requireTextIsEmail() {
    return this.require('TEXT_IS_VALID_EMAIL', []);
  }
  requireTextIsUrl() {
    return this.require('TEXT_IS_VALID_URL', []);
  }

  setAllowInvalid(allow: boolean) {
    this.rule = { ...this.rule, allowInvalid: allow };
    return this;
  }
  setHelpText(text: string) {
    this.rule = { ...this.rule, helpText: text };
    return this;
  }
  build() {
    if (this.rule.criterion === '') throw new ScriptError('A data validation rule needs a criterion.');
    return new DataValidation(this.execution, this.rule);
  }

  private require(criterion: string, values: unknown[]): this {
    const { source: _source, list: _list, ...kept } = this.rule;
    this.rule = { ...kept, criterion, values: values.map((value) => this.scalar(value)) };
    return this;
  }

  private scalar(value: unknown): Scalar {
    const zone = this.execution.world.workbook.timeZone;
    return isDate(value) ? new Day(serialOf(value, zone)) : (value as Scalar);
  }
}

/** An empty rule; invalid values are allowed, as in Sheets. */
export function newDataValidation(execution: ServiceContext): DataValidationBuilder {
  return new DataValidationBuilder(execution, NO_RULE);
}
