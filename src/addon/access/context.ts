/** What a tool may use: for a signed-in user, and inside a formula. */
import type { Access } from '../../cave/client/access';
import type { Region } from '../../core/cells/region';
import type { ToolContext } from '../../tools/declaration/declare';
import type { Host } from '../interfaces/host';
import { formulaHeavy, userHeavy } from './companion-access';
import { formulaAccess, requireToken } from './settings';
import { ownStores, userAliases } from './store-keys';
import { tabsOf } from './tabs';

/** The spreadsheet's region. Reads the locale only if a text needs it, and only once. */
export function regionOf(host: Host): Region {
  let locale: string | null = null;
  return {
    get locale() {
      locale ??= host.file.locale();
      return locale;
    },
  };
}

/** For menu, sidebar, job or trigger. */
export function userContext(host: Host, datastack: string): ToolContext {
  return {
    // Read when first needed: some functions send no requests and work without a token.
    get access() {
      return requireToken(host);
    },
    datastack,
    cache: host.keyValueCache,
    now: () => host.now(),
    tabs: tabsOf(host),
    region: regionOf(host),
    get places() {
      return { aliases: userAliases(ownStores(host)) };
    },
    get heavyRunner() {
      return userHeavy(host);
    },
  };
}

/** For formulas: with the owner's token, if the owner has switched formulas on. */
export function formulaContext(host: Host, datastack: string): ToolContext {
  let access: Access | null = null;
  return {
    // Read when first needed, as above, and only once: each read takes two service calls.
    get access() {
      access ??= formulaAccess(host);
      return access;
    },
    datastack,
    cache: host.keyValueCache,
    now: () => host.now(),
    tabs: tabsOf(host),
    region: regionOf(host),
    interactive: true,
    get heavyRunner() {
      return formulaHeavy(host);
    },
  };
}
