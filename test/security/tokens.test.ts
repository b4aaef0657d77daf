/** Tokens and grants that must not be believed, each wrong in one thing. */
import '../companion/support/jose';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { createAuthenticator } from '../../src/companion/auth/authenticator';
import { createGrant } from '../../src/companion/auth/grants';
import { deriveKeys, keyedHash } from '../../src/companion/auth/keys';
import { createRevocations } from '../../src/companion/auth/revocations';
import { HttpError } from '../../src/companion/errors/http-error';
import { memoryStore } from '../../src/companion/state/memory';
import { TtError } from '../../src/core/errors';
import { ADA, AUDIENCE, EVE, type Issuer, makeIssuer } from '../companion/support/identity';

const SECRET = 'a secret of the tests, forty letters long';
let clock = Date.UTC(2026, 5, 10, 12);
const now = () => clock;
let issuer: Issuer;
beforeAll(async () => {
  issuer = await makeIssuer(now);
});

const keys = deriveKeys(SECRET);
const PERSON = keyedHash(keys, 'person', ADA.sub);
const allow = ['@lab.example', 'guest@gmail.com'];
const authenticatorOf = (store = memoryStore(), more: { keys?: Issuer['keys'] } = {}) => {
  const revocations = createRevocations(store, now);
  const idTokenRules = {
    audiences: [AUDIENCE, 'https://companion.example'],
    allow,
    keys: more.keys ?? issuer.keys,
    now,
  };
  const tasks = {
    audience: 'https://companion.example',
    account: 'tasks@project.iam.gserviceaccount.com',
    keys: issuer.keys,
  };
  return { authenticator: createAuthenticator({ keys, idTokenRules, revocations, tasks }), revocations };
};

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof HttpError) return `${error.status} ${error.error.code} ${error.error.message}`;
  if (error instanceof TtError) return `${error.code} ${error.message}`;
  throw error ?? new Error('it was let in');
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const seconds = () => Math.floor(clock / 1000);

