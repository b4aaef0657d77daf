/** SpreadsheetApp over the real workbook. */

import { SCOPES } from '../../../src/platform/permissions';
import { createWorkbook } from '../../../src/sheet/index';
import { ADA, BOB, bench, MANIFEST, messageOf, resultOf } from '../../bench-host';

const SHEET = 'const sheet = SpreadsheetApp.getActiveSheet();';

describe('addresses', () => {
  test.each([
    [`sheet.getRange('B2').getA1Notation()`, 'B2'],
    [`sheet.getRange('$B$2:C5').getA1Notation()`, 'B2:C5'],
    [`sheet.getRange('A2:A').getA1Notation()`, 'A2:A1000'],
    [`sheet.getRange('C:D').getA1Notation()`, 'C1:D1000'],
    [`sheet.getRange('5:6').getA1Notation()`, 'A5:Z6'],
    [`sheet.getRange(2, 3, 4, 5).getA1Notation()`, 'C2:G5'],
    [`sheet.getRange('C5:B2').getA1Notation()`, 'B2:C5'],
    [`sheet.getRange(1, 26).offset(1, -1, 2, 2).getA1Notation()`, 'Y2:Z3'],
    [`sheet.getRange('B2:C3').getCell(2, 2).getA1Notation()`, 'C3'],
  ])('%s is %s', (code, name) => {
    expect(resultOf(`${SHEET} return ${code};`)).toBe(name);
  });

  test.each([
    [`sheet.getRange(0, 1)`, 'The starting row of the range is too small.'],
    [`sheet.getRange(1, 0)`, 'The starting column of the range is too small.'],
    [`sheet.getRange(1, 1, 0)`, 'The number of rows in the range must be at least 1.'],
    [`sheet.getRange(1, 1, 1, 0)`, 'The number of columns in the range must be at least 1.'],
    [`sheet.getRange(1000, 1, 2)`, 'The coordinates of the range are outside the dimensions of the sheet.'],
    [`sheet.getRange('AA1')`, 'The coordinates of the range are outside the dimensions of the sheet.'],
    [`sheet.getRange('nonsense!')`, 'Range not found'],
    [`sheet.getRange('Nowhere!A1')`, 'Range not found'],
    [`sheet.getRange('A')`, 'Range not found'],
    [`sheet.getRange('A1:5')`, 'Range not found'],
    [`sheet.getRange('B2:C3').getCell(3, 1)`, 'Cell reference out of range'],
  ])('%s is refused', (code, message) => {
    expect(messageOf(`${SHEET} ${code};`)).toBe(message);
  });

  test('numbers of a range', () => {
    const body = `${SHEET} const r = sheet.getRange('B3:D7');
      return [r.getRow(), r.getColumn(), r.getLastRow(), r.getLastColumn(), r.getNumRows(), r.getNumColumns(),
        r.getHeight(), r.getWidth(), r.getSheet().getName() === sheet.getName(), r.getGridId() === sheet.getSheetId()];`;
    expect(resultOf(body)).toEqual([3, 2, 7, 4, 5, 3, 5, 3, true, true]);
  });
});

