/** Alternating colours and conditional formats through Range and Sheet. */
import { ADA, bench } from '../../bench-host';

const CODE = `
  const tab = () => SpreadsheetApp.getActiveSheet();
  const at = (a1) => tab().getRange(a1);
  function band() {
    at('A1:B4').applyRowBanding(SpreadsheetApp.BandingTheme.CYAN);
    tab().insertRowBefore(2);
    return [tab().getBandings().map((b) => b.getRange().getA1Notation()), at('B5').getBandings().length, at('C1').getBandings().length, at('A1').getBackground()];
  }
  function twice() { at('B4:C9').applyRowBanding(); }
  function unband() { tab().getBandings()[0].remove(); return tab().getBandings().length; }
  function format() {
    const rule = SpreadsheetApp.newConditionalFormatRule().whenTextContains('x').setBackground('#ff0000').setRanges([at('A1:A9'), at('C1:C9')]).build();
    tab().setConditionalFormatRules([rule]);
    tab().deleteColumn(2);
    at('A1').setValue('x');
    return [tab().getConditionalFormatRules().map((r) => r.getRanges().map((range) => range.getA1Notation())), at('A1').getBackground()];
  }
  function none() { tab().clearConditionalFormatRules(); return tab().getConditionalFormatRules().length; }
  function incomplete() { SpreadsheetApp.newConditionalFormatRule().whenCellEmpty().build(); }`;

const { host } = bench(CODE);
const run = (fn: string) => {
  const outcome = host.run(fn, [], { user: ADA });
  return outcome.ok ? outcome.value : outcome.message;
};

test('banding follows its rows, and is none of the cells’ backgrounds', () => {
  expect(run('band')).toEqual([['A1:B5'], 1, 0, '#ffffff']);
  expect(run('twice')).toMatch(/already has alternating background colors/);
  expect(run('unband')).toBe(0);
});

test('conditional formats follow their cells', () => {
  expect(run('format')).toEqual([[['A1:A9', 'B1:B9']], '#ffffff']);
  expect(run('none')).toBe(0);
  expect(run('incomplete')).toBe('Conditional format rule needs at least one range.');
});
