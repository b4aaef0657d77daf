/** Freeze: formulas of ours alone, and nothing beside. */
import { freezeFormulas } from '../../../src/addon/formulas/freeze';
import { fakeHost } from '../../support/fake-host';

test('freeze leaves the values, as values, and other formulas alone', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['root_id', 'current', '', 'sum'],
    ['11', '=TT_CURRENT_ID(A2:A3)', '=SUM(1)', '=if(tt_is_current(A2),1,2)'],
    ['12', '22', '', ''],
    ['', '', 'note', ''],
  ]);
  const shown = host.tab.grid();
  expect(freezeFormulas(host)).toBe('2 formulas are now values. Undo brings them back');
  expect(host.tab.grid()).toEqual(shown);
  expect([2, 3, 4].map((column) => host.tab.formulaAt(2, column))).toEqual(['', '=SUM(1)', '']);
});

test('a text that looks like a half refreshed name is no reason to refuse; such a name is one', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['=TT_CURRENT_ID(A2,"AGAIN_")']]);
  expect(freezeFormulas(host)).toBe('1 formulas are now values. Undo brings them back');
  host.tab.put(1, 1, [['=tt_AGAIN_is_current(A2)']]);
  expect(() => freezeFormulas(host)).toThrow('half refreshed');
});

test('an empty tab has none', () => {
  expect(() => freezeFormulas(fakeHost())).toThrow('there is no formula of Tracer Tools');
});
