/** Buffered writes. */

import { bench } from '../../bench-host';

describe('buffered writes', () => {
  test('reach formulas at a flush, a read or the end, and not before', () => {
    const { host, main, workbook } = bench(`${'function TT_N(x) { return "n" + x; }'} function main() {
      const sheet = SpreadsheetApp.getActiveSheet();
      sheet.getRange('A1').setValue(1); sheet.getRange('B1').setFormula('=TT_N(A1)'); Utilities.getUuid();
      SpreadsheetApp.flush(); Utilities.getUuid(); sheet.getRange('A1').setValue(2); Utilities.getUuid();
      const read = sheet.getRange('B1').getValue(); sheet.getRange('A1').setValue(3); return read; }`);
    const log: string[] = [];
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') log.push(workbook.grids()[0]!.view(1, 2).shown);
    };
    expect(main()).toEqual({ ok: true, value: 'n2' });
    expect(log).toEqual(['', 'n1', 'n1']);
    expect(workbook.grids()[0]!.view(1, 2).shown).toBe('n3');
  });
});
