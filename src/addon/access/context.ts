/** What a tool may use of the world when a signed-in user asks: menu, sidebar, job or trigger. */
import type { ToolContext } from '../../tools/declaration/declare';
import type { Host } from '../interfaces/host';
import { userHeavy } from './companion-access';
import { requireToken } from './settings';
import { tabsOf } from './tabs';

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
    get heavyRunner() {
      return userHeavy(host);
    },
  };
}
