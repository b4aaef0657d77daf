/** Utilities, Blobs, Session, ScriptApp tokens, MailApp. */

import { createHash, createHmac } from 'node:crypto';
import { SCOPES } from '../../../src/platform/permissions';
import { parseCsv } from '../../../src/services/content/csv';
import { formatDate } from '../../../src/services/content/dates';
import { ADA, BOB, bench, MANIFEST, messageOf, resultOf } from '../../bench-host';

const signed = (bytes: Uint8Array) => [...bytes].map((byte) => (byte << 24) >> 24);

describe('bytes', () => {
  test.each([
    [`Utilities.base64Encode('é')`, 'w6k='],
    [`Utilities.base64Encode([-1, -2, 127])`, '//5/'],
    [`Utilities.base64EncodeWebSafe([-1, -2, 127])`, '__5_'],
    [`Utilities.base64Decode('w6k=')`, [-61, -87]],
    [`Utilities.base64DecodeWebSafe('__5_')`, [-1, -2, 127]],
    [`Utilities.newBlob(Utilities.base64Decode('w6k=')).getDataAsString()`, 'é'],
    [`Utilities.newBlob('é').getBytes()`, [-61, -87]],
    [`Utilities.newBlob('é').getContentType()`, 'text/plain'],
    [`Utilities.newBlob([1]).getContentType()`, null],
    [`Utilities.newBlob('a', 'text/css', 'n.css').copyBlob().getName()`, 'n.css'],
    [`Utilities.newBlob('a').setName('x.csv').setContentTypeFromExtension().getContentType()`, 'text/csv'],
    [`Utilities.newBlob('a').setBytes([98]).getDataAsString()`, 'b'],
    [`Utilities.newBlob('').setDataFromString('é', 'ISO-8859-1').getBytes()`, [-23]],
    [`Utilities.newBlob('').setContentType('image/png').getContentType()`, 'image/png'],
    [`Utilities.newBlob('a').isGoogleType()`, false],
  ])('%s', (code, value) => {
    expect(resultOf(`return ${code};`)).toEqual(value);
  });

  test('not base64', () => {
    expect(messageOf(`Utilities.base64Decode('a*b')`)).toBe('Could not decode string.');
  });

  test('gzip and back', () => {
    const body = `const z = Utilities.gzip(Utilities.newBlob('x'.repeat(1000)), 'a.gz');
      return [z.getContentType(), z.getName(), z.getBytes().length < 50, Utilities.ungzip(z).getDataAsString().length];`;
    expect(resultOf(body)).toEqual(['application/x-gzip', 'a.gz', true, 1000]);
  });
  test('ungzip wants gzip', () => {
    expect(messageOf(`Utilities.ungzip(Utilities.newBlob('x'))`)).toBe(
      'Blob object must have gzip content type for this operation.',
    );
    expect(messageOf(`Utilities.ungzip(Utilities.newBlob('x', 'application/x-gzip'))`)).toBe(
      'Invalid argument: blob is damaged',
    );
  });
  test('zip and back', () => {
    const body = `const z = Utilities.zip([Utilities.newBlob('1', 'text/plain', 'a.txt'), Utilities.newBlob('2', 'text/plain', 'b.csv')], 'all.zip');
      return [z.getName(), Utilities.unzip(z).map(function (b) { return b.getName() + b.getDataAsString() + b.getContentType(); })];`;
    expect(resultOf(body)).toEqual(['all.zip', ['a.txt1text/plain', 'b.csv2text/csv']]);
    expect(
      messageOf(`Utilities.zip([Utilities.newBlob('1', '', 'a'), Utilities.newBlob('2', '', 'a')])`),
    ).toBe('Duplicate filename "a" not allowed in zip.');
  });
});

describe('digests', () => {
  test.each(['MD5', 'SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'])('%s', (name) => {
    const body = `return Utilities.computeDigest(Utilities.DigestAlgorithm.${name}, 'é', Utilities.Charset.UTF_8);`;
    expect(resultOf(body)).toEqual(
      signed(createHash(name.replace('_', '').toLowerCase()).update('é').digest()),
    );
  });
  test('HMAC', () => {
    const mac = signed(createHmac('sha256', 'key').update('text').digest());
    expect(resultOf(`return Utilities.computeHmacSha256Signature('text', 'key');`)).toEqual(mac);
    expect(
      resultOf(`return Utilities.computeHmacSignature(Utilities.MacAlgorithm.HMAC_SHA_256, 'text', 'key');`),
    ).toEqual(mac);
  });
  test('MD2 is refused in words', () => {
    expect(messageOf(`Utilities.computeDigest(Utilities.DigestAlgorithm.MD2, 'a')`)).toBe(
      'The algorithm MD2 is not part of the stand-in.',
    );
  });
});

test('UUIDs are of version 4, repeatable by seed (seed 3), and differ', () => {
  const body = 'return [Utilities.getUuid(), Utilities.getUuid()];';
  const [first, second] = resultOf(body, { seed: 3 }) as string[];
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(second).not.toBe(first);
  expect(resultOf(body, { seed: 3 })).toEqual([first, second]);
});