describe('ID tokens', () => {
  test('both spellings of the issuer, a domain or an address on the list', async () => {
    const { authenticator } = authenticatorOf();
    for (const iss of ['https://accounts.google.com', 'accounts.google.com']) {
      expect(await authenticator.principal(bearer(await issuer.token({ iss })))).toEqual({
        person: PERSON,
        byGrant: false,
        servers: [],
      });
    }
    const guest = { sub: '5', email: 'Guest@gmail.com', hd: undefined };
    expect((await authenticator.principal(bearer(await issuer.token(guest)))).byGrant).toBe(false);
    expect(
      (await authenticator.principal(bearer(await issuer.token({ aud: 'https://companion.example' }))))
        .person,
    ).toBe(PERSON);
  });

  test.each([
    ['another audience', { aud: 'other.apps.googleusercontent.com' }],
    ['several audiences, none ours', { aud: ['a', 'b'] }],
    ['no audience', { aud: undefined }],
    ['another issuer', { iss: 'https://accounts.google.com.evil.example' }],
    ['the issuer without its scheme’s end', { iss: 'http://accounts.google.com' }],
    ['no issuer', { iss: undefined }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['no expiry', { exp: undefined }],
    ['expired', { exp: -60 }],
    ['not yet valid', { nbf: 3600 }],
    ['issued in the future', { iat: 7200, exp: 9000 }],
    ['issued long ago', { iat: -200_000 }],
    ['no address', { email: undefined }],
    ['an address that is no text', { email: ['ada@lab.example'] }],
    ['an unverified address', { email_verified: false }],
    ['"true" as text', { email_verified: 'true' }],
    ['verification left out', { email_verified: undefined }],
    ['another domain', { email: 'x@other.example', hd: 'other.example' }],
    ['the domain’s address in a consumer account', { hd: undefined }],
    ['the domain of another Workspace', { hd: 'other.example' }],
    ['a domain that ends alike', { email: 'x@evil-lab.example', hd: 'evil-lab.example' }],
    ['a domain below', { email: 'x@sub.lab.example', hd: 'sub.lab.example' }],
    ['an address not on the list', { email: 'stranger@gmail.com', hd: undefined }],
  ])('%s', async (_name, claims) => {
    const times = Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [
        name,
        typeof value === 'number' ? seconds() + value : value,
      ]),
    );
    const token = await issuer.token(times);
    expect(await refusalOf(authenticatorOf().authenticator.principal(bearer(token)))).toMatch(
      /^401 COMPANION/,
    );
  });

  test('keys and algorithms that are not Google’s', async () => {
    const { authenticator } = authenticatorOf();
    const claims = {
      iss: 'https://accounts.google.com',
      aud: AUDIENCE,
      ...ADA,
      email_verified: true,
      iat: seconds(),
      exp: seconds() + 99,
    };
    const other = await generateKeyPair('RS256');
    const ours = await generateKeyPair('RS512', { extractable: true });
    const pem = new TextEncoder().encode(await exportSPKI(issuer.publicKey as never));
    const whole = await issuer.token();
    const [head, body, signature] = whole.split('.') as [string, string, string];
    const changed = Buffer.from(JSON.stringify({ ...claims, email: EVE.email })).toString('base64url');
    const tokens = {
      'another key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'test-1' })
        .sign(other.privateKey),
      'an unknown key id': await issuer.token({}, { kid: 'nobody' }),
      'no algorithm': new UnsecuredJWT(claims).encode(),
      'HS256 with the public key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'test-1' })
        .sign(pem),
      'HS256 with our own key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'test-1' })
        .sign(keys.grants),
      'another RSA': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS512', kid: 'test-1' })
        .sign(ours.privateKey),
      'a key in its header': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', jwk: (await exportJWK(ours.publicKey)) as never })
        .sign(other.privateKey),
      'a changed body': `${head}.${changed}.${signature}`,
      'no signature': `${head}.${body}.`,
      'a cut token': whole.slice(0, -9),
      'two parts': `${head}.${body}`,
      'no token': 'abc',
    };
    for (const [name, token] of Object.entries(tokens)) {
      expect([name, await refusalOf(authenticator.principal(bearer(token)))]).toEqual([
        name,
        expect.stringMatching(/^401 COMPANION/),
      ]);
    }
  });

  test.each([
    ['', undefined],
    ['Basic', 'Basic YWRhOmFkYQ=='],
    ['empty', 'Bearer '],
    ['two', 'Bearer a b'],
    ['endless', `Bearer ${'a'.repeat(100_000)}`],
  ])('no bearer token: %s', async (_name, authorization) => {
    expect(
      await refusalOf(
        authenticatorOf().authenticator.principal(authorization === undefined ? {} : { authorization }),
      ),
    ).toMatch(/^401/);
  });

  test('keys that cannot be read refuse everybody, and say that it passes', async () => {
    const { authenticator } = authenticatorOf(memoryStore(), {
      keys: async () => {
        throw new TypeError('fetch failed');
      },
    });
    expect(await refusalOf(authenticator.principal(bearer(await issuer.token())))).toMatch(/^DOWN/);
  });

  test('a token that was believed before is refused once it has expired', async () => {
    const { authenticator } = authenticatorOf();
    const token = await issuer.token({ exp: seconds() + 100 });
    await authenticator.principal(bearer(token));
    await authenticator.person(bearer(token));
    clock += 131_000;
    expect(await refusalOf(authenticator.principal(bearer(token)))).toMatch(/^401 COMPANION .*expired/);
  });

  test('a token that was believed before is refused five minutes after its key was withdrawn', async () => {
    let withdrawn = false;
    const { authenticator } = authenticatorOf(memoryStore(), {
      keys: async (header, token) => {
        if (withdrawn) throw Object.assign(new Error('no such key'), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
        return issuer.keys(header, token);
      },
    });
    const token = await issuer.token();
    await authenticator.principal(bearer(token));
    withdrawn = true;
    await authenticator.principal(bearer(token));
    clock += 300_000;
    expect(await refusalOf(authenticator.principal(bearer(token)))).toMatch(/^401/);
  });

  test('one character off a token that was believed before is no token', async () => {
    const { authenticator } = authenticatorOf();
    const token = await issuer.token();
    await authenticator.principal(bearer(token));
    for (const at of [2, token.indexOf('.') + 3, token.length - 20]) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, at) + other + token.slice(at + 1);
      expect(await refusalOf(authenticator.principal(bearer(forged)))).toMatch(/^401/);
    }
  });
});