describe('values', () => {
  test('are written as if typed and read back', () => {
    const body = `${SHEET} sheet.getRange('A1:D2').setValues([[1, 'text', true, ''], ['5', '=A1+1', null, "'007"]]);
      return [sheet.getRange('A1:D2').getValues(), sheet.getRange('A1:D2').getFormulas(), sheet.getRange('D2').getDisplayValue()];`;
    expect(resultOf(body)).toEqual([
      [
        [1, 'text', true, ''],
        [5, 2, '', '007'],
      ],
      [
        ['', '', '', ''],
        ['', '=A1+1', '', ''],
      ],
      '007',
    ]);
  });

  test('an id typed as a number has lost its digits, as text it has not', () => {
    const body = `${SHEET} sheet.getRange('B1').setNumberFormat('@');
      sheet.getRange('A1:B1').setValues([['720575940621039145', '720575940621039145']]);
      return [typeof sheet.getRange('A1').getValue(), sheet.getRange('B1').getValue(), sheet.getRange('A1:B1').getNumberFormats()[0][1]];`;
    expect(resultOf(body)).toEqual(['number', '720575940621039145', '@']);
  });

  test('dates come back as dates', () => {
    const body = `${SHEET} sheet.getRange('A1').setValue(new Date(Date.UTC(2026, 0, 2)));
      const got = sheet.getRange('A1').getValue(); return [got instanceof Date, got.toISOString()];`;
    expect(resultOf(body)).toEqual([true, '2026-01-02T00:00:00.000Z']);
  });

  test.each([
    [
      `sheet.getRange('A1:A2').setValues([[1]])`,
      'The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.',
    ],
    [
      `sheet.getRange('A1:B2').setValues([[1, 2], [3]])`,
      'The number of columns in the data does not match the number of columns in the range. The data has 1 but the range has 2.',
    ],
    [
      `sheet.getRange('A1').setValues([1])`,
      "The parameters (Object[]) don't match the method signature for SpreadsheetApp.Range.",
    ],
    [
      `sheet.getRange('A1').setValue('x'.repeat(50001))`,
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    ],
    [`sheet.getRange('A1').setValues([[BigInt(1)]])`, 'Cannot convert bigint to a cell value.'],
  ])('%s', (code, message) => {
    expect(messageOf(`${SHEET} ${code};`)).toBe(message);
  });

  test('objects become their text', () => {
    const body = `${SHEET} sheet.getRange('A1:C1').setValues([[{}, ['a', 'b'], sheet]]); return sheet.getRange('A1:C1').getValues()[0];`;
    expect(resultOf(body)).toEqual(['[object Object]', 'a,b', 'Sheet']);
  });

  test('formulas get their sign', () => {
    const body = `${SHEET} sheet.getRange('A1').setFormula('1+1'); sheet.getRange('A2:A3').setFormulas([['=A1*2'], ['']]);
      return [sheet.getRange('A1:A3').getValues(), sheet.getRange('A1').getFormula()];`;
    expect(resultOf(body)).toEqual([[[2], [4], ['']], '=1+1']);
  });

  test('isBlank', () => {
    const body = `${SHEET} const before = sheet.getRange('A1:B2').isBlank(); sheet.getRange('B2').setValue('x');
      return [before, sheet.getRange('A1:B2').isBlank(), sheet.getRange('A1').isBlank()];`;
    expect(resultOf(body)).toEqual([true, false, true]);
  });
});

describe('looks', () => {
  test('notes, backgrounds, weight, formats', () => {
    const body = `${SHEET} const r = sheet.getRange('A1:B1');
      r.setNotes([['n1', null]]).setBackgrounds([['#ff0000', null]]).setFontWeights([['bold', 'normal']]).setNumberFormats([['@', '0.00']]);
      sheet.getRange('A2').setNote('one').setBackground('#00ffff').setFontWeight('bold').setFontColor('#111').setWrap(true);
      const a2 = sheet.getRange('A2');
      return [r.getNotes(), r.getBackgrounds(), r.getFontWeights(), r.getNumberFormats(), a2.getNote(), a2.getBackground(), a2.getFontWeight(), a2.getNumberFormat()];`;
    const [notes, backgrounds, weights, formats, ...rest] = resultOf(body) as unknown[];
    expect(notes).toEqual([['n1', '']]);
    expect((backgrounds as string[][])[0]?.[0]).toBe('#ff0000');
    expect(weights).toEqual([['bold', 'normal']]);
    expect(formats).toEqual([['@', '0.00']]);
    expect(rest.slice(0, 3)).toEqual(['one', '#00ffff', 'bold']);
  });

  test('clearing takes what it says', () => {
    const body = `${SHEET} const fill = function () { sheet.getRange('A1').setValue('v').setNote('n').setBackground('#ff0000'); };
      const state = function () { const r = sheet.getRange('A1'); return [r.getValue(), r.getNote(), r.getBackground() === '#ff0000'].join(); };
      return ['clearContent', 'clearNote', 'clearFormat', 'clear'].map(function (m) { fill(); sheet.getRange('A1')[m](); return state(); });`;
    expect(resultOf(body)).toEqual([',n,true', 'v,,true', 'v,n,false', ',,false']);
  });

  test('a range list does the same to all', () => {
    const body = `${SHEET} sheet.getRangeList(['A1', 'C3:C4']).setValue('x').setFontWeight('bold').setBackground('#00ffff').setNote('n').setNumberFormat('@');
      const before = sheet.getRange('C4').getValue(); sheet.getRangeList(['C3:C4']).clearContent();
      return [before, sheet.getRange('C4').getValue(), sheet.getRange('A1').getNote(), sheet.getRangeList(['A1', 'B1']).getRanges().length];`;
    expect(resultOf(body)).toEqual(['x', '', 'n', 2]);
  });
});

