/** The locale as scripts see it: a formula is read as the file writes it. */
import { ADA, bench } from '../../bench-host';

const CODE = `
  const at = (a1) => SpreadsheetApp.getActiveSheet().getRange(a1);
  function change(to) { const file = SpreadsheetApp.getActive(); file.setSpreadsheetLocale(to); return file.getSpreadsheetLocale(); }
  function formula(text) { at('A1').setFormula(text); return [at('A1').getDisplayValue(), at('A1').getFormula()]; }
  function half() { at('B1').setValue(0.5); return [at('B1').getValue(), at('B1').getDisplayValue()]; }
  /** @customfunction */ function TT_PAIR(a, b) { return a + '|' + b; }`;

test('commas part arguments only where the decimal is a point; semicolons do everywhere', () => {
  const { host } = bench(CODE);
  const run = (fn: string, ...args: unknown[]) => {
    const outcome = host.run(fn, args, { user: ADA });
    return outcome.ok ? outcome.value : outcome.message;
  };
  expect(run('formula', '=TT_PAIR("a", 0.5)')).toEqual(['a|0.5', '=TT_PAIR("a", 0.5)']);
  expect(run('change', 'de_DE')).toBe('de_DE');
  expect(run('formula', '=TT_PAIR("a", 0.5)')).toEqual(['#ERROR!', '=TT_PAIR("a", 0.5)']);
  expect(run('formula', '=TT_PAIR("a"; 0,5)')).toEqual(['a|0.5', '=TT_PAIR("a"; 0,5)']);
  expect(run('half')).toEqual([0.5, '0,5']);
  expect(run('change', 'xx_XX')).toMatch(/not modelled/);
});
