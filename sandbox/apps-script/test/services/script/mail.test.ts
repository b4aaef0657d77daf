/** MailApp: recorded mails and quota. */

import { SCOPES } from '../../../src/platform/permissions';
import { ADA, bench, MANIFEST, messageOf } from '../../bench-host';

describe('mail', () => {
  const manifest = { ...MANIFEST, oauthScopes: [...(MANIFEST.oauthScopes ?? []), SCOPES.mail] };
  test('letters are kept, recipients counted', () => {
    const { host, main } = bench(
      `function main() {
        MailApp.sendEmail('a@x.y,b@x.y', 's1', 'b1'); MailApp.sendEmail({ to: 'c@x.y', subject: 's2', body: 'b2' });
        MailApp.sendEmail('d@x.y', 'reply@x.y', 's3', 'b3'); return MailApp.getRemainingDailyQuota(); }`,
      { manifest },
    );
    expect(main()).toEqual({ ok: true, value: 96 });
    expect(host.world.mails).toEqual([
      { to: 'a@x.y,b@x.y', subject: 's1', body: 'b1', user: ADA },
      { to: 'c@x.y', subject: 's2', body: 'b2', user: ADA },
      { to: 'd@x.y', subject: 's3', body: 'b3', user: ADA },
    ]);
  });
  test.each([
    [`MailApp.sendEmail('', 's', 'b')`, 'Failed to send email: no recipient'],
    [`MailApp.sendEmail('nobody', 's', 'b')`, 'Invalid email: nobody'],
    [
      `MailApp.sendEmail('a@x.y')`,
      "The parameters (String) don't match the method signature for MailApp.sendEmail.",
    ],
    [
      `for (let k = 0; k < 101; k++) MailApp.sendEmail('a@x.y', 's', 'b')`,
      'Service invoked too many times for one day: email.',
    ],
  ])('%s', (code, message) => {
    expect(messageOf(code, { manifest })).toBe(message);
  });
});
