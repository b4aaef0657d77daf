/** Revoked grants: one list in the shared state. Each instance reads it again within a minute. */
import { TtError } from '../../core/errors';
import { asObject, type Json, parseJson, writeJson } from '../../core/json';
import { changeObject, type SharedStore } from '../state/store';
import { GRANT_SECONDS, type Grant, grantError } from './grants';

const NAME = 'revocations.json';
/** After this time the list is read again. If that fails, grants are refused after the longer time. */
const REFRESH_MS = 45_000;
const MAX_AGE_MS = 300_000;

interface Revoked {
  /** By person and grant: when it was revoked, in seconds since the epoch. */
  grants: Record<string, number>;
  /** By person and document: grants issued up to this second are revoked. */
  documents: Record<string, number>;
}

const none = (): Revoked => ({ grants: Object.create(null), documents: Object.create(null) });

export interface Revocations {
  /** Throws if the grant is revoked or the list cannot be read. */
  check(grant: Grant): Promise<void>;
  revoke(person: string, target: { id: string } | { document: string }): Promise<void>;
}

export function createRevocations(store: SharedStore, now: () => number): Revocations {
  let list = none();
  let readAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    const at = now();
    const found = await store.get(NAME);
    list = found ? parse(found.bytes) : none();
    readAt = at;
  }

  async function ensureFresh(): Promise<void> {
    if (now() - readAt < REFRESH_MS) return;
    refreshing ??= refresh().finally(() => {
      refreshing = null;
    });
    try {
      await refreshing;
    } catch {
      if (now() - readAt < MAX_AGE_MS) return;
      throw new TtError('DOWN', 'the companion cannot read its list of permissions. Try again later', {
        retryAfter: 10,
      });
    }
  }

  return {
    async check(grant) {
      await ensureFresh();
      const until = list.documents[key(grant.person, grant.document)];
      // Grants issued in the second of the revocation are revoked too.
      if (
        list.grants[key(grant.person, grant.id)] !== undefined ||
        (until !== undefined && grant.issued <= until)
      ) {
        throw grantError('was taken back');
      }
    },
    async revoke(person, target) {
      const second = Math.floor(now() / 1000);
      await changeObject(store, NAME, (bytes) => {
        const next = bytes ? parse(bytes) : none();
        for (const part of [next.grants, next.documents]) {
          for (const [name, at] of Object.entries(part)) if (at < second - GRANT_SECONDS) delete part[name];
        }
        if ('id' in target) next.grants[key(person, target.id)] = second;
        else next.documents[key(person, target.document)] = second;
        return Buffer.from(writeJson({ grants: next.grants, documents: next.documents }));
      });
      readAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** The key contains the person, so nobody can revoke another person's grant by its id. */
const key = (person: string, target: string): string => `${person} ${target}`;

function parse(bytes: Uint8Array): Revoked {
  const json = asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  if (!json) throw new Error('the list of revocations is damaged');
  return { grants: numbers(json.grants), documents: numbers(json.documents) };
}

function numbers(json: Json | undefined): Record<string, number> {
  const out = none().grants;
  for (const [name, value] of Object.entries(asObject(json) ?? {})) {
    if (typeof value !== 'number') throw new Error('the list of revocations is damaged');
    out[name] = value;
  }
  return out;
}
