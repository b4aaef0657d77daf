/** Every class that scripts see: nothing promised that is not there, nothing there that no rule lets through. */

import { DEFAULT_SWITCHES, type EntryKind, type Mode } from '../../src/platform/options';
import { checkPermission } from '../../src/platform/permissions';
import { matchesSignature, type ServiceClass } from '../../src/platform/service-object';
import { CLASSES, GUEST_SPEC } from '../../src/services/registry';
import { resultOf } from '../bench-host';

const classes = Object.entries(CLASSES);
const methods = classes.flatMap(([kind, of]) =>
  Object.keys(of.signatures).map((method) => [kind, method, of] as const),
);

test.each(classes)('%s: each method is implemented', (_kind, of) => {
  const { prototype } = of as unknown as { prototype: object };
  const missing = Object.keys(of.signatures).filter(
    (method) => typeof Reflect.get(prototype, method) !== 'function',
  );
  expect(missing).toEqual([]);
});

test('all signatures can be read, and none takes what is nothing', () => {
  const wrong: string[] = [];
  for (const [kind, method, of] of methods) {
    for (const signature of (of as ServiceClass).signatures[method] ?? ['none']) {
      const parts = signature === '' ? [] : signature.split(',');
      const nothing = parts.map(() => Symbol('nothing'));
      const takesAnything = parts.every((part) => part === '*');
      if (matchesSignature(signature, nothing) !== takesAnything)
        wrong.push(`${kind}.${method}(${signature})`);
    }
  }
  expect(wrong).toEqual([]);
});

const asker = {
  entry: 'menu' as EntryKind,
  mode: 'FULL' as Mode,
  loading: false,
  listed: null,
  granted: () => true,
};

/** Methods that a permission check lets through. */
function allowedCalls(who: typeof asker): string[] {
  return methods.flatMap(([kind, method]) => {
    try {
      checkPermission(kind, method, who, DEFAULT_SWITCHES);
      return [`${kind}.${method}`];
    } catch {
      return [];
    }
  });
}

test('everything is allowed in FULL from a menu', () => {
  expect(allowedCalls(asker)).toEqual(methods.map(([kind, method]) => `${kind}.${method}`));
});

test('nothing is allowed while the script loads', () => {
  expect(allowedCalls({ ...asker, loading: true })).toEqual([]);
});

test('formulas change nothing but caches, locks and script or document properties', () => {
  const inCell = allowedCalls({ ...asker, entry: 'cell', mode: 'CUSTOM_FUNCTION' });
  const changes = inCell.filter((name) =>
    /\.(set|insert|delete|clear|append|sort|protect|hide|show|activate|remove|add)/.test(name),
  );
  const kinds = new Set(changes.map((name) => name.split('.')[0]));
  expect(kinds).toEqual(new Set(['Properties', 'Cache', 'Blob', 'HtmlOutput', 'Logger']));
});

test('in NONE only menus, Utilities, Logger and what says nothing about the user', () => {
  const kinds = new Set(
    allowedCalls({ ...asker, entry: 'open', mode: 'NONE' }).map((name) => name.split('.')[0]),
  );
  expect(kinds).toEqual(
    new Set([
      'SpreadsheetApp',
      'Ui',
      'Menu',
      'Utilities',
      'Blob',
      'ScriptApp',
      'AuthorizationInfo',
      'Session',
      'Logger',
    ]),
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
  for (const types of Object.values(GUEST_SPEC.enumsOf))
    for (const type of types) expect(GUEST_SPEC.enums[type]).toBeDefined();
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
