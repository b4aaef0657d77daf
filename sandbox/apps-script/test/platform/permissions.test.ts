/** Who may call what: authorization modes, scopes and grants. */

import type { EntryKind, Mode } from '../../src/index';
import { SCOPES } from '../../src/platform/permissions';
import { ADA, BOB, bench, MANIFEST, server, text } from '../bench-host';

const CALLS: Record<string, string> = {
  locale: 'Session.getActiveUserLocale()',
  uuid: 'Utilities.getUuid()',
  log: 'Logger.log("x")',
  menu: 'SpreadsheetApp.getUi().createAddonMenu().addItem("a", "b").addToUi()',
  alert: 'SpreadsheetApp.getUi().alert("x")',
  sidebar: 'SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput("x"))',
  read: 'SpreadsheetApp.getActiveSheet().getRange("A1").getValue()',
  write: 'SpreadsheetApp.getActiveSheet().getRange("A1").setValue(1)',
  toast: 'SpreadsheetApp.getActive().toast("x")',
  open: 'SpreadsheetApp.openById("other")',
  property: 'PropertiesService.getDocumentProperties().getProperty("a")',
  cache: 'CacheService.getScriptCache().get("a")',
  lock: 'LockService.getDocumentLock().tryLock(0)',
  fetch: 'UrlFetchApp.fetch("https://server.example/ok")',
  html: 'HtmlService.createHtmlOutput("x").getContent()',
  token: 'ScriptApp.getOAuthToken()',
  identity: 'ScriptApp.getIdentityToken()',
  triggers: 'ScriptApp.getProjectTriggers()',
  newTrigger: 'ScriptApp.newTrigger("f")',
  effective: 'Session.getEffectiveUser()',
  mail: 'MailApp.sendEmail("a@b.c", "s", "t")',
};
/** Refusals by mode; what is not named is allowed. */
const REFUSED: Record<string, Record<string, string>> = {
  NONE: {
    alert: 'You do not have permission to call Ui.alert',
    sidebar: 'You do not have permission to call HtmlService.createHtmlOutput',
    read: 'You do not have permission to call SpreadsheetApp.getActiveSheet. Required permissions: (https://www.googleapis.com/auth/spreadsheets.currentonly || https://www.googleapis.com/auth/spreadsheets)',
    write: 'You do not have permission to call SpreadsheetApp.getActiveSheet',
    toast: 'You do not have permission to call SpreadsheetApp.getActive',
    open: 'You do not have permission to call SpreadsheetApp.openById',
    property: 'You do not have permission to call PropertiesService.getDocumentProperties',
    cache: 'You do not have permission to call CacheService.getScriptCache',
    lock: 'You do not have permission to call LockService.getDocumentLock',
    fetch: 'You do not have permission to call UrlFetchApp.fetch',
    html: 'You do not have permission to call HtmlService.createHtmlOutput',
    token: 'You do not have permission to call ScriptApp.getOAuthToken',
    identity: 'You do not have permission to call ScriptApp.getIdentityToken',
    triggers: 'You do not have permission to call ScriptApp.getProjectTriggers',
    newTrigger: 'You do not have permission to call ScriptApp.newTrigger',
    effective: 'You do not have permission to call Session.getEffectiveUser',
    mail: 'You do not have permission to call MailApp.sendEmail',
  },
  LIMITED: {
    sidebar:
      'You do not have permission to call Ui.showSidebar. Required permissions: https://www.googleapis.com/auth/script.container.ui',
    open: 'You do not have permission to call SpreadsheetApp.openById',
    fetch:
      'You do not have permission to call UrlFetchApp.fetch. Required permissions: https://www.googleapis.com/auth/script.external_request',
    token: 'You do not have permission to call ScriptApp.getOAuthToken',
    identity: 'You do not have permission to call ScriptApp.getIdentityToken',
    triggers: 'You do not have permission to call ScriptApp.getProjectTriggers',
    newTrigger: 'You do not have permission to call ScriptApp.newTrigger',
    mail: 'You do not have permission to call MailApp.sendEmail',
  },
  CUSTOM_FUNCTION: {
    menu: 'Cannot call SpreadsheetApp.getUi() from this context.',
    alert: 'Cannot call SpreadsheetApp.getUi() from this context.',
    sidebar: 'Cannot call SpreadsheetApp.getUi() from this context.',
    write: 'You do not have permission to call setValue',
    toast: 'You do not have permission to call toast',
    open: 'You do not have permission to call SpreadsheetApp.openById',
    token: 'You do not have permission to call ScriptApp.getOAuthToken',
    identity: 'You do not have permission to call ScriptApp.getIdentityToken',
    triggers: 'You do not have permission to call ScriptApp.getProjectTriggers',
    newTrigger: 'You do not have permission to call ScriptApp.newTrigger',
    effective: 'You do not have permission to call Session.getEffectiveUser',
    mail: 'You do not have permission to call MailApp.sendEmail',
  },
  FULL: {
    // The manifest of these tests lists neither of the two scopes.
    open: 'Specified permissions are not sufficient to call SpreadsheetApp.openById. Required permissions: https://www.googleapis.com/auth/spreadsheets',
    mail: 'Specified permissions are not sufficient to call MailApp.sendEmail. Required permissions: https://www.googleapis.com/auth/script.send_mail',
  },
};
const ENTRIES: [Mode, EntryKind][] = [
  ['NONE', 'open'],
  ['LIMITED', 'open'],
  ['CUSTOM_FUNCTION', 'cell'],
  ['FULL', 'menu'],
];
const code = Object.entries(CALLS)
  .map(([name, call]) => `function ${name}_call() { ${call}; return 'done'; }`)
  .join('\n');
