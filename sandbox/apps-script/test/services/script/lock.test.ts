/** LockService: waiting, release, loss across alerts. */

import { ADA, BOB, bench, resultOf } from '../../bench-host';

describe('locks', () => {
  test('getting is not taking', () => {
    const body = `const l = LockService.getDocumentLock(); const before = l.hasLock();
      const taken = l.tryLock(10); const held = l.hasLock(); const again = l.tryLock(10); l.releaseLock();
      return [before, taken, held, again, l.hasLock()];`;
    expect(resultOf(body)).toEqual([false, true, true, true, false]);
  });

  const CODE = `
    function hold(name) { LockService['get' + name + 'Lock']().waitLock(10); Utilities.getUuid(); return LockService['get' + name + 'Lock']().hasLock(); }
    function wait(name) { LockService['get' + name + 'Lock']().waitLock(5000); }
    function attempt(name) { const began = Date.now(); return [LockService['get' + name + 'Lock']().tryLock(5000), Date.now() - began]; }`;

  /** What another user's execution finds while the first holds the lock. */
  function inside(name: string, fn: string, user: string) {
    const { host } = bench(CODE);
    let found: unknown;
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') found = host.run(fn, [name], { user });
    };
    expect(host.run('hold', [name], { user: ADA })).toEqual({ ok: true, value: true });
    return found;
  }

  test('a held lock costs the whole wait', () => {
    expect(inside('Document', 'attempt', BOB)).toEqual({ ok: true, value: [false, 5010] });
  });
  test('waitLock throws', () => {
    expect(inside('Script', 'wait', BOB)).toMatchObject({
      message: 'Lock timeout: another process was holding the lock for too long.',
    });
  });
  test("one user's lock is not another's", () => {
    expect(inside('User', 'attempt', BOB)).toEqual({ ok: true, value: [true, 10] });
    expect(inside('User', 'attempt', ADA)).toEqual({ ok: true, value: [false, 5010] });
  });
  test('the end of the execution frees it', () => {
    const { host } = bench(CODE);
    host.run('hold', ['Document'], { user: ADA });
    expect(host.run('attempt', ['Document'], { user: BOB })).toEqual({ ok: true, value: [true, 10] });
  });

  test.each([
    [3000, { ok: true, value: [true, 3000] }],
    [9000, { ok: true, value: [false, 5010] }],
  ])('a lock that another process holds for %i ms', (ms, found) => {
    const { host } = bench(CODE);
    host.holdLock('document', ms);
    expect(host.run('attempt', ['Document'], { user: ADA })).toEqual(found);
  });
});