describe('tabs', () => {
  test('insert, find, rename, hide, delete', () => {
    const body = `const s = SpreadsheetApp.getActive(); const made = s.insertSheet('TT log');
      const id = made.getSheetId();
      const found = [s.getSheetByName('TT log').getSheetId() === id, s.getSheetById(id).getName(), s.getSheetByName('none'), s.getSheetById(-5)];
      made.setName('Log').hideSheet(); const hidden = made.isSheetHidden(); made.showSheet();
      const names = s.getSheets().map(function (x) { return x.getName(); });
      const active = s.getActiveSheet().getName();
      s.deleteSheet(made);
      return [found, hidden, made.isSheetHidden === undefined, names.length, names.indexOf('Log') >= 0, active, s.getNumSheets()];`;
    expect(resultOf(body)).toEqual([[true, 'TT log', null, null], true, false, 2, true, 'Log', 1]);
  });

  test.each([
    [
      `s.insertSheet('A'); s.insertSheet('A')`,
      'A sheet with the name "A" already exists. Please enter another name.',
    ],
    [
      `s.insertSheet('A'); s.insertSheet('B').setName('A')`,
      'A sheet with the name "A" already exists. Please enter another name.',
    ],
    [`s.deleteSheet(s.getActiveSheet())`, "You can't remove all the sheets in a document."],
    [`s.getActiveSheet().hideSheet()`, "You can't hide all the sheets in a document."],
    [
      `const a = s.insertSheet('A'); s.deleteSheet(a); a.getRange('A1').getValue()`,
      /^Sheet -?\d+ not found$/,
    ],
    [
      `const a = s.insertSheet('A'); s.deleteSheet(a); a.getRange('A1').setValue(1)`,
      /^Sheet -?\d+ not found$/,
    ],
  ])('%s', (code, message) => {
    expect(messageOf(`const s = SpreadsheetApp.getActive(); ${code};`)).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });

  test('unnamed tabs get numbers, positions count from 0', () => {
    const body = `const s = SpreadsheetApp.getActive(); s.insertSheet(); s.insertSheet('first', 0);
      return [s.getSheets().length, s.getSheetByName('first').getIndex()];`;
    expect(resultOf(body)).toEqual([3, 1]);
  });

  test('ranges may name a tab', () => {
    const body = `const s = SpreadsheetApp.getActive(); s.insertSheet("My 'tab'").getRange('B2').setValue('there');
      return [s.getRange("'My ''tab'''!B2").getValue(), s.getSheets()[0].getRange("'My ''tab'''!B2").getValue()];`;
    expect(resultOf(body)).toEqual(['there', 'there']);
  });
});

