/**
 * The grant with which formulas call the companion, because a formula runs without a user and cannot sign in. The user
 * who switched formulas on gets it, for this spreadsheet and one CAVE server, and stores it in their own properties.
 */
import { asTtError, TtError } from '../../core/errors';
import { asObject } from '../../core/json';
import type { Host } from '../interfaces/host';
import { callCompanion } from './companion-call';
import { access, documentSettings, formulaConsent } from './settings';

/**
 * A grant lasts 30 days. It is renewed here, so it never expires for a user who opens the sidebar every three weeks or
 * has a schedule.
 */
const RENEW_MS = 21 * 86_400_000;

interface StoredGrant {
  address: string;
  server: string;
  id: string;
  grant: string;
  /** Seconds since the epoch. */
  expires: number;
}

type Headers = (address: string) => Record<string, string>;

const key = (host: Host) => `grant ${host.file.id()}`;

function storedGrant(host: Host): StoredGrant | null {
  const text = host.userStore.get(key(host));
  return text === null ? null : (JSON.parse(text) as StoredGrant);
}

/** The grant for this companion and server; null if there is none or it has expired. */
export function grantFor(host: Host, address: string, server: string): string | null {
  const found = storedGrant(host);
  const fits = found?.address === address && found.server === server;
  return fits && found.expires * 1000 > host.now() ? found.grant : null;
}

/** Until when formulas may use this spreadsheet's companion (ISO time), or ''. */
export function grantUntil(host: Host): string {
  const { companion, server } = documentSettings(host);
  return grantFor(host, companion, server) === null
    ? ''
    : new Date(storedGrant(host)!.expires * 1000).toISOString();
}

/**
 * Gets, renews or revokes the grant. `address` is the companion that the user has confirmed, or ''. Returns what went
 * wrong, or ''.
 */
export function updateGrant(host: Host, address: string, headers: Headers): string {
  try {
    const before = storedGrant(host);
    const { server } = documentSettings(host);
    const isWanted = address !== '' && formulaConsent(host).mine && access(host).token !== '';
    if (before && (!isWanted || before.address !== address || before.server !== server)) {
      host.userStore.remove(key(host));
      revokeGrant(host, before, headers);
    }
    if (!isWanted) return '';
    const now = storedGrant(host);
    if (now && now.expires * 1000 - host.now() > RENEW_MS) return '';
    const next = request(host, address, server, headers);
    host.userStore.set(key(host), JSON.stringify(next));
    if (now) revokeGrant(host, now, headers);
    return '';
  } catch (error) {
    return asTtError(error).message;
  }
}

function request(host: Host, address: string, server: string, headers: Headers): StoredGrant {
  const body = { document: host.file.id(), servers: [server] };
  const result = asObject(post(host, address, '/v1/grants', body, headers));
  const { grant, id, expires } = result ?? {};
  if (typeof grant !== 'string' || typeof id !== 'string' || typeof expires !== 'number') {
    throw new TtError('COMPANION', `${address} gave no permission for formulas that can be read`);
  }
  return { address, server, id, grant, expires };
}

/** Throws if the companion could not be told. The grant is already deleted here, and expires there. */
function revokeGrant(host: Host, old: StoredGrant, headers: Headers): void {
  try {
    post(host, old.address, '/v1/grants/revoke', { id: old.id }, headers);
  } catch (error) {
    const { code, message } = asTtError(error);
    const day = new Date(old.expires * 1000).toISOString().slice(0, 10);
    throw new TtError(
      code,
      `the permission of formulas at ${old.address} could not be taken back: ${message}. It is deleted here and ends on ${day}`,
    );
  }
}

const post = (host: Host, address: string, path: string, body: object, headers: Headers) =>
  callCompanion(host, { address, server: '', headers: () => headers(address) }, 'POST', path, body);
