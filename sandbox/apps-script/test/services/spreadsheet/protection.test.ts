/** Protected ranges and tabs. */

import { ADA, BOB, bench } from '../../bench-host';

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