describe('rows and columns', () => {
  test('sizes', () => {
    const body = `${SHEET} const empty = [sheet.getLastRow(), sheet.getLastColumn(), sheet.getDataRange().getA1Notation()];
      sheet.getRange('C4').setValue('x');
      return [empty, [sheet.getLastRow(), sheet.getLastColumn(), sheet.getDataRange().getA1Notation()], sheet.getMaxRows(), sheet.getMaxColumns()];`;
    expect(resultOf(body)).toEqual([[0, 0, 'A1'], [4, 3, 'A1:C4'], 1000, 26]);
  });

  test('insertions and deletions move content', () => {
    const body = `${SHEET} sheet.getRange('A1:A3').setValues([['a'], ['b'], ['c']]);
      sheet.insertRowsBefore(2, 2); const down = sheet.getRange('A1:A5').getValues().join('|'); sheet.deleteRows(2, 2);
      sheet.insertRowAfter(1); sheet.deleteRow(2);
      sheet.insertColumnBefore(1); const right = sheet.getRange('B1').getValue(); sheet.deleteColumn(1); sheet.insertColumnsAfter(1, 2);
      return [down, right, sheet.getRange('A1:A3').getValues().join('|'), sheet.getMaxRows(), sheet.getMaxColumns()];`;
    expect(resultOf(body)).toEqual(['a|||b|c', 'a', 'a|b|c', 1000, 28]);
  });

  test('appendRow finds the end and grows the grid', () => {
    const body = `${SHEET} sheet.appendRow(['a', '720575940621039145x']); sheet.getRange('A1000').setValue('last'); sheet.appendRow(['more']);
      return [sheet.getRange('A1:B1').getValues()[0], sheet.getMaxRows(), sheet.getRange('A1001').getValue()];`;
    expect(resultOf(body)).toEqual([['a', '720575940621039145x'], 1001, 'more']);
  });

  test.each([
    [`sheet.deleteRows(1000, 2)`, 'Those rows are out of bounds.'],
    [`sheet.deleteRows(1, 1000)`, "You can't delete all the rows on the sheet."],
    [`sheet.deleteColumns(26, 2)`, 'Those columns are out of bounds.'],
    [`sheet.deleteColumns(1, 26)`, "You can't delete all the columns on the sheet."],
  ])('%s', (code, message) => {
    expect(messageOf(`${SHEET} ${code};`)).toBe(message);
  });

  test('sorting', () => {
    const body = `${SHEET} sheet.getRange('A1:B4').setValues([['h', ''], ['b', 1], ['a', 2], ['b', 0]]);
      sheet.setFrozenRows(1); sheet.sort(1);
      const once = sheet.getRange('A1:B4').getValues().join('|');
      sheet.getRange('A2:B4').sort([{ column: 1, ascending: false }, { column: 2, ascending: true }]);
      return [once, sheet.getRange('A1:B4').getValues().join('|'), sheet.getFrozenRows()];`;
    expect(resultOf(body)).toEqual(['h,|a,2|b,1|b,0', 'h,|b,0|b,1|a,2', 1]);
  });

  test('a text finder finds', () => {
    const body = `${SHEET} sheet.getRange('A1:B2').setValues([['Current_id', 'x'], ['y', 'current_ids']]);
      const at = function (f) { return f.findAll().map(function (r) { return r.getA1Notation(); }).join(); };
      const next = sheet.createTextFinder('current'); 
      return [at(sheet.createTextFinder('current_id')), at(sheet.createTextFinder('current_id').matchEntireCell(true)),
        at(sheet.createTextFinder('current_id').matchCase(true)), at(sheet.createTextFinder('^[xy]$').useRegularExpression(true)),
        next.findNext().getA1Notation(), next.findNext().getA1Notation(), next.findNext()];`;
    expect(resultOf(body)).toEqual(['A1,B2', 'A1', 'B2', 'B1,A2', 'A1', 'B2', null]);
  });
});

