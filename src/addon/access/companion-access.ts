/**
 * The companion for this spreadsheet's users. Every editor may change its address, so a user's identity and token go
 * only to an address that this user has confirmed.
 */
import { TtError } from '../../core/errors';
import { asObject } from '../../core/json';
import { type CompanionEndpoint, companionHeavyRunner } from '../../tools/companion/call-companion';
import type { HeavyRunner } from '../../tools/declaration/declare';
import type { CompanionTest, SettingsView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { callCompanion } from './companion-call';
import { grantFor, grantUntil, updateGrant } from './grant';
import { access, documentSettings, formulaAccess, saveDocumentSettings } from './settings';

const confirmedKey = (address: string) => `companion ${address}`;

export const isConfirmed = (host: Host, address: string): boolean =>
  host.userStore.get(confirmedKey(address)) === 'confirmed';

/** Saves the address, and confirms it for the user who typed it. */
export function saveCompanion(host: Host, address: string): void {
  saveDocumentSettings(host, { companion: address });
  const { companion } = documentSettings(host);
  if (companion !== '') host.userStore.set(confirmedKey(companion), 'confirmed');
}

/** `address` is the one that the user saw: another user may have changed it meanwhile. */
export function confirmCompanion(host: Host, address: string): void {
  if (address === '' || address !== documentSettings(host).companion) {
    throw new TtError('INPUT', 'the companion’s address was changed meanwhile. Look at it again in Settings');
  }
  host.userStore.set(confirmedKey(address), 'confirmed');
}

/** For menu, sidebar and triggers; undefined if no companion is set. */
export function userCompanion(host: Host): CompanionEndpoint | undefined {
  const { companion: address, server } = documentSettings(host);
  if (address === '') return undefined;
  return { address, server, headers: () => userHeaders(host, address) };
}

export function userHeavy(host: Host): HeavyRunner | undefined {
  const companion = userCompanion(host);
  return companion && companionHeavyRunner(companion);
}

function userHeaders(host: Host, address: string): Record<string, string> {
  const { token } = access(host);
  return { ...identity(host, address), ...(token === '' ? {} : { 'x-cave-token': token }) };
}

/** Throws if the user has not confirmed the address or Google gives no ID token. */
function identity(host: Host, address: string): { authorization: string } {
  if (!isConfirmed(host, address)) {
    throw new TtError(
      'COMPANION',
      `this spreadsheet names the companion ${address}, which you have not confirmed. Look at it in Tracer Tools › Settings`,
    );
  }
  const token = host.identityToken();
  if (token === '') {
    throw new TtError(
      'COMPANION',
      'Google did not say who you are, and the companion needs it. Open the sidebar again and allow "openid"',
    );
  }
  return { authorization: `Bearer ${token}` };
}

/** For formulas: with the owner's grant, to the address for which it was issued. Undefined if no companion is set. */
export function formulaHeavy(host: Host): HeavyRunner | undefined {
  const { companion: address, server } = documentSettings(host);
  if (address === '') return undefined;
  const headers = () => {
    const { token } = formulaAccess(host);
    const grant = grantFor(host, address, server);
    if (grant === null) {
      throw new TtError(
        'COMPANION',
        'formulas may not ask the companion yet. The spreadsheet’s owner confirms it in Tracer Tools › Settings',
      );
    }
    return { authorization: `Bearer ${grant}`, 'x-cave-token': token, 'x-document': host.file.id() };
  };
  return companionHeavyRunner({ address, server, headers });
}

/** Updates the formulas' grant to match the settings. Returns what went wrong, or ''. Never throws. */
export function updateFormulaGrant(host: Host): string {
  const { companion } = documentSettings(host);
  const isTrusted = companion !== '' && isConfirmed(host, companion);
  return updateGrant(host, isTrusted ? companion : '', (address) => identity(host, address));
}

export function companionUse(host: Host): Omit<SettingsView['companionUse'], 'problem'> {
  const { companion } = documentSettings(host);
  return {
    confirmed: companion !== '' && isConfirmed(host, companion),
    formulasUntil: grantUntil(host),
  };
}

/** Reads the version, which needs no sign-in, and then checks whether the companion serves this user. */
export function testCompanion(host: Host): CompanionTest {
  const companion = userCompanion(host);
  if (!companion) throw new TtError('INPUT', 'no companion is set. Save its address first');
  const anonymous = { ...companion, headers: () => ({}) };
  const version = asObject(callCompanion(host, anonymous, 'GET', '/v1/version'))?.version;
  if (typeof version !== 'string') {
    throw new TtError('COMPANION', `${companion.address} does not answer as a companion. Check the address`);
  }
  callCompanion(host, companion, 'GET', '/v1/tools');
  return { version };
}
