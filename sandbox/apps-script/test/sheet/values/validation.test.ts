/** Data validation: what passes, what is refused, what is only flagged. */
import { satisfies, type ValidationRule, violation } from '../../../src/sheet/values/validation';
import { Day } from '../../../src/sheet/values/values';
import { boxOf, Sheet } from '../helpers';

const rule = (criterion: string, values: ValidationRule['values'] = [], allowInvalid = false) => ({
  criterion,
  values,
  allowInvalid,
  helpText: null,
});

test.each<[string, ValidationRule['values'], unknown[], unknown[]]>([
  ['CHECKBOX', [], [true, false], ['TRUE', 'yes', 1]],
  ['CHECKBOX', ['yes', 'no'], ['yes', 'no'], [true, 'maybe']],
  ['VALUE_IN_LIST', ['left', 'right', '5'], ['left', 5], ['middle', true]],
  ['NUMBER_BETWEEN', [1, 5], [1, 5, 2.5], [0.9, 6, '3']],
  ['NUMBER_NOT_BETWEEN', [1, 5], [0, 6], [1, 5]],
  ['NUMBER_EQUAL_TO', [5], [5], [4, '5']],
  ['NUMBER_NOT_EQUAL_TO', [5], [4], [5]],
  ['NUMBER_GREATER_THAN', [5], [6], [5]],
  ['NUMBER_GREATER_THAN_OR_EQUAL_TO', [5], [5], [4]],
  ['NUMBER_LESS_THAN', [5], [4], [5]],
  ['NUMBER_LESS_THAN_OR_EQUAL_TO', [5], [5], [6]],
  ['DATE_IS_VALID_DATE', [], [new Day(46_000)], [46_000, '2026-01-02']],
  ['DATE_AFTER', [new Day(10)], [new Day(11)], [new Day(10.5)]],
  ['DATE_BEFORE', [new Day(10)], [new Day(9)], [new Day(10)]],
  ['DATE_BETWEEN', [new Day(10), new Day(12)], [new Day(10), new Day(12.5)], [new Day(9), new Day(13)]],
  ['DATE_EQUAL_TO', [new Day(10)], [new Day(10.4)], [new Day(11)]],
  ['DATE_NOT_BETWEEN', [new Day(10), new Day(12)], [new Day(13)], [new Day(11)]],
  ['DATE_ON_OR_AFTER', [new Day(10)], [new Day(10)], [new Day(9)]],
  ['DATE_ON_OR_BEFORE', [new Day(10)], [new Day(10)], [new Day(11)]],
  ['TEXT_CONTAINS', ['ab'], ['cab'], ['a', 5]],
  ['TEXT_DOES_NOT_CONTAIN', ['ab'], ['a', 5], ['cab']],
  ['TEXT_EQUAL_TO', ['ab'], ['ab'], ['AB']],
  ['TEXT_IS_VALID_EMAIL', [], ['ada@example.org'], ['ada']],
  ['TEXT_IS_VALID_URL', [], ['https://example.org/x', 'example.org'], ['x y']],
])('%s %j', (criterion, values, good, bad) => {
  const check = (value: unknown) => satisfies(rule(criterion, values), value as never);
  expect([good.map(check), bad.map(check)]).toEqual([good.map(() => true), bad.map(() => false)]);
  expect([check(null), check('')]).toEqual([true, true]);
});

test('a rejected entry leaves the whole block as it was; blanks and formulas are never refused', () => {
  const sheet = new Sheet().set('A1', [['old'], ['old']]);
  sheet.grid.setValidation(boxOf('A2'), rule('VALUE_IN_LIST', ['left', 'right']));
  expect(() => sheet.set('A1', [['new'], ['720575940621049144']])).toThrow(
    'The data you entered in cell A2 violates the data validation rules set on this cell. Please enter one of the following values: left, right.',
  );
  expect(sheet.values('A1:A2').flat()).toEqual(['old', 'old']);
  sheet.set('A1', [['new'], [null]]);
  sheet.set('A2', '="middle"');
  expect([sheet.values('A1:A2').flat(), sheet.view('A2').invalid]).toEqual([['new', 'middle'], true]);
});

test('a warning keeps the entry and flags it; by switch nothing is refused', () => {
  const sheet = new Sheet();
  sheet.grid.setValidation(boxOf('A1'), rule('NUMBER_BETWEEN', [1, 5], true));
  sheet.set('A1', 9);
  expect([sheet.value('A1'), sheet.view('A1').invalid]).toEqual([9, true]);
  expect(sheet.set('A1', 3).view('A1').invalid).toBe(false);
  const lenient = new Sheet({ validationRejects: false });
  lenient.grid.setValidation(boxOf('A1'), rule('NUMBER_BETWEEN', [1, 5]));
  expect(lenient.set('A1', 9).value('A1')).toBe(9);
});

test('a checkbox has a value as soon as it exists, counts as content, and stays when it is cleared', () => {
  const sheet = new Sheet().set('A1', 'x');
  sheet.grid.setValidation(boxOf('A1:A3'), rule('CHECKBOX'));
  expect([sheet.values('A1:A3').flat(), sheet.grid.lastRow()]).toEqual([['x', false, false], 3]);
  sheet.set('A2', 'TRUE');
  sheet.grid.clear(boxOf('A1:A3'), { contents: true, formats: true });
  expect(sheet.values('A1:A3').flat()).toEqual([false, false, false]);
  expect(() => sheet.set('A2', 'current')).toThrow('cell A2 violates');
});

test('the list of a range is read when a value is entered', () => {
  const list = ['left'];
  const byRange = { ...rule('VALUE_IN_RANGE'), list: () => list };
  expect(satisfies(byRange, 'right')).toBe(false);
  list.push('right');
  expect(satisfies(byRange, 'right')).toBe(true);
  expect(violation('A1', byRange).message).toContain('left, right');
  expect(violation('A1', { ...rule('CHECKBOX'), helpText: 'Tick it.' }).message).toMatch(/ Tick it\.$/);
});