const network = server({ '/ok': () => text('fine') });

describe.each(ENTRIES)('%s', (mode, entry) => {
  const { host } = bench(code, { network });
  test.each(Object.keys(CALLS))('%s', (name) => {
    const outcome = host.run(`${name}_call`, [], { user: ADA, mode, entry });
    const refusal = REFUSED[mode]?.[name];
    if (refusal === undefined) expect(outcome).toEqual({ ok: true, value: 'done' });
    else if (refusal.includes('Required')) expect(outcome).toMatchObject({ ok: false, message: refusal });
    else
      expect(outcome).toMatchObject({
        ok: false,
        message: expect.stringMatching(`^${refusal.replace(/[()]/g, '\\$&')}`),
      });
  });
});

describe('triggers have no editor', () => {
  const { host } = bench(code, { network });
  test.each(['menu', 'alert', 'sidebar'])('%s', (name) => {
    expect(host.run(`${name}_call`, [], { user: ADA, entry: 'trigger' })).toMatchObject({
      message: 'Cannot call SpreadsheetApp.getUi() from this context.',
    });
  });
  test('a toast is not an error, and nobody sees it', () => {
    expect(host.run('toast_call', [], { user: ADA, entry: 'trigger' }).ok).toBe(true);
    expect(host.ui.toasts).toEqual([]);
  });
});

describe('grants', () => {
  test('a denied scope refuses at the call, for that user alone', () => {
    const { host } = bench(code, { network });
    host.grants.deny(ADA, SCOPES.http);
    expect(host.run('fetch_call', [], { user: ADA })).toMatchObject({
      message: `You do not have permission to call UrlFetchApp.fetch. Required permissions: ${SCOPES.http}`,
    });
    expect(host.run('fetch_call', [], { user: BOB }).ok).toBe(true);
    host.grants.allow(ADA, SCOPES.http);
    expect(host.run('fetch_call', [], { user: ADA }).ok).toBe(true);
  });

  test('a formula needs no grant to fetch', () => {
    const { host } = bench(code, { network });
    host.grants.deny(ADA, SCOPES.http);
    expect(host.run('fetch_call', [], { user: ADA, entry: 'cell' }).ok).toBe(true);
  });

  test('without granular consent the run does not start', () => {
    const { host } = bench(code, { network, switches: { granularConsent: false } });
    host.grants.deny(ADA, SCOPES.http);
    expect(host.run('uuid_call', [], { user: ADA })).toMatchObject({
      message: 'Authorization is required to perform that action.',
    });
  });

  test('without oauthScopes in the manifest everything is found automatically', () => {
    const { host } = bench(code, { network, manifest: {} });
    expect(host.run('mail_call', [], { user: ADA }).ok).toBe(true);
  });

  test('authorization info names what is granted', () => {
    const { host } = bench(`function main(scope) {
      const all = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
      const one = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL, [scope]);
      return [String(all.getAuthorizationStatus()), String(one.getAuthorizationStatus()),
        typeof one.getAuthorizationUrl(), all.getAuthorizedScopes().length];
    }`);
    const count = MANIFEST.oauthScopes?.length ?? 0;
    expect(host.run('main', [SCOPES.ui], { user: ADA })).toEqual({
      ok: true,
      value: ['NOT_REQUIRED', 'NOT_REQUIRED', 'object', count],
    });
    host.grants.deny(ADA, SCOPES.ui);
    expect(host.run('main', [SCOPES.ui], { user: ADA })).toEqual({
      ok: true,
      value: ['REQUIRED', 'REQUIRED', 'string', count - 1],
    });
    expect(host.run('main', [SCOPES.mail], { user: ADA })).toMatchObject({
      message: `Invalid argument: scope ${SCOPES.mail} is not in the manifest`,
    });
  });

  test('requireScopes ends a menu run, not catchable, and keeps what was written', () => {
    const { host, workbook } = bench(`function main(scope) {
      SpreadsheetApp.getActiveSheet().getRange('A1').setValue('before');
      try { ScriptApp.requireScopes(ScriptApp.AuthMode.FULL, [scope]); } catch (e) { return 'caught'; }
      SpreadsheetApp.getActiveSheet().getRange('A2').setValue('after');
    }`);
    host.grants.deny(ADA, SCOPES.http);
    expect(host.run('main', [SCOPES.http], { user: ADA })).toEqual({
      ok: false,
      name: '',
      line: 0,
      message: 'Authorization is required to perform that action.',
    });
    const cells = workbook.grids()[0]?.shown({ row: 1, column: 1, rows: 2, columns: 1 });
    expect(cells).toEqual([['before'], ['']]);
    expect(host.run('main', [SCOPES.http], { user: ADA, entry: 'trigger' })).toEqual({
      ok: true,
      value: 'caught',
    });
  });

  test('invalidateAuth drops the grants of the user', () => {
    const { host } = bench(
      'function main() { ScriptApp.invalidateAuth(); return ScriptApp.getIdentityToken(); }',
    );
    expect(host.run('main', [], { user: ADA })).toEqual({ ok: true, value: null });
    expect(host.grants.of(ADA)).toEqual([]);
    expect(host.grants.of(BOB).length).toBeGreaterThan(0);
  });
});
