/** Authentication of requests: a person's Google ID token, a document's grant, or a delivery of the task queue. */
import type { JWTVerifyGetKey } from 'jose';
import { TtError } from '../../core/errors';
import { HttpError } from '../errors/http-error';
import { type Grant, grantError, looksLikeGrant, readGrant } from './grants';
import { type IdTokenRules, readIdToken } from './id-token';
import { type Keys, keyedHash } from './keys';
import type { Revocations } from './revocations';
import { tokenMemory, type Verified } from './token-memory';

export interface Principal {
  /** Keyed hash of the person, as `keyedHash` gives it. */
  person: string;
  byGrant: boolean;
  /** CAVE servers that this caller may use; an empty list means all servers of the deployment. */
  servers: readonly string[];
}

export type Headers = Record<string, string | string[] | undefined>;

export interface AuthenticatorOptions {
  keys: Keys;
  idTokenRules: IdTokenRules;
  revocations: Revocations;
  /** The service account that signs the queue's deliveries; null without Cloud Tasks. */
  tasks: { audience: string; account: string; keys: JWTVerifyGetKey } | null;
}

export interface Authenticator {
  /** Accepts a person or a grant. Throws an `HttpError` of status 401 or 403. */
  principal(headers: Headers): Promise<Principal>;
  /** Accepts a person, not a grant. */
  person(headers: Headers): Promise<Principal>;
  /** Accepts a delivery of the queue. */
  delivery(headers: Headers): Promise<void>;
}

const MAX_TOKEN_LENGTH = 4096;

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { keys, idTokenRules, revocations, tasks } = options;

  /** Verified tokens: a person's principal, or a grant that is checked further at each request. */
  const known = tokenMemory<Principal | Grant>(idTokenRules.now);

  async function readToken(token: string): Promise<Verified<Principal | Grant>> {
    if (looksLikeGrant(token)) {
      const grant = await readGrant(token, keys, idTokenRules.now());
      return { value: grant, expires: grant.expires * 1000 };
    }
    const { subject, expires } = await readIdToken(token, idTokenRules);
    return { value: { person: keyedHash(keys, 'person', subject), byGrant: false, servers: [] }, expires };
  }

  async function grantHolder(grant: Grant, headers: Headers): Promise<Principal> {
    const document = single(headers['x-document']);
    if (keyedHash(keys, 'document', document) !== grant.document) {
      throw new HttpError(403, grantError('is for another spreadsheet'));
    }
    await orUnauthorized(() => revocations.check(grant));
    return { person: grant.person, byGrant: true, servers: grant.servers };
  }

  async function principal(headers: Headers): Promise<Principal> {
    const token = bearerToken(headers);
    const found = await orUnauthorized(() => known.verified(token, () => readToken(token)));
    return 'document' in found ? grantHolder(found, headers) : found;
  }

  return {
    principal,
    async person(headers) {
      if (looksLikeGrant(bearerToken(headers))) throw new HttpError(403, personNeeded());
      return principal(headers);
    },
    async delivery(headers) {
      if (!tasks) throw new HttpError(404, new TtError('NONE', 'this companion has no queue'));
      await orUnauthorized(() =>
        readIdToken(bearerToken(headers), {
          audiences: [tasks.audience],
          allow: [tasks.account],
          keys: tasks.keys,
          now: idTokenRules.now,
        }),
      );
    },
  };
}

const single = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '');

function bearerToken(headers: Headers): string {
  const header = single(headers.authorization).slice(0, MAX_TOKEN_LENGTH + 8);
  const match = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(header);
  if (match) return match[1]!;
  throw new HttpError(
    401,
    new TtError('COMPANION', 'the companion needs to know who asks. Update the add-on'),
  );
}

const personNeeded = (): TtError =>
  new TtError('COMPANION', 'a formula may not do this. Run it from the sidebar instead');

/**
 * Turns an error of code COMPANION into a 401. Other errors pass, such as a list of revocations that cannot be read.
 */
async function orUnauthorized<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TtError && error.code === 'COMPANION') throw new HttpError(401, error);
    throw error;
  }
}
