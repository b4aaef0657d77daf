/** The conditions that the builders of filters and of conditional formats share. */

import { ServiceObject, type Signatures } from '../../platform/service-object';

export const CONDITIONS: Signatures = {
  whenCellEmpty: [''],
  whenCellNotEmpty: [''],
  whenNumberEqualTo: ['n'],
  whenNumberGreaterThan: ['n'],
  whenNumberLessThan: ['n'],
  whenTextContains: ['s'],
  whenTextEqualTo: ['s'],
};

export abstract class ConditionBuilder extends ServiceObject {
  protected abstract when(criterion: string, ...values: (string | number)[]): this;

  whenCellEmpty() {
    return this.when('CELL_EMPTY');
  }
  whenCellNotEmpty() {
    return this.when('CELL_NOT_EMPTY');
  }
  whenNumberEqualTo(number: number) {
    return this.when('NUMBER_EQUAL_TO', number);
  }
  whenNumberGreaterThan(number: number) {
    return this.when('NUMBER_GREATER_THAN', number);
  }
  whenNumberLessThan(number: number) {
    return this.when('NUMBER_LESS_THAN', number);
  }
  whenTextContains(text: string) {
    return this.when('TEXT_CONTAINS', text);
  }
  whenTextEqualTo(text: string) {
    return this.when('TEXT_EQUAL_TO', text);
  }
}
