/** Checkboxes and blocks of rules and links through Range. Single rules and links: validation.test.ts, rich-text.test.ts. */
import { ADA, BOB, bench } from '../../bench-host';

const CODE = `
  const at = (a1) => SpreadsheetApp.getActiveSheet().getRange(a1);
  function own() { at('A1:A2').insertCheckboxes('done', 'open'); at('A2').check(); return [at('A1:A2').getValues(), at('A1').isChecked(), at('A2').isChecked()]; }
  function keeps() { at('B1').setValue(true); at('B1:B2').insertCheckboxes(); return at('B1:B2').getValues(); }
  function block() {
    const rule = SpreadsheetApp.newDataValidation().requireNumberGreaterThan(3).build();
    at('C1:D1').setDataValidations([[rule, null]]);
    return at('C1:D1').getDataValidations()[0].map((each) => each && String(each.getCriteriaType()));
  }
  function shape() { at('C1:D1').setDataValidations([[null]]); }
  function texts() { at('C1:D1').setRichTextValues([['x', 'y']]); }
  function link() { at('E1').setRichTextValue(SpreadsheetApp.newRichTextValue().setText('720575940621049144').build()); return [typeof at('E1').getValue(), at('E1').getValue()]; }`;

const { host, workbook } = bench(CODE);
const run = (fn: string, user = ADA) => {
  const outcome = host.run(fn, [], { user });
  return outcome.ok ? outcome.value : outcome.message;
};

test('checkboxes with values of their own, and over a value that is one', () => {
  expect(run('own')).toEqual([[['open'], ['done']], false, true]);
  expect(run('keeps')).toEqual([[true], [false]]);
});

test('blocks have the shape of the range', () => {
  expect(run('block')).toEqual(['NUMBER_GREATER_THAN', null]);
  expect(run('shape')).toMatch(/The data has 1 but the range has 2/);
  expect(run('texts')).toMatch(/signature for SpreadsheetApp\.Range\.setRichTextValues/);
});

test('rich text is not interpreted: digits stay text', () => {
  expect(run('link')).toEqual(['string', '720575940621049144']);
});

test('all of them need the right to edit the cells', () => {
  workbook.grids()[0]!.protect({ row: 1, column: 1, rows: 1, columns: 9 }, [ADA]);
  for (const fn of ['own', 'block', 'link']) {
    expect(run(fn, BOB)).toMatch(/^You are trying to edit a protected cell/);
  }
});
