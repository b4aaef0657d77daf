/** What a tool may use of the world when a signed-in user asks: menu, sidebar, job or trigger. */
import type { Ctx } from '../tools/declare';
import { userHeavy } from './companionAccess';
import type { Host } from './host';
import { signedIn } from './settings';
import { tabsOf } from './tabs';

export function userContext(host: Host, datastack: string): Ctx {
  return {
    // Read when first needed: some functions ask nobody, and work without a token.
    get access() {
      return signedIn(host);
    },
    datastack,
    memory: host.memory,
    now: () => host.now(),
    tabs: tabsOf(host),
    get heavy() {
      return userHeavy(host);
    },
  };
}
