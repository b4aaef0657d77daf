/** What is read, dropped and refused before anything is entered. */
import { boxOf, Sheet } from '../helpers';

test('a text that is too long leaves the whole block as it was', () => {
  const sheet = new Sheet().set('A1', 'old');
  expect(() => sheet.set('A1', [['new'], ['x'.repeat(50_001)]])).toThrow('more than the maximum of 50000');
  expect(sheet.values('A1:A2').flat()).toEqual(['old', '']);
});

test('the format of the cell decides how its entry is read', () => {
  const sheet = new Sheet();
  sheet.grid.setNumberFormats(boxOf('A1:A2'), [['@'], ['0.00%']]);
  sheet.set('A1', [['007'], ['0.5'], ['007']]);
  expect(sheet.grid.shown(boxOf('A1:A3')).flat()).toEqual(['007', '50.00%', '7']);
});

test('a check changes nothing', () => {
  const sheet = new Sheet();
  const rule = { criterion: 'NUMBER_LESS_THAN', values: [3], allowInvalid: false, helpText: null };
  sheet.grid.setValidation(boxOf('A1'), rule);
  expect(() => sheet.grid.checkEntries(boxOf('A1'), [[5]])).toThrow('cell A1 violates');
  sheet.grid.checkEntries(boxOf('A1'), [[2]]);
  expect(() => sheet.grid.checkEntries(boxOf('A1'), [[2, 3]])).toThrow('The data has 2 but the range has 1');
  expect(sheet.grid.lastRow()).toBe(0);
});

test('cells that a merge hides are left out of a block', () => {
  const sheet = new Sheet();
  const rule = { criterion: 'NUMBER_LESS_THAN', values: [3], allowInvalid: false, helpText: null };
  sheet.grid.merge(boxOf('A1:B1'));
  sheet.grid.setValidation(boxOf('B1'), rule);
  sheet.set('A1', [['x', 9, 'y']]);
  expect(sheet.values('A1:C1')).toEqual([['x', '', 'y']]);
});
