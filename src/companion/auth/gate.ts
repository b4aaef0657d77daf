/** Who asks: a person who signed in with Google, or a formula with its document's grant. Nobody else gets further. */
import type { JWTVerifyGetKey } from 'jose';
import { TtError } from '../../core/errors';
import { Refusal } from '../errors/http-error';
import { claimsGrant, readGrant, refusedGrant } from './grants';
import { type IdRules, readIdToken } from './id-token';
import { type Keys, keyedHash } from './keys';
import type { Revocations } from './revocations';

export interface Caller {
  /** As `keyedHash` gives it. */
  person: string;
  byGrant: boolean;
  /** CAVE servers that the caller may ask; all of the deployment's where there are none. */
  servers: readonly string[];
}

export type Headers = Record<string, string | string[] | undefined>;

export interface GateOptions {
  keys: Keys;
  idRules: IdRules;
  revoked: Revocations;
  /** Whose deliveries of tasks are believed; null where there is no Cloud Tasks. */
  tasks: { audience: string; account: string; keys: JWTVerifyGetKey } | null;
}

export interface Gate {
  /** Throws a `Refusal` of 401 or 403. */
  caller(headers: Headers): Promise<Caller>;
  /** As `caller`, and no grant will do. */
  person(headers: Headers): Promise<Caller>;
  /** A delivery of the queue. */
  task(headers: Headers): Promise<void>;
}

const LONGEST = 4096;

export function makeGate({ keys, idRules, revoked, tasks }: GateOptions): Gate {
  async function person(headers: Headers): Promise<Caller> {
    const token = bearer(headers);
    if (claimsGrant(token)) throw new Refusal(403, needsPerson());
    const { subject } = await refusing(() => readIdToken(token, idRules));
    return { person: keyedHash(keys, 'person', subject), byGrant: false, servers: [] };
  }

  async function formula(token: string, headers: Headers): Promise<Caller> {
    const grant = await refusing(() => readGrant(token, keys, idRules.now()));
    const document = one(headers['x-document']);
    if (keyedHash(keys, 'document', document) !== grant.document) {
      throw new Refusal(403, refusedGrant('is for another spreadsheet'));
    }
    await refusing(() => revoked.check(grant));
    return { person: grant.person, byGrant: true, servers: grant.servers };
  }

  return {
    person,
    async caller(headers) {
      const token = bearer(headers);
      return claimsGrant(token) ? formula(token, headers) : person(headers);
    },
    async task(headers) {
      if (!tasks) throw new Refusal(404, new TtError('NONE', 'this companion has no queue'));
      await refusing(() =>
        readIdToken(bearer(headers), {
          audiences: [tasks.audience],
          allow: [tasks.account],
          keys: tasks.keys,
          now: idRules.now,
        }),
      );
    },
  };
}

const one = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '');

function bearer(headers: Headers): string {
  const found = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(one(headers.authorization).slice(0, LONGEST + 8));
  if (found) return found[1]!;
  throw new Refusal(401, new TtError('COMPANION', 'the companion needs to know who asks. Update the add-on'));
}

const needsPerson = (): TtError =>
  new TtError('COMPANION', 'a formula may not do this. Run it from the sidebar instead');

/** A refusal of the gate is a 401, unless the list itself cannot be read. */
async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof TtError && error.code === 'COMPANION') throw new Refusal(401, error);
    throw error;
  }
}
