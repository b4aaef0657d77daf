/** The spreadsheet file. */

import { SCOPES } from '../../../src/platform/permissions';
import { createWorkbook } from '../../../src/sheet/index';
import { ADA, MANIFEST, messageOf, resultOf } from '../../bench-host';

describe('the file', () => {
  test('names, zone, owner, interval', () => {
    const body = `const s = SpreadsheetApp.getActiveSpreadsheet(); s.rename('Neurons'); s.setSpreadsheetTimeZone('Europe/Vienna');
      s.setRecalculationInterval(SpreadsheetApp.RecalculationInterval.HOUR);
      return [s.getName(), s.getSpreadsheetTimeZone(), s.getOwner().getEmail(), s.getEditors().length, s.getSpreadsheetLocale(),
        String(s.getRecalculationInterval()), s.getUrl() === 'https://docs.google.com/spreadsheets/d/' + s.getId() + '/edit'];`;
    expect(resultOf(body)).toEqual(['Neurons', 'Europe/Vienna', ADA, 2, 'en_US', 'HOUR', true]);
  });

  test('another file needs the wide scope and must exist', () => {
    const other = createWorkbook({ id: 'other-file' });
    other.grids()[0]!.write({ row: 1, column: 1, rows: 1, columns: 1 }, [['far']]);
    const manifest = { ...MANIFEST, oauthScopes: [...(MANIFEST.oauthScopes ?? []), SCOPES.sheets] };
    const more = { manifest, otherWorkbooks: { [other.id]: other } };
    const open = (id: string) =>
      `return SpreadsheetApp.openById('${id}').getSheets()[0].getRange('A1').getValue();`;
    expect(resultOf(open(other.id), more)).toBe('far');
    expect(
      resultOf(
        `return SpreadsheetApp.openByUrl('https://docs.google.com/spreadsheets/d/${other.id}/edit#gid=0').getId();`,
        more,
      ),
    ).toBe(other.id);
    expect(
      resultOf(
        `const s = SpreadsheetApp.openById('other-file'); const made = s.insertSheet('Far'); made.getRange('A1').setFormula('=1+1');
         return [made.getParent().getId(), made.getIndex(), made.getRange('Far!A1').getValue(), s.getActiveSheet().getName(), SpreadsheetApp.getActive().getSheetByName('Far')];`,
        more,
      ),
    ).toEqual(['other-file', 2, 2, 'Sheet1', null]);
    expect(messageOf(open('unknown'), more)).toMatch(
      /^Unexpected error while getting the method or property openById/,
    );
    expect(messageOf(open(other.id))).toMatch(/^Specified permissions are not sufficient/);
  });
});

test('the active tab is duplicated under a free name and shown', () => {
  const body = `const file = SpreadsheetApp.getActive();
    file.getActiveSheet().getRange('A1').setValue('x'); SpreadsheetApp.flush();
    const first = file.getSheets()[0];
    const one = file.duplicateActiveSheet().getName(); first.activate();
    const two = file.duplicateActiveSheet(); 
    return [one, two.getName(), two.getRange('A1').getValue(), file.getActiveSheet().getName()];`;
  expect(resultOf(body)).toEqual(['Copy of Sheet1', 'Copy of Sheet1 2', 'x', 'Copy of Sheet1 2']);
});
