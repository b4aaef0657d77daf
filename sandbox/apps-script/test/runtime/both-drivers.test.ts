/** The two drivers give the same answers. */

import { createWorkerHost } from '../../src/hosts/worker-host';
import { createHost, realClock } from '../../src/index';
import { createWorkbook } from '../../src/sheet/index';
import { ADA, MANIFEST, server, text } from '../bench-host';

const PROGRAMS: Record<string, string> = {
  numbers: 'return [1, -0.5, NaN, Infinity, 1e300];',
  texts: 'return ["", "é🧠", "\\u2028", "720575940621039145"];',
  shapes: 'return { a: [undefined, null, { b: new Date(5) }], c: true };',
  bytes:
    'const a = []; for (let k = 0; k < 500; k++) a.push(k % 256 - 128); return Utilities.newBlob(a).getBytes();',
  digest: 'return Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, "x");',
  cells: `const s = SpreadsheetApp.getActiveSheet(); s.getRange('A1:B2').setNumberFormat('@').setValues([['1', '2'], ['3', '4']]);
    return s.getRange('A1:B2').getValues();`,
  formula: `const s = SpreadsheetApp.getActiveSheet(); s.getRange('C1').setValue(2); s.getRange('C2').setFormula('=C1*21'); return s.getRange('C2').getValue();`,
  stores: `const p = PropertiesService.getUserProperties(); p.setProperty('a', 1); CacheService.getScriptCache().put('b', 2);
    return [p.getProperty('a'), CacheService.getScriptCache().get('b'), p.getProperty('none')];`,
  locks: 'const l = LockService.getScriptLock(); return [l.hasLock(), l.tryLock(5), l.hasLock()];',
  fetched: `return UrlFetchApp.fetchAll(['https://server.example/a', 'https://server.example/b']).map(function (r) { return r.getContentText(); });`,
  muted: `return UrlFetchApp.fetch('https://server.example/bad', { muteHttpExceptions: true }).getResponseCode();`,
  bad: `UrlFetchApp.fetch('https://server.example/bad');`,
  nowhere: `UrlFetchApp.fetch('https://nowhere.example/');`,
  caught: `try { SpreadsheetApp.getActiveSheet().getRange(0, 0); } catch (e) { return [e.name, e.message]; }`,
  signature: `SpreadsheetApp.getActiveSheet().getRange();`,
  thrown: `throw new TypeError('typed');`,
  plain: `throw 'plain';`,
  missing:
    'return [typeof setTimeout, typeof process, typeof require, typeof fetch, typeof URL, typeof globalThis];',
  async:
    'return Promise.resolve().then(function () { return Utilities.newBlob("later").getDataAsString(); });',
  rejected: 'return Promise.reject(new RangeError("no"));',
  template: `const t = HtmlService.createTemplate('<b><?= x ?></b>'); t.x = '<'; return t.evaluate().getContent();`,
  dialog: `return String(SpreadsheetApp.getUi().alert('x'));`,
  user: 'return [Session.getActiveUser().getEmail(), String(ScriptApp.AuthMode.FULL)];',
  trigger: `return ScriptApp.newTrigger('f').timeBased().everyHours(1).create().getHandlerFunction();`,
  clock: 'return Math.abs(Date.now() - new Date().getTime()) < 1000;',
  logged: 'console.log("a", 1); Logger.log("%s", 2); return Logger.getLog();',
};

const code = Object.entries(PROGRAMS)
  .map(([name, body]) => `function p_${name}() { ${body} }`)
  .join('\n');
const common = () => ({
  code,
  html: {},
  manifest: MANIFEST,
  workbook: createWorkbook({}),
  network: server({ '/a': () => text('A'), '/b': () => text('B'), '/bad': () => text('no', 503) }),
  users: [{ email: ADA, name: 'Ada' }],
  owner: ADA,
});
const local = createHost({ ...common(), clock: realClock() });
const remote = createWorkerHost({ ...common(), warm: 2 });
afterAll(() => remote.close());

test.each(Object.keys(PROGRAMS))('%s', async (name) => {
  const by = { user: ADA };
  const expected = local.run(`p_${name}`, [], by);
  expect(await remote.run(`p_${name}`, [], by)).toEqual(expected);
  expect(remote.ran.at(-1)?.counters).toEqual(local.ran.at(-1)?.counters);
  expect(remote.ran.at(-1)?.logs).toEqual(local.ran.at(-1)?.logs);
});