describe('deliveries of the queue', () => {
  const task = {
    sub: '9',
    email: 'tasks@project.iam.gserviceaccount.com',
    hd: undefined,
    aud: 'https://companion.example',
  };

  test('the queue’s own account, for this service', async () => {
    await authenticatorOf().authenticator.delivery(bearer(await issuer.token(task)));
  });

  test.each([
    [{ ...task, aud: AUDIENCE }],
    [{ ...task, email: 'other@project.iam.gserviceaccount.com' }],
    [{ ...task, email_verified: false }],
    [{}],
  ])('nobody else: %j', async (claims) => {
    expect(
      await refusalOf(authenticatorOf().authenticator.delivery(bearer(await issuer.token(claims)))),
    ).toMatch(/^401/);
  });
});

describe('grants', () => {
  const document = keyedHash(keys, 'document', 'doc-1');
  const make = (more: object = {}, with_ = keys) =>
    createGrant(with_, { person: PERSON, document, servers: [], now: clock, ...more });

  /** As a formula shows it: with its spreadsheet. */
  const headersFor = (grant: string) => ({ ...bearer(grant), 'x-document': 'doc-1' });

  test('are believed for their document, person and servers', async () => {
    const { grant } = await make({ servers: ['https://global.daf-apis.com'] });
    expect(await authenticatorOf().authenticator.principal(headersFor(grant))).toEqual({
      person: PERSON,
      byGrant: true,
      servers: ['https://global.daf-apis.com'],
    });
  });

  test('are not for another document, nor for whoever names none', async () => {
    const { grant } = await make();
    for (const other of [{ 'x-document': 'doc-2' }, { 'x-document': '' }, {}]) {
      expect(
        await refusalOf(authenticatorOf().authenticator.principal({ ...bearer(grant), ...other })),
      ).toMatch(/^403 COMPANION .*another spreadsheet/);
    }
  });

  test('believed before, and then shown by another spreadsheet, to give grants, or after they expired', async () => {
    const { authenticator } = authenticatorOf();
    const { grant, expires } = await make();
    await authenticator.principal(headersFor(grant));
    expect(await refusalOf(authenticator.principal({ ...bearer(grant), 'x-document': 'doc-2' }))).toMatch(
      /^403 COMPANION .*another spreadsheet/,
    );
    expect(await refusalOf(authenticator.person(headersFor(grant)))).toMatch(
      /^403 COMPANION a formula may not/,
    );
    const before = clock;
    clock = (expires - 1) * 1000;
    await authenticator.principal(headersFor(grant));
    clock = expires * 1000;
    expect(await refusalOf(authenticator.principal(headersFor(grant)))).toMatch(/^401 COMPANION .*expired/);
    clock = before;
  });

  test('changed, of another secret, of another kind, expired', async () => {
    const { authenticator } = authenticatorOf();
    const { grant } = await make();
    const [head, body, signature] = grant.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const pack = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const sign = (header: object, key: Uint8Array, more: object = {}) =>
      new SignJWT({ ...claims, ...more } as never).setProtectedHeader(header as never).sign(key);
    const type = { alg: 'HS256', typ: 'tt-grant+jwt' };
    const forged = {
      'another person': `${head}.${pack({ ...claims, sub: keyedHash(keys, 'person', EVE.sub) })}.${signature}`,
      'another document': `${head}.${pack({ ...claims, doc: 'x' })}.${signature}`,
      'no signature': `${head}.${body}.`,
      'no algorithm': `${pack({ alg: 'none', typ: 'tt-grant+jwt' })}.${body}.`,
      'another secret': (await make({}, deriveKeys(`${SECRET}2`))).grant,
      'the key of the seals': await sign(type, keys.seal),
      'another algorithm': await sign({ ...type, alg: 'HS512' }, keys.grants),
      'another issuer': await sign(type, keys.grants, { iss: 'https://accounts.google.com' }),
      'no document': await sign(type, keys.grants, { doc: undefined }),
      'no id': await sign(type, keys.grants, { jti: undefined }),
      'an endless life': await sign(type, keys.grants, {
        iat: seconds() - 40 * 86_400,
        exp: seconds() + 1e9,
      }),
      expired: (await make({ now: clock - 31 * 86_400_000 })).grant,
    };
    for (const [name, token] of Object.entries(forged)) {
      expect([name, await refusalOf(authenticator.principal(bearer(token)))]).toEqual([
        name,
        expect.stringMatching(/^401 COMPANION/),
      ]);
    }
  });

  test('without its type a grant is taken for an ID token, and refused as one', async () => {
    const { grant } = await make();
    const [, body] = grant.split('.') as [string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as never;
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(keys.grants);
    expect(await refusalOf(authenticatorOf().authenticator.principal(bearer(token)))).toMatch(/^401/);
  });

  test('give no grants and take none back', async () => {
    const { grant } = await make();
    expect(await refusalOf(authenticatorOf().authenticator.person(bearer(grant)))).toMatch(
      /^403 COMPANION a formula may not/,
    );
  });

  test('taken back: one by its id, all of a document, and only by their own person', async () => {
    const store = memoryStore();
    const { authenticator, revocations } = authenticatorOf(store);
    const [one, two] = [await make(), await make()];
    const eve = await make({ person: keyedHash(keys, 'person', EVE.sub) });
    await revocations.revoke(keyedHash(keys, 'person', EVE.sub), { id: one.id });
    await authenticator.principal(headersFor(one.grant));
    await revocations.revoke(PERSON, { id: one.id });
    expect(await refusalOf(authenticator.principal(headersFor(one.grant)))).toMatch(
      /^401 COMPANION .*taken back/,
    );
    await authenticator.principal(headersFor(two.grant));
    await revocations.revoke(PERSON, { document });
    expect(await refusalOf(authenticator.principal(headersFor(two.grant)))).toMatch(/taken back/);
    await authenticator.principal(headersFor(eve.grant));
    clock += 2000;
    await authenticator.principal(headersFor((await make()).grant));
  });

  test('another instance hears of it within a minute', async () => {
    const store = memoryStore();
    const [here, there] = [authenticatorOf(store), authenticatorOf(store)];
    const { grant, id } = await make();
    await there.authenticator.principal(headersFor(grant));
    await here.revocations.revoke(PERSON, { id });
    await there.authenticator.principal(headersFor(grant));
    clock += 60_000;
    expect(await refusalOf(there.authenticator.principal(headersFor(grant)))).toMatch(/taken back/);
  });

  test('an unreadable list is believed for five minutes, then nobody is', async () => {
    const store = memoryStore();
    const { authenticator } = authenticatorOf(store);
    const { grant } = await make();
    await authenticator.principal(headersFor(grant));
    store.get = async () => {
      throw new Error('down');
    };
    clock += 60_000;
    await authenticator.principal(headersFor(grant));
    clock += 300_000;
    expect(await refusalOf(authenticator.principal(headersFor(grant)))).toMatch(/^DOWN/);
  });
});
