/** What a user's typing sets off. */

import { ADA, BOB, bench } from '../bench-host';

const CODE = `
function note(text) { const p = PropertiesService.getScriptProperties(); p.setProperty('log', (p.getProperty('log') || '') + text + ';'); }
function onEdit(e) { note(['simple', e.range.getA1Notation(), e.value, e.oldValue, String(e.authMode), e.user.getEmail() !== '' || 'nameless'].join()); }
function edited(e) { note(['installed', e.range.getA1Notation(), String(e.authMode), e.triggerUid.length > 0, Session.getActiveUser().getEmail()].join()); }
function changed(e) { note(['changed', e.changeType].join()); }
function opened(e) { note(['opened', String(e.authMode), Session.getActiveUser().getEmail()].join()); }
function onOpen() {}
function install() {
  const s = SpreadsheetApp.getActive();
  ScriptApp.newTrigger('edited').forSpreadsheet(s).onEdit().create();
  ScriptApp.newTrigger('changed').forSpreadsheet(s).onChange().create();
  ScriptApp.newTrigger('opened').forSpreadsheet(s).onOpen().create();
}
function write() { SpreadsheetApp.getActiveSheet().getRange('A1').setValue('by script'); }`;
const cell = { row: 2, column: 3, rows: 1, columns: 1 };
const logOf = ({ host }: ReturnType<typeof bench>) => host.world.properties.named('script').get('log');

test('the simple onEdit runs in LIMITED, with values of a single cell', () => {
  const environment = bench(CODE);
  const grid = environment.workbook.grids()[0]!;
  const [outcome] = environment.host.edited(BOB, { grid, box: cell, value: 'new', oldValue: 'old' });
  expect(outcome).toMatchObject({ ok: true });
  expect(logOf(environment)).toBe('simple,C2,new,old,LIMITED,true;');
});

test('several cells carry no values', () => {
  const workbench = bench(CODE);
  workbench.host.edited(ADA, { grid: workbench.workbook.grids()[0]!, box: { ...cell, rows: 2 }, value: 'x' });
  expect(logOf(workbench)).toBe('simple,C2:C3,,,LIMITED,true;');
});

test('installed ones run as their creator, in FULL', () => {
  const environment = bench(CODE);
  environment.host.run('install', [], { user: ADA });
  const outcomes = environment.host.edited(BOB, { grid: environment.workbook.grids()[0]!, box: cell });
  expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true]);
  expect(logOf(environment)).toBe(`simple,C2,,,LIMITED,true;installed,C2,FULL,true,${ADA};changed,EDIT;`);
  expect(environment.host.ran.slice(-3).map((ran) => [ran.user, ran.entry])).toEqual([
    [BOB, 'open'],
    [ADA, 'trigger'],
    [ADA, 'trigger'],
  ]);
});

test('other changes say their kind alone; opening runs what was installed', () => {
  const environment = bench(CODE);
  environment.host.run('install', [], { user: ADA });
  environment.host.changed('INSERT_ROW');
  environment.host.open(BOB);
  expect(logOf(environment)).toBe(`changed,INSERT_ROW;opened,FULL,${ADA};`);
});

test('writes of scripts set nothing off', () => {
  const environment = bench(CODE);
  environment.host.run('install', [], { user: ADA });
  environment.host.run('write', [], { user: ADA });
  expect(logOf(environment)).toBeNull();
});

test('a script without onEdit', () => {
  const { host, workbook } = bench('function main() {}');
  expect(host.edited(ADA, { grid: workbook.grids()[0]!, box: cell })).toEqual([]);
});
