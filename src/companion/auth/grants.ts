/**
 * Grants: signed permissions for the formulas of one document, because formulas cannot sign in. One person, 30 days.
 */
import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { TtError } from '../../core/errors';
import type { Keys } from './keys';

const ISSUER = 'tracer-tools-companion';
const TYPE = 'tt-grant+jwt';
export const GRANT_SECONDS = 30 * 86_400;

export interface Grant {
  id: string;
  /** As `keyedHash` gives them. */
  person: string;
  document: string;
  /** CAVE servers that this grant may use; an empty list means all servers of the deployment. */
  servers: string[];
  /** Seconds since the epoch. */
  issued: number;
  expires: number;
}

/** Whether a bearer token has the type of a grant. Does not check its signature. */
export function looksLikeGrant(token: string): boolean {
  try {
    return decodeProtectedHeader(token).typ === TYPE;
  } catch {
    return false;
  }
}

export async function createGrant(
  keys: Keys,
  request: { person: string; document: string; servers: string[]; now: number },
): Promise<{ grant: string; id: string; expires: number }> {
  const issuedAt = Math.floor(request.now / 1000);
  const id = randomBytes(12).toString('hex');
  const expires = issuedAt + GRANT_SECONDS;
  const grant = await new SignJWT({ doc: request.document, srv: request.servers })
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(ISSUER)
    .setSubject(request.person)
    .setJti(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expires)
    .sign(keys.grants);
  return { grant, id, expires };
}

/** Throws a TtError of code COMPANION. Does not check whether the grant was revoked. */
export async function readGrant(token: string, keys: Keys, now: number): Promise<Grant> {
  try {
    const { payload } = await jwtVerify(token, keys.grants, {
      algorithms: ['HS256'],
      typ: TYPE,
      issuer: ISSUER,
      audience: ISSUER,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iat', 'sub', 'jti', 'doc'],
      maxTokenAge: GRANT_SECONDS + 60,
    });
    return {
      id: payload.jti!,
      person: payload.sub!,
      document: String(payload.doc),
      servers: Array.isArray(payload.srv) ? payload.srv.map(String) : [],
      issued: payload.iat!,
      expires: payload.exp!,
    };
  } catch (error) {
    const expired = (error as { code?: string }).code === 'ERR_JWT_EXPIRED';
    throw grantError(expired ? 'has expired' : 'is not this companion’s');
  }
}

export const grantError = (why: string): TtError =>
  new TtError(
    'COMPANION',
    `this spreadsheet’s permission for formulas ${why}. Its owner can switch formulas off and on in Settings`,
  );
