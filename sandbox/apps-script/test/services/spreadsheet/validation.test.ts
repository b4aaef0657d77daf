/** Data validation as scripts set it and meet it. */
import { ADA, bench } from '../../bench-host';

const CODE = `
  const at = (a1) => SpreadsheetApp.getActiveSheet().getRange(a1);
  function list(reject) {
    at('B1:B3').setDataValidation(SpreadsheetApp.newDataValidation().requireValueInList(['left', 'right'], true).setAllowInvalid(!reject).setHelpText('a side').build());
    const rule = at('B2').getDataValidation();
    return [String(rule.getCriteriaType()), rule.getCriteriaValues()[0], rule.getAllowInvalid(), rule.getHelpText(), at('C1').getDataValidation()];
  }
  function write(a1, value) { at(a1).setValue(value); SpreadsheetApp.getUi(); SpreadsheetApp.flush(); return at(a1).getValue(); }
  function range() {
    at('D1:D2').setValues([['x'], ['y']]);
    const rule = SpreadsheetApp.newDataValidation().requireValueInRange(at('D1:D2')).setAllowInvalid(false).build();
    at('E1').setDataValidation(rule);
    return rule.getCriteriaValues()[0].getA1Notation();
  }
  function boxes() {
    at('F1:F2').insertCheckboxes();
    at('F1').check();
    const mixed = at('F1:F2').isChecked();
    at('F1:F2').check();
    return [mixed, at('F1:F2').isChecked(), at('F1:F3').isChecked(), at('F1').uncheck().getValue(), at('F1').isBlank()];
  }
  function noBoxes() { at('F1:F2').removeCheckboxes(); return [at('F1').getDataValidation(), at('F1:F2').getValues()]; }
  function dates() {
    const rule = SpreadsheetApp.newDataValidation().requireDateAfter(new Date(Date.UTC(2026, 0, 5))).setAllowInvalid(false).build();
    at('G1').setDataValidations([[rule]]);
    return rule.copy().build().getCriteriaValues()[0].getTime();
  }
  function nothing() { SpreadsheetApp.newDataValidation().build(); }
  function clear() { at('B1:B3').clearDataValidations(); return at('B1').getDataValidation(); }`;

function bed(more = {}) {
  const { host, workbook } = bench(CODE, more);
  const run = (fn: string, ...args: unknown[]) => {
    const outcome = host.run(fn, args, { user: ADA });
    return outcome.ok ? outcome.value : outcome.message;
  };
  return { host, workbook, run };
}

const refusal =
  'The data you entered in cell B2 violates the data validation rules set on this cell. Please enter one of the following values: left, right.';

test('a dropdown that rejects, and one that warns', () => {
  const { run } = bed();
  expect(run('list', true)).toEqual(['VALUE_IN_LIST', ['left', 'right'], false, 'a side', null]);
  expect([run('write', 'B2', 'middle'), run('write', 'B2', 'left')]).toEqual([refusal, 'left']);
  run('list', false);
  expect(run('write', 'B2', 'middle')).toBe('middle');
  expect([run('clear'), run('write', 'B2', 'x')]).toEqual([null, 'x']);
  expect(run('nothing')).toBe('A data validation rule needs a criterion.');
});

test('a refusal comes at the call or, by switch, when writes are applied', () => {
  for (const [at, result] of [
    ['call', false],
    ['flush', true],
  ] as const) {
    const { host, run } = bed({ switches: { validationFailsAt: at } });
    run('list', true);
    let reached = false;
    host.hooks.beforeCall = (_service, method) => {
      reached ||= method === 'getUi';
    };
    expect([run('write', 'B2', 'middle'), reached]).toEqual([refusal, result]);
  }
});

test('lists of a range, checkboxes, dates', () => {
  const { run } = bed();
  expect(run('range')).toBe('D1:D2');
  expect([run('write', 'E1', 'y'), run('write', 'E1', 'z')]).toEqual([
    'y',
    expect.stringContaining('one of the following values: x, y'),
  ]);
  expect(run('boxes')).toEqual([null, true, null, false, false]);
  expect(run('write', 'F1', 'current')).toMatch(/cell F1 violates/);
  expect(run('noBoxes')).toEqual([null, [[''], ['']]]);
  expect(run('dates')).toBe(Date.UTC(2026, 0, 5));
  expect(run('write', 'G1', '2026-01-02')).toMatch(/cell G1 violates/);
});
