/** Google's ID tokens: who asks, as Google signed it, and whether this deployment serves them. */
import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import { TtError } from '../../core/errors';

const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];

export interface IdRules {
  /** Client ids of the add-on; without any of them nobody is believed. */
  audiences: readonly string[] | 'any';
  /** E-mail addresses, or `@example.org` for everybody of a domain; `*` for everybody with a verified address. */
  allow: readonly string[];
  keys: JWTVerifyGetKey;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export interface Person {
  /** Google's number for the person: it stays when the address changes. */
  subject: string;
  email: string;
}

/** Throws a TtError of code COMPANION, which tells nobody what nearly worked; DOWN where the keys cannot be read. */
export async function readIdToken(token: string, rules: IdRules): Promise<Person> {
  const { email, emailVerified, subject, domain } = await verified(token, rules);
  if (subject === '' || email === '' || !emailVerified) {
    throw new TtError('COMPANION', 'the companion needs a Google account with a verified e-mail address');
  }
  if (!allowed(email, domain, rules.allow)) {
    throw new TtError(
      'COMPANION',
      'this companion does not serve your Google account. Ask who runs it to add your address',
    );
  }
  return { subject, email };
}

async function verified(
  token: string,
  rules: IdRules,
): Promise<{ email: string; emailVerified: boolean; subject: string; domain: string }> {
  try {
    const { payload } = await jwtVerify(token, rules.keys, {
      algorithms: ['RS256'],
      issuer: ISSUERS,
      ...(rules.audiences === 'any' ? {} : { audience: [...rules.audiences] }),
      currentDate: new Date(rules.now()),
      clockTolerance: 30,
      requiredClaims: ['exp', 'iat', 'sub', 'aud'],
      maxTokenAge: '25h',
    });
    const word = (value: unknown): string => (typeof value === 'string' ? value : '');
    return {
      email: word(payload.email).toLowerCase(),
      emailVerified: payload.email_verified === true,
      subject: word(payload.sub),
      domain: word(payload.hd).toLowerCase(),
    };
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ERR_JWKS_TIMEOUT' || code === undefined) {
      throw new TtError('DOWN', 'the companion cannot read Google’s keys. Try again later', {
        retryAfter: 10,
      });
    }
    throw new TtError(
      'COMPANION',
      code === 'ERR_JWT_EXPIRED'
        ? 'the sign-in has expired. Open the sidebar again'
        : 'the companion does not accept this sign-in. Check its address, and that it lists this add-on',
    );
  }
}

/** A domain counts where Google says that it runs the account; consumer accounts are allowed one by one. */
function allowed(email: string, domain: string, allow: readonly string[]): boolean {
  return allow.some((entry) => {
    if (entry === '*') return true;
    if (!entry.startsWith('@')) return entry === email;
    return email.endsWith(entry) && domain !== '' && entry === `@${domain}`;
  });
}
