/** Sidebar RPC handlers: envelopes, unknown names, broken arguments, and what an error may say. */
import { answerCall, openWith } from '../../src/addon/calls';
import { MENU, MENU_ACTIONS, runMenu } from '../../src/addon/menu';
import { resumableError, TtError } from '../../src/core/errors';
import { type FakeHost, fakeHost } from '../support/fake-host';
import { BANC, testEnvironment } from '../support/sandbox-driver';
import { hostOver } from './support';

const call = (host: FakeHost, name: string, ...args: unknown[]) =>
  JSON.parse(answerCall(name, JSON.stringify(args), host)) as {
    ok: boolean;
    value: unknown;
    error: { code: string; message: string; transient: boolean; link?: string };
  };

test.each(['nothing', '', 'constructor', 'toString', '__proto__', 'hasOwnProperty', 'x'.repeat(500)])(
  'no call is named %p',
  (name) => {
    const { ok, error } = call(fakeHost(), name);
    expect({ ok, code: error.code }).toEqual({ ok: false, code: 'INPUT' });
    expect(error.message.length).toBeLessThan(80);
  },
);

test.each(['', '{', 'null', '5', '{"a":1}'])('arguments %p are a fault that tells its type alone', (text) => {
  const answer = JSON.parse(answerCall('selection', text, fakeHost()));
  expect(answer).toMatchObject({ ok: false, error: { code: 'FAULT', transient: false } });
  expect(answer.error.message).toMatch(/^something broke \((SyntaxError|TypeError)\)/);
});

test('of a foreign error nothing but its type is told', () => {
  const host = fakeHost();
  host.file.selected = () => {
    throw new RangeError('secret 0123456789abcdef0123456789abcdef');
  };
  expect(call(host, 'selection').error).toEqual({
    code: 'FAULT',
    message: 'something broke (RangeError). Try again, and report it if it stays',
    transient: false,
  });
});

test('our own code, its words, whether it passes and where to click survive', () => {
  const host = fakeHost();
  host.file.selected = () => {
    throw new TtError('BUSY', 'wait', { link: 'https://x.example' });
  };
  expect(call(host, 'selection').error).toEqual({
    code: 'BUSY',
    message: 'wait',
    transient: true,
    link: 'https://x.example',
  });
});

test('how far it is survives where asking again goes on', () => {
  const host = fakeHost();
  host.file.selected = () => {
    throw resumableError('2 of 5 read');
  };
  expect(call(host, 'selection').error).toEqual({
    code: 'PENDING',
    message: '2 of 5 read. Refresh to go on',
    transient: true,
    progress: '2 of 5 read',
  });
});

test('a call without an answer answers null', () => {
  const host = fakeHost();
  expect(call(host, 'selectCells', 11, ['A1'])).toEqual({ ok: true, value: null });
  expect(host.chosen).toEqual([{ tabId: 11, a1: ['A1'] }]);
  expect(call(host, 'job')).toEqual({ ok: true, value: null });
  expect(call(host, 'openLog').error.message).toBe('there is no run log yet');
});

test('boot without a token asks nobody, and opens with what the menu chose, once', () => {
  const host = fakeHost();
  openWith(host, { tab: 'run', job: 'details' });
  const boot = () => call(host, 'boot').value as { who: unknown; open: unknown };
  const first = boot();
  expect([first.who, first.open]).toEqual([null, { tab: 'run', job: 'details' }]);
  expect(boot().open).toEqual({ tab: 'run' });
  expect(host.sent).toEqual([]);
});

test('boot with a token knows who it is; a token that CAVE refuses is not kept', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  expect(call(host, 'boot').value).toMatchObject({ who: { name: 'Ada Lovelace' } });
  expect(
    (call(host, 'boot').value as { stacks: { name: string }[] }).stacks.map(({ name }) => name),
  ).toContain(BANC);
  const refused = call(host, 'saveToken', cave.sandbox.invalidToken);
  expect(refused.error.code).toBe('TOKEN');
  expect(JSON.stringify(refused)).not.toContain(cave.sandbox.invalidToken);
  expect([...host.kept.user.values()]).not.toContain(cave.sandbox.invalidToken);
  expect(call(host, 'saveToken', cave.sandbox.token).value).toMatchObject({ name: 'Ada Lovelace' });
});

test('a formula of ours goes into the selected cell, a foreign one nowhere', () => {
  const host = fakeHost();
  host.choose({ row: 2, column: 28 });
  host.tab.columnsThere = 30;
  expect(call(host, 'insertFormula', '=TT_CURRENT_ID(A2)').value).toEqual({ a1: 'Neurons!AB2' });
  expect(call(host, 'insertFormula', '=IMPORTXML("http://evil.example")').error.code).toBe('INPUT');
  expect(host.counts.of('setValues')).toBe(1);
});

test('every menu item has an action; what goes wrong is said in a dialog', () => {
  expect(MENU.map(({ call: name }) => name).sort()).toEqual(Object.keys(MENU_ACTIONS).sort());
  const host = fakeHost();
  runMenu('ttUndo', host);
  expect(host.alerts).toEqual(['there is no run to undo in this spreadsheet']);
  runMenu('ttBringUpToDate', host);
  expect([host.sidebars, call(host, 'boot').value]).toMatchObject([
    1,
    { open: { tab: 'run', job: 'current' } },
  ]);
});
