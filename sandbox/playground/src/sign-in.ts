/** Sets up the add-on for the sandbox with its own calls, as its users would in the sidebar. */
import type { WorkerHost } from '@tracer-tools/apps-script';
import type { CaveSandbox } from '@tracer-tools/cave';
import type { MenuItem } from './protocol';

/** Makes one call as from the sidebar; throws the add-on's error. */
export async function callAddOn(host: WorkerHost, name: string, args: unknown[], as: string): Promise<void> {
  const outcome = await host.callFromPage('ttCall', [name, JSON.stringify(args)], as);
  if (!outcome.ok) throw new Error(`${name}: ${outcome.message}`);
  const envelope = JSON.parse(String(outcome.value)) as { ok: boolean; error?: { message: string } };
  if (!envelope.ok) throw new Error(`${name}: ${envelope.error?.message}`);
}

/** Signs the users in, switches formulas on, and opens the owner's sidebar. */
export async function signIn(
  host: WorkerHost,
  sandbox: CaveSandbox,
  origin: string,
  owner: string,
): Promise<void> {
  await host.open(owner);
  await callAddOn(host, 'saveSettings', [{ server: origin, datastack: 'brain_and_nerve_cord' }], owner);
  for (const account of sandbox.users) {
    // One account exists to be refused; all others have valid tokens.
    await callAddOn(host, 'saveToken', [account.token], account.email).catch(() => undefined);
  }
  await callAddOn(host, 'setFormulas', [true], owner);
  const opener = openerOf(host.menu(owner));
  if (opener !== null) await host.run(opener, [], { user: owner, entry: 'menu' });
}

/** Sets the companion's address, which confirms it for the owner; the other users confirm it too. */
export async function useCompanion(
  host: WorkerHost,
  sandbox: CaveSandbox,
  address: string,
  owner: string,
): Promise<void> {
  await callAddOn(host, 'saveSettings', [{ companion: address }], owner);
  for (const { email } of sandbox.users) {
    if (email !== owner) await callAddOn(host, 'confirmCompanion', [address], email).catch(() => undefined);
  }
}

/** The menu item that opens the sidebar. */
function openerOf(items: readonly MenuItem[]): string | null {
  for (const item of items) {
    if (item.fn !== undefined && /sidebar/i.test(item.caption)) return item.fn;
    const inside = openerOf(item.items ?? []);
    if (inside !== null) return inside;
  }
  return null;
}
