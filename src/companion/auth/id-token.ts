/** Google's ID tokens: verifies them with Google's keys and looks the account up in the allow-list. */
import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import { TtError } from '../../core/errors';

const MAX_AGE_SECONDS = 25 * 3600;
const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];

export interface IdTokenRules {
  /** Client ids of the add-on; an empty list refuses everyone. */
  audiences: readonly string[] | 'any';
  /** E-mail addresses, `@example.org` for all accounts of a domain, or `*` for all verified addresses. */
  allow: readonly string[];
  keys: JWTVerifyGetKey;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export interface GoogleAccount {
  /** Google's number for the account; it stays the same when the address changes. */
  subject: string;
  email: string;
  /** Milliseconds since the epoch when the token expires or is too old, without tolerance for clocks. */
  expires: number;
}

/** Throws a TtError: COMPANION, without details that would help an attacker; DOWN if Google's keys cannot be read. */
export async function readIdToken(token: string, rules: IdTokenRules): Promise<GoogleAccount> {
  const { email, emailVerified, subject, domain, expires } = await verify(token, rules);
  if (subject === '' || email === '' || !emailVerified) {
    throw new TtError('COMPANION', 'the companion needs a Google account with a verified e-mail address');
  }
  if (!allowed(email, domain, rules.allow)) {
    throw new TtError(
      'COMPANION',
      'this companion does not serve your Google account. Ask who runs it to add your address',
    );
  }
  return { subject, email, expires };
}

async function verify(
  token: string,
  rules: IdTokenRules,
): Promise<GoogleAccount & { emailVerified: boolean; domain: string }> {
  try {
    const { payload } = await jwtVerify(token, rules.keys, {
      algorithms: ['RS256'],
      issuer: ISSUERS,
      ...(rules.audiences === 'any' ? {} : { audience: [...rules.audiences] }),
      currentDate: new Date(rules.now()),
      clockTolerance: 30,
      requiredClaims: ['exp', 'iat', 'sub', 'aud'],
      maxTokenAge: MAX_AGE_SECONDS,
    });
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    return {
      email: text(payload.email).toLowerCase(),
      emailVerified: payload.email_verified === true,
      subject: text(payload.sub),
      domain: text(payload.hd).toLowerCase(),
      expires: 1000 * Math.min(payload.exp!, payload.iat! + MAX_AGE_SECONDS),
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

/**
 * A domain entry needs the claim `hd`: then Google manages the account for that domain. Consumer accounts need their
 * own entry.
 */
function allowed(email: string, domain: string, allow: readonly string[]): boolean {
  return allow.some((entry) => {
    if (entry === '*') return true;
    if (!entry.startsWith('@')) return entry === email;
    return email.endsWith(entry) && domain !== '' && entry === `@${domain}`;
  });
}
