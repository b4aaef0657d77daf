/** Session: which user a script sees. */

import { SCOPES } from '../../../src/platform/permissions';
import { ADA, BOB, bench, MANIFEST, messageOf, resultOf } from '../../bench-host';

describe('Session', () => {
  const who = `return [Session.getActiveUser().getEmail(), Session.getEffectiveUser().getEmail(), Session.getActiveUserLocale(), Session.getScriptTimeZone()];`;
  test('the user at the keyboard', () => {
    expect(resultOf(who)).toEqual([ADA, ADA, 'en', 'Etc/UTC']);
  });
  test('without the scope it is an error', () => {
    const manifest = { ...MANIFEST, oauthScopes: [SCOPES.currentSheet] };
    expect(messageOf(who, { manifest })).toBe(
      `Specified permissions are not sufficient to call Session.getActiveUser. Required permissions: ${SCOPES.email}`,
    );
  });
  test('blank in LIMITED, unless the switch says otherwise', () => {
    const code = 'function f() { return Session.getActiveUser().getEmail(); }';
    expect(bench(code).host.run('f', [], { user: ADA, entry: 'open' })).toEqual({ ok: true, value: '' });
    const { host } = bench(code, { switches: { emailInLimited: true } });
    expect(host.run('f', [], { user: ADA, entry: 'open' })).toEqual({ ok: true, value: ADA });
  });
  test('the temporary key is of the user and lasts', () => {
    const { host } = bench('function f() { return Session.getTemporaryActiveUserKey(); }');
    const key = (user: string, entry: 'menu' | 'cell' = 'menu') => host.run('f', [], { user, entry });
    expect(key(ADA)).toEqual(key(ADA));
    expect(key(ADA)).not.toEqual(key(BOB));
    expect(key(ADA, 'cell')).toMatchObject({ ok: false });
    const open = bench('function f() { return Session.getTemporaryActiveUserKey(); }', {
      switches: { temporaryKeyInCells: true },
    });
    expect(open.host.run('f', [], { user: ADA, entry: 'cell' }).ok).toBe(true);
  });
});