test.each([
  ['-1', 'Invalid argument: milliseconds'],
  ['300001', 'Invalid argument: milliseconds'],
  [`'5'`, "The parameters (String) don't match the method signature for Utilities.sleep."],
])('sleep(%s)', (ms, message) => {
  expect(messageOf(`Utilities.sleep(${ms})`)).toBe(message);
});

describe('dates', () => {
  const time = Date.UTC(2026, 6, 4, 13, 5, 9, 42);
  test.each([
    ['UTC', 'yyyy-MM-dd HH:mm:ss.SSS', '2026-07-04 13:05:09.042'],
    ['UTC', "yyyy-MM-dd'T'HH:mm:ss'Z'", '2026-07-04T13:05:09Z'],
    ['UTC', 'd MMM yy, h:mm a', '4 Jul 26, 1:05 PM'],
    ['UTC', 'EEEE EEE u D w MMMM k K', 'Saturday Sat 6 185 27 July 13 1'],
    ['UTC', "''yy 'it''s'", "'26 it's"],
    ['Europe/Vienna', 'HH:mm Z XXX', '15:05 +0200 +02:00'],
    ['Asia/Kolkata', 'HH:mm X', '18:35 +05'],
    ['America/New_York', 'yyyy-MM-dd HH z', '2026-07-04 09 EDT'],
    ['GMT+2', 'HH:mm Z', '15:05 +0200'],
    ['GMT-03:30', 'HH:mm', '09:35'],
    ['Nowhere/Land', 'HH X', '13 Z'],
  ])('%s %s', (zone, format, shown) => {
    expect(formatDate(time, zone, format)).toBe(shown);
  });
  test('through the service', () => {
    expect(resultOf(`return Utilities.formatDate(new Date(0), 'GMT', 'yyyy');`)).toBe('1970');
    expect(messageOf(`Utilities.formatDate(0, 'GMT', 'yyyy')`)).toMatch(/don't match the method signature/);
  });
  test('a wrong letter', () => {
    expect(() => formatDate(time, 'UTC', 'b')).toThrow('Invalid argument: format');
  });
});

describe('parseCsv', () => {
  test.each([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,"b ""x"", y"\r\n', [['a', 'b "x", y']]],
    ['"line\nbreak",2', [['line\nbreak', '2']]],
    ['a,,\n', [['a', '', '']]],
    ['', []],
  ])('%j', (csv, rows) => {
    expect(parseCsv(csv)).toEqual(rows);
  });
  test('other separators, and what cannot be read', () => {
    expect(resultOf(`return Utilities.parseCsv('a\\tb', '\\t');`)).toEqual([['a', 'b']]);
    expect(messageOf(`Utilities.parseCsv('"open')`)).toBe('Could not parse text.');
  });
});

test('formatString', () => {
  expect(resultOf(`return Utilities.formatString('%s has %03d of %.2f %%, %x', 'a', 7, 1.005, 255);`)).toBe(
    'a has 007 of 1.00 %, ff',
  );
});

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

describe('tokens', () => {
  test('the access token differs by user and hour', () => {
    const { host } = bench('function f() { return ScriptApp.getOAuthToken(); }');
    const token = (user: string) => {
      const outcome = host.run('f', [], { user });
      return outcome.ok ? String(outcome.value) : outcome.message;
    };
    const first = token(ADA);
    expect(first).toMatch(/^ya29\./);
    expect(token(ADA)).toBe(first);
    expect(token(BOB)).not.toBe(first);
    host.clock.advance(3600_000);
    expect(token(ADA)).not.toBe(first);
  });
  test('the identity token says who, when, and for whom', () => {
    const token = String(resultOf('return ScriptApp.getIdentityToken();'));
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    expect(claims).toMatchObject({ iss: 'https://accounts.google.com', email: ADA, email_verified: true });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  });
  test('null without the scope, nameless without the e-mail', () => {
    const only = (oauthScopes: string[]) =>
      resultOf('return ScriptApp.getIdentityToken();', { manifest: { oauthScopes } });
    expect(only([SCOPES.currentSheet])).toBeNull();
    const claims = String(only([SCOPES.openid])).split('.')[1] ?? '';
    expect(Buffer.from(claims, 'base64url').toString()).not.toContain('email');
  });
});

describe('tokens that servers know', () => {
  test('come from the host when it says how', () => {
    const more = {
      accessToken: (user: string, scopes: string[]) => `token of ${user} for ${scopes.length}`,
      signIdentity: (claims: Record<string, unknown>) => `signed ${claims.aud} ${claims.email}`,
      clientId: 'our-client',
    };
    expect(resultOf('return [ScriptApp.getOAuthToken(), ScriptApp.getIdentityToken()];', more)).toEqual([
      `token of ${ADA} for 6`,
      `signed our-client ${ADA}`,
    ]);
  });
});

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
      'Service invoked too many times: email.',
    ],
  ])('%s', (code, message) => {
    expect(messageOf(code, { manifest })).toBe(message);
  });
});
