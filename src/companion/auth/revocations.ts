/** Grants taken back: one list in the state store, read again by every instance within a minute. */
import { TtError } from '../../core/errors';
import { asObject, type Json, parseJson, writeJson } from '../../core/json';
import { changeObject, type StateStore } from '../state/store';
import { GRANT_SECONDS, type Grant, refusedGrant } from './grants';

const NAME = 'revocations.json';
/** An answer of the list is believed for so long; without the list no grant is, after the longer time. */
const FRESH_MS = 45_000;
const OLDEST_MS = 300_000;

interface Revoked {
  /** By grant: when it would have expired, in seconds. */
  grants: Record<string, number>;
  /** By person and document: the second up to which all are taken back. */
  documents: Record<string, number>;
}

const none = (): Revoked => ({ grants: Object.create(null), documents: Object.create(null) });

export interface Revocations {
  /** Throws where the grant was taken back, or where nobody can say. */
  check(grant: Grant): Promise<void>;
  revoke(person: string, what: { id: string } | { document: string }): Promise<void>;
}

export function revocations(store: StateStore, now: () => number): Revocations {
  let kept = none();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    const at = now();
    const found = await store.get(NAME);
    kept = found ? parse(found.bytes) : none();
    readAt = at;
  }

  async function fresh(): Promise<void> {
    if (now() - readAt < FRESH_MS) return;
    reading ??= refresh().finally(() => {
      reading = null;
    });
    try {
      await reading;
    } catch {
      if (now() - readAt < OLDEST_MS) return;
      throw new TtError('DOWN', 'the companion cannot read its list of permissions. Try again later', {
        retryAfter: 10,
      });
    }
  }

  return {
    async check(grant) {
      await fresh();
      const until = kept.documents[key(grant.person, grant.document)];
      // A grant made within the second of the revocation is revoked too.
      if (
        kept.grants[key(grant.person, grant.id)] !== undefined ||
        (until !== undefined && grant.issued <= until)
      ) {
        throw refusedGrant('was taken back');
      }
    },
    async revoke(person, what) {
      const second = Math.floor(now() / 1000);
      await changeObject(store, NAME, (bytes) => {
        const list = bytes ? parse(bytes) : none();
        for (const part of [list.grants, list.documents]) {
          for (const [name, at] of Object.entries(part)) if (at < second - GRANT_SECONDS) delete part[name];
        }
        if ('id' in what) list.grants[key(person, what.id)] = second;
        else list.documents[key(person, what.document)] = second;
        return Buffer.from(writeJson({ grants: list.grants, documents: list.documents }));
      });
      readAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Only a person's own grants can be taken back: another's id changes nothing. */
const key = (person: string, what: string): string => `${person} ${what}`;

function parse(bytes: Uint8Array): Revoked {
  const json = asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  if (!json) throw new Error('the list of revocations is damaged');
  return { grants: numbers(json.grants), documents: numbers(json.documents) };
}

function numbers(json: Json | undefined): Record<string, number> {
  const out = none().grants;
  for (const [name, value] of Object.entries(asObject(json) ?? {})) out[name] = Number(value);
  return out;
}
