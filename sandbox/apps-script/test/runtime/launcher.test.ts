/** onOpen and the menu it builds. */

import { ADA, BOB, bench } from '../bench-host';

const GOOD = `function onOpen(e) {
  const menu = SpreadsheetApp.getUi().createAddonMenu().addItem('Open', 'open');
  if (e.authMode === ScriptApp.AuthMode.NONE) menu.addItem('Help', 'help');
  else menu.addSeparator().addSubMenu(SpreadsheetApp.getUi().createMenu('More')
    .addItem(PropertiesService.getUserProperties().getProperty('x') || 'none', 'more'));
  menu.addToUi();
  return String(e.authMode);
}
function onInstall(e) { onOpen(e); return 'installed ' + e.authMode; }
function open() {}`;

test('a file in which nobody used the add-on opens in NONE', () => {
  const { host } = bench(GOOD);
  host.enabled = false;
  expect(host.open(ADA)).toEqual({ ok: true, value: 'NONE' });
  expect(host.menu(ADA)).toEqual([
    { caption: 'Open', fn: 'open' },
    { caption: 'Help', fn: 'help' },
  ]);
});

test('using it once enables it for everybody in the file', () => {
  const { host } = bench(GOOD);
  host.enabled = false;
  host.run('open', [], { user: ADA });
  expect(host.open(BOB)).toEqual({ ok: true, value: 'LIMITED' });
  expect(host.menu()).toEqual([
    { caption: 'Open', fn: 'open' },
    { caption: '', separator: true },
    { caption: 'More', items: [{ caption: 'none', fn: 'more' }] },
  ]);
  expect(host.menu(ADA)).toEqual([]);
});

test('installing inside the editor runs in FULL', () => {
  const { host } = bench(GOOD);
  host.enabled = false;
  expect(host.install(ADA)).toEqual({ ok: true, value: 'installed FULL' });
  expect(host.enabled).toBe(true);
});

test('a restricted call in NONE takes the whole menu away, even after it was added', () => {
  const { host } = bench(`function onOpen() {
    SpreadsheetApp.getUi().createAddonMenu().addItem('Open', 'open').addToUi();
    PropertiesService.getUserProperties();
  }`);
  expect(host.open(ADA, 'LIMITED').ok).toBe(true);
  expect(host.menu(ADA).length).toBe(1);
  expect(host.open(ADA, 'NONE')).toMatchObject({ ok: false });
  expect(host.menu(ADA)).toEqual([]);
});

test('a service touched at load takes the menu away', () => {
  const { host } = bench(`var props = PropertiesService.getUserProperties();
    function onOpen() { SpreadsheetApp.getUi().createAddonMenu().addItem('Open', 'open').addToUi(); }`);
  expect(host.open(ADA)).toMatchObject({ ok: false });
  expect(host.menu(ADA)).toEqual([]);
});

test('onOpen has 30 s', () => {
  const { host } = bench('function onOpen() { Utilities.sleep(31000); }');
  expect(host.open(ADA)).toMatchObject({ killed: true, message: 'Exceeded maximum execution time' });
});
