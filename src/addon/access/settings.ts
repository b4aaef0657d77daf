/**
 * Settings: those of the spreadsheet (server, datastack, companion), and those of one user (token, consent for
 * formulas). A token belongs to one server, so an editor who changes the server cannot have it sent elsewhere.
 */

import type { Access } from '../../cave/client/access';
import { tokenPage } from '../../cave/client/auth';
import { serverOrigin } from '../../cave/client/server-address';
import { TtError } from '../../core/errors';
import type { Host } from '../interfaces/host';

const DEFAULT_SERVER = 'https://global.daf-apis.com';
const DEFAULT_STACK = 'brain_and_nerve_cord';
const TOKEN = /^[a-f0-9]{32}$/;
const SHARED_KEY = 'settings';
const FORMULAS_KEY = 'formulas-by';

interface DocumentSettings {
  /** Increased by "Refresh formulas": answers cached under an older number are ignored. */
  generation: number;
  server: string;
  datastack: string;
  companion: string;
}

export function documentSettings(host: Host): DocumentSettings {
  const text = host.documentStore.get(SHARED_KEY);
  const settings = text ? (JSON.parse(text) as Partial<DocumentSettings>) : {};
  return { generation: 0, server: DEFAULT_SERVER, datastack: DEFAULT_STACK, companion: '', ...settings };
}

export function saveDocumentSettings(host: Host, change: Partial<DocumentSettings>): void {
  const next = { ...documentSettings(host) };
  if (change.server !== undefined) next.server = origin(change.server, 'server');
  if (change.companion !== undefined) {
    next.companion = change.companion === '' ? '' : origin(change.companion, 'companion');
  }
  if (change.datastack !== undefined) {
    if (!/^[A-Za-z0-9_.-]{1,100}$/.test(change.datastack) || TOKEN.test(change.datastack)) {
      throw new TtError('INPUT', `"${change.datastack.slice(0, 40)}" is not a datastack’s name`);
    }
    next.datastack = change.datastack;
  }
  host.documentStore.set(SHARED_KEY, JSON.stringify(next));
}

/** Makes formulas send requests again instead of answering from the cache. */
export function invalidateAnswers(host: Host): void {
  const now = documentSettings(host);
  host.documentStore.set(SHARED_KEY, JSON.stringify({ ...now, generation: now.generation + 1 }));
}

/** The origin of an address that may receive tokens. */
function origin(address: string, what: string): string {
  const found = serverOrigin(address);
  if (found !== null) return found;
  throw new TtError('INPUT', `${what}: an https address without a path, such as ${DEFAULT_SERVER}`);
}

/** Who switched formulas on in this spreadsheet, according to its properties, and whether this user did. */
export function formulaConsent(host: Host): { by: string; mine: boolean } {
  return {
    by: host.documentStore.get(FORMULAS_KEY) ?? '',
    mine: host.userStore.get(consentKey(host)) === 'on',
  };
}

const tokenKey = (server: string) => `token ${server}`;
const consentKey = (host: Host) => `formulas ${host.file.id()}`;

export function access(host: Host): Access {
  const { server } = documentSettings(host);
  return { server, token: host.userStore.get(tokenKey(server)) ?? '' };
}

/** Access for a menu, sidebar or trigger call. Throws if the user has no token. */
export function requireToken(host: Host): Access {
  const found = access(host);
  if (found.token === '') {
    throw new TtError('TOKEN', 'CAVE needs your token. Paste one in Tracer Tools › Settings', {
      link: tokenPage(found.server),
    });
  }
  return found;
}

/** Access inside a formula: that of the owner, if the owner has switched formulas on here. */
export function formulaAccess(host: Host): Access {
  if (host.userStore.get(consentKey(host)) !== 'on') {
    throw new TtError('OFF', 'the owner can switch formulas on in Tracer Tools › Settings');
  }
  const found = access(host);
  if (found.token === '') {
    throw new TtError('TOKEN', 'the owner of this spreadsheet has no CAVE token in Tracer Tools › Settings');
  }
  return found;
}

export function saveToken(host: Host, text: string): void {
  const token = text.trim().replace(/^"|"$/g, '');
  if (!TOKEN.test(token)) {
    throw new TtError('INPUT', 'a CAVE token is 32 characters, 0–9 and a–f. Copy it whole');
  }
  host.userStore.set(tokenKey(documentSettings(host).server), token);
}

export function forgetToken(host: Host): void {
  host.userStore.remove(tokenKey(documentSettings(host).server));
  setFormulas(host, false);
}

export function setFormulas(host: Host, on: boolean): void {
  if (on) {
    requireToken(host);
    host.userStore.set(consentKey(host), 'on');
    host.documentStore.set(FORMULAS_KEY, host.user());
  } else {
    host.userStore.remove(consentKey(host));
    if (host.documentStore.get(FORMULAS_KEY) === host.user()) host.documentStore.remove(FORMULAS_KEY);
  }
}
