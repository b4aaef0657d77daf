/** Alerts, prompts and toasts. */

import { ADA, bench, messageOf, resultOf } from '../../bench-host';

describe('alerts', () => {
  const CODE = `function main() {
    const ui = SpreadsheetApp.getUi();
    const answer = ui.alert('Delete', 'Sure?', ui.ButtonSet.YES_NO);
    return [answer === ui.Button.YES, String(answer)];
  }`;

  test('are answered by the test', () => {
    const { host, main } = bench(CODE);
    host.ui.answer = (dialog) => ({ button: dialog.text === 'Sure?' ? 'YES' : 'NO' });
    expect(main()).toEqual({ ok: true, value: [true, 'YES'] });
    expect(host.ui.dialogs).toEqual([
      { kind: 'alert', title: 'Delete', text: 'Sure?', buttons: 'YES_NO', user: ADA },
    ]);
  });

  test('are closed when nobody answers, except a plain OK', () => {
    expect(bench(CODE).main()).toEqual({ ok: true, value: [false, 'CLOSE'] });
    expect(resultOf(`return String(SpreadsheetApp.getUi().alert('done'));`)).toBe('OK');
  });

  test('prompts give text', () => {
    const { host, main } = bench(`function main() {
      const got = SpreadsheetApp.getUi().prompt('Name?'); return [got.getResponseText(), String(got.getSelectedButton())]; }`);
    host.ui.answer = () => ({ button: 'OK', text: 'DNa02' });
    expect(main()).toEqual({ ok: true, value: ['DNa02', 'OK'] });
  });

  test('drop the locks and take time', () => {
    const { host, main } = bench(`function main() {
      const lock = LockService.getDocumentLock(); lock.waitLock(1);
      const began = Date.now(); SpreadsheetApp.getUi().alert('x'); return [lock.hasLock(), Date.now() - began]; }`);
    let free: string | null = 'unasked';
    host.ui.answer = () => {
      free = host.world.locks.holder(`document ${host.world.workbook.id}`);
      return { button: 'OK' };
    };
    expect(main()).toEqual({ ok: true, value: [false, 3000] });
    expect(free).toBeNull();
  });

  test('a user who walks away costs the run', () => {
    const { main } = bench(`function main() { SpreadsheetApp.getUi().alert('x'); }`, {
      switches: { answerMs: 400_000 },
    });
    expect(main()).toMatchObject({ killed: true });
  });

  test('wrong forms are refused', () => {
    expect(messageOf('SpreadsheetApp.getUi().alert();')).toBe(
      "The parameters () don't match the method signature for Ui.alert.",
    );
    expect(messageOf(`SpreadsheetApp.getUi().showSidebar('<p>x</p>');`)).toBe(
      "The parameters (String) don't match the method signature for Ui.showSidebar.",
    );
  });
});

test('toasts are recorded', () => {
  const { host, main } = bench(`function main() {
    const s = SpreadsheetApp.getActive(); s.toast('a'); s.toast('b', 'title', -1); s.toast('c', 'd'); }`);
  main();
  expect(host.ui.toasts).toEqual([
    { text: 'a', title: '', seconds: 5, user: ADA },
    { text: 'b', title: 'title', seconds: -1, user: ADA },
    { text: 'c', title: 'd', seconds: 5, user: ADA },
  ]);
});
