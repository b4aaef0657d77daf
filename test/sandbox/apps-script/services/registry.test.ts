/** Every class that scripts see: nothing promised that is not there, nothing there that no rule lets through. */

import { DEFAULT_SWITCHES, type Entry, type Mode } from '../../../../src/sandbox/apps-script/options';
import { checkPermission } from '../../../../src/sandbox/apps-script/permissions';
import { accepts, type RemoteClass } from '../../../../src/sandbox/apps-script/remote';
import { CLASSES, SPEC } from '../../../../src/sandbox/apps-script/services/registry';
import { resultOf } from '../bench-host';

const classes = Object.entries(CLASSES);
const methods = classes.flatMap(([kind, of]) =>
  Object.keys(of.takes).map((method) => [kind, method, of] as const),
);

test.each(classes)('%s: each method is implemented', (_kind, of) => {
  const { prototype } = of as unknown as { prototype: object };
  const missing = Object.keys(of.takes).filter(
    (method) => typeof Reflect.get(prototype, method) !== 'function',
  );
  expect(missing).toEqual([]);
});

test.each(methods)('%s.%s: its signatures can be read', (_kind, method, of: RemoteClass) => {
  const signatures = of.takes[method] ?? [];
  expect(signatures.length).toBeGreaterThan(0);
  for (const signature of signatures) {
    const parts = signature === '' ? [] : signature.split(',');
    expect(
      accepts(
        signature,
        parts.map(() => Symbol('nothing')),
      ),
    ).toBe(parts.every((part) => part === '*'));
  }
});

test.each(methods)('%s.%s: allowed in FULL from a menu', (kind, method) => {
  const asker = {
    entry: 'menu' as Entry,
    mode: 'FULL' as Mode,
    loading: false,
    listed: null,
    granted: () => true,
  };
  expect(() => checkPermission(kind, method, asker, DEFAULT_SWITCHES)).not.toThrow();
});

test.each(methods)('%s.%s: refused while the script loads', (kind, method) => {
  const asker = {
    entry: 'menu' as Entry,
    mode: 'FULL' as Mode,
    loading: true,
    listed: null,
    granted: () => true,
  };
  expect(() => checkPermission(kind, method, asker, DEFAULT_SWITCHES)).toThrow(
    /^You do not have permission to call /,
  );
});

test('the kind of each class is its name', () => {
  const kinds =
    resultOf(`return [SpreadsheetApp, UrlFetchApp, SpreadsheetApp.getActive(), SpreadsheetApp.getActiveSheet(),
    SpreadsheetApp.getActiveRange(), Utilities.newBlob(''), LockService.getScriptLock(), HtmlService.createHtmlOutput('')].map(String);`);
  expect(kinds).toEqual([
    'SpreadsheetApp',
    'UrlFetchApp',
    'Spreadsheet',
    'Sheet',
    'Range',
    'Blob',
    'Lock',
    'HtmlOutput',
  ]);
});

test('enums are where scripts look for them, and stringify to their names', () => {
  const body = `return [ScriptApp.AuthMode.FULL, ScriptApp.WeekDay.MONDAY, SpreadsheetApp.getUi().ButtonSet.YES_NO,
    Utilities.DigestAlgorithm.SHA_256, Utilities.Charset.UTF_8, SpreadsheetApp.ProtectionType.RANGE,
    HtmlService.XFrameOptionsMode.ALLOWALL].map(String).concat([ScriptApp.AuthMode.FULL.ordinal(), JSON.stringify(ScriptApp.AuthMode.NONE)]);`;
  expect(resultOf(body)).toEqual([
    'FULL',
    'MONDAY',
    'YES_NO',
    'SHA_256',
    'UTF_8',
    'RANGE',
    'ALLOWALL',
    3,
    '"NONE"',
  ]);
  for (const types of Object.values(SPEC.enumsOf))
    for (const type of types) expect(SPEC.enums[type]).toBeDefined();
});

test('the same object comes back as the same object', () => {
  expect(
    resultOf(`const b = Utilities.newBlob('a'); const e = SpreadsheetApp.getUi();
      return [b.setName('x') === b, e.Button === SpreadsheetApp.getUi().Button, SpreadsheetApp.getActive() === SpreadsheetApp.getActive()];`),
  ).toEqual([true, true, false]);
});

test('a method without its object says so', () => {
  expect(() => resultOf('const get = SpreadsheetApp.getActive; get();')).toThrow(
    'getActive was called without its object',
  );
});

test('services are no properties that loops see', () => {
  expect(
    resultOf(
      'const seen = []; for (const k in SpreadsheetApp.getActive()) seen.push(k); return [seen, Object.keys(globalThis)];',
    ),
  ).toEqual([[], ['main']]);
});
