/** What a tool may use of the world: as a signed-in user, and inside a formula. */
import type { Access } from '../../cave/client/access';
import type { Region } from '../../core/cells/region';
import type { ToolContext } from '../../tools/declaration/declare';
import type { Host } from '../interfaces/host';
import { formulaHeavy, userHeavy } from './companion-access';
import { formulaAccess, requireToken } from './settings';
import { ownStores, userAliases } from './store-keys';
import { tabsOf } from './tabs';

/** The open spreadsheet's way of writing; asked for only where a text leaves it open, and once. */
export function regionOf(host: Host): Region {
  let locale: string | null = null;
  return {
    get locale() {
      locale ??= host.file.locale();
      return locale;
    },
  };
}

/** Menu, sidebar, job or trigger. */
export function userContext(host: Host, datastack: string): ToolContext {
  return {
    // Read when first needed: some functions ask nobody, and work without a token.
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

/** With the owner's token, where the owner has switched formulas on. */
export function formulaContext(host: Host, datastack: string): ToolContext {
  let access: Access | null = null;
  return {
    // Read when first needed, as above, and once: each read takes two service calls.
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
