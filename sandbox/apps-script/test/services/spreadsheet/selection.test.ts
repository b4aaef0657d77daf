/** Selections of users. */

import { ADA, BOB, bench } from '../../bench-host';

test('each user has a selection', () => {
  const { host, workbook } = bench(`function main() {
    return [SpreadsheetApp.getActiveRange().getA1Notation(), SpreadsheetApp.getActiveSheet().getName(),
      SpreadsheetApp.getActive().getActiveCell().getA1Notation(), SpreadsheetApp.getSelection().getActiveRange().getNumRows()]; }
    function choose() { SpreadsheetApp.getActive().getSheetByName('Other').getRange('B2:C3').activate(); }`);
  workbook.addGrid('Other');
  const first = workbook.grids()[0]!;
  const run = (user: string) => {
    const outcome = host.run('main', [], { user });
    return outcome.ok ? outcome.value : outcome.message;
  };
  expect(run(ADA)).toEqual(['A1', first.name, 'A1', 1]);
  host.ui.select(ADA, first, { row: 4, column: 2, rows: 3, columns: 1 });
  host.run('choose', [], { user: BOB });
  expect(run(ADA)).toEqual(['B4:B6', first.name, 'B4', 3]);
  expect(run(BOB)).toEqual(['B2:C3', 'Other', 'B2', 2]);
});

test('several boxes may be selected, the last one is active', () => {
  const { host, workbook, main } = bench(`function main() {
    const list = SpreadsheetApp.getActiveRangeList().getRanges().map(function (r) { return r.getA1Notation(); });
    return [list, SpreadsheetApp.getActiveRange().getA1Notation()]; }
    function choose() {
      const sheet = SpreadsheetApp.getActiveSheet();
      SpreadsheetApp.getActive().setActiveRangeList(sheet.getRangeList(['A1', 'C3:C4', 'E5']));
    }`);
  host.ui.select(ADA, workbook.grids()[0]!, { row: 9, column: 1, rows: 1, columns: 1 }, [
    { row: 2, column: 2, rows: 2, columns: 1 },
  ]);
  expect(main()).toEqual({ ok: true, value: [['B2:B3', 'A9'], 'A9'] });
  host.run('choose', [], { user: ADA });
  expect(main()).toEqual({ ok: true, value: [['A1', 'C3:C4', 'E5'], 'E5'] });
});