describe('buffered writes', () => {
  test('reach formulas at a flush, a read or the end, and not before', () => {
    const { host, main, workbook } = bench(`${'function TT_N(x) { return "n" + x; }'} function main() {
      const sheet = SpreadsheetApp.getActiveSheet();
      sheet.getRange('A1').setValue(1); sheet.getRange('B1').setFormula('=TT_N(A1)'); Utilities.getUuid();
      SpreadsheetApp.flush(); Utilities.getUuid(); sheet.getRange('A1').setValue(2); Utilities.getUuid();
      const read = sheet.getRange('B1').getValue(); sheet.getRange('A1').setValue(3); return read; }`);
    const seen: string[] = [];
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') seen.push(workbook.grids()[0]!.view(1, 2).shown);
    };
    expect(main()).toEqual({ ok: true, value: 'n2' });
    expect(seen).toEqual(['', 'n1', 'n1']);
    expect(workbook.grids()[0]!.view(1, 2).shown).toBe('n3');
  });
});

describe('protection', () => {
  const CODE = `function guard() {
      const p = SpreadsheetApp.getActiveSheet().getRange('A1:A5').protect().setDescription('ids');
      p.removeEditors(p.getEditors()); p.addEditor(Session.getActiveUser());
      return [p.getEditors().map(function (u) { return u.getEmail(); }).join(), p.canEdit(), String(p.getProtectionType()), p.getRange().getA1Notation()]; }
    function write(a1) { SpreadsheetApp.getActiveSheet().getRange(a1).setValue('x'); }
    function lift() { SpreadsheetApp.getActive().getProtections(SpreadsheetApp.ProtectionType.RANGE).forEach(function (p) { p.remove(); }); }
    function tab() { const p = SpreadsheetApp.getActiveSheet().protect(); p.removeEditors(p.getEditors()); return String(p.getProtectionType()); }
    function can(a1) { return SpreadsheetApp.getActiveSheet().getRange(a1).canEdit(); }`;
  const refusal =
    'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.';

  test('of a range', () => {
    const { host } = bench(CODE);
    expect(host.run('guard', [], { user: ADA })).toEqual({ ok: true, value: [ADA, true, 'RANGE', 'A1:A5'] });
    expect(host.run('write', ['A3'], { user: BOB })).toMatchObject({ message: refusal });
    expect(host.run('can', ['A3'], { user: BOB })).toEqual({ ok: true, value: false });
    expect(host.run('write', ['B3'], { user: BOB }).ok).toBe(true);
    expect(host.run('write', ['A3'], { user: ADA }).ok).toBe(true);
    expect(host.run('lift', [], { user: BOB })).toMatchObject({ message: refusal });
    expect(host.run('lift', [], { user: ADA }).ok).toBe(true);
    expect(host.run('write', ['A3'], { user: BOB }).ok).toBe(true);
  });

  test('of a range stops what touches it, not what lies beside it', () => {
    const { host } = bench(`${CODE}
      function act(method, a, b) { const s = SpreadsheetApp.getActiveSheet(); return b === undefined ? s[method](a) && 1 : s[method](a, b) && 1; }
      function append() { SpreadsheetApp.getActiveSheet().appendRow(['x']); return 1; }`);
    host.run('guard', [], { user: ADA });
    const act = (...args: unknown[]) => host.run('act', args, { user: BOB });
    expect(act('deleteRows', 5, 1)).toMatchObject({ message: refusal });
    expect(act('deleteColumns', 1, 1)).toMatchObject({ message: refusal });
    expect(act('insertRowsBefore', 3, 1)).toMatchObject({ message: refusal });
    expect(host.run('append', [], { user: BOB })).toMatchObject({ message: refusal });
    expect(act('deleteRows', 6, 2).ok).toBe(true);
    expect(act('insertColumns', 2).ok).toBe(true);
    expect(act('hideSheet', 1)).toMatchObject({ ok: false });
    host.run('write', ['B9'], { user: BOB });
    expect(host.run('append', [], { user: BOB }).ok).toBe(true);
  });

  test('of a tab: the owner stays', () => {
    const { host } = bench(CODE);
    expect(host.run('tab', [], { user: BOB })).toEqual({ ok: true, value: 'SHEET' });
    expect(host.run('write', ['Z9'], { user: BOB })).toMatchObject({ message: refusal });
    expect(host.run('write', ['Z9'], { user: ADA }).ok).toBe(true);
  });
});

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
