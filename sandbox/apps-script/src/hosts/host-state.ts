/** State that both kinds of host share: menus, dialogs, counters, requests, executions. */

import type { Clock } from '../platform/clock';
import type { EntryKind, Mode } from '../platform/options';
import type { Script } from '../platform/script';
import { customFunctions } from '../runtime/cell-calls';
import type { Launcher } from '../runtime/launcher';
import type { Outcome } from '../runtime/outcome';
import type { CustomFunctions } from '../sheet/model/types';
import type { Counters } from '../world/counters';
import type { Grants } from '../world/grants';
import type { Hooks } from '../world/hooks';
import type { Metered } from '../world/quotas';
import type { ExecutionRecord, SentRequest } from '../world/records';
import type { MenuItem, Screen } from '../world/screen';
import type { World } from '../world/world';

export interface ExecutionOptions {
  user: string;
  entry?: EntryKind;
  mode?: Mode;
}

export interface HostState {
  readonly world: World;
  readonly clock: Clock;
  readonly script: Script;
  readonly hooks: Hooks;
  readonly ui: Screen;
  readonly grants: Grants;
  /** Sums of the counters over all executions. */
  readonly counters: Counters;
  /** Finished executions, oldest first, each with its own counters. */
  readonly ran: readonly ExecutionRecord[];
  /** Requests in the form in which they were sent. */
  readonly sent: readonly SentRequest[];
  /** True if the add-on has been used in this file: then onOpen runs in LIMITED, else in NONE. */
  enabled: boolean;
  /** E-mail of the user who types formulas; initially the owner. */
  keyboard: string;
  menu(user?: string): MenuItem[];
  /** Simulates another process that holds the lock for this time. */
  holdLock(which: 'script' | 'document', ms: number): void;
  /** Uses up the daily quota of a user. */
  exhaustQuota(user: string, what: Metered): void;
  customFunctions(): CustomFunctions;
}

export interface FiredTrigger {
  id: string;
  outcome: Outcome;
}

export function hostState(launcher: Launcher): HostState {
  const { world } = launcher;
  return {
    world,
    clock: world.clock,
    script: world.script,
    hooks: world.hooks,
    ui: world.screen,
    grants: world.grants,
    counters: world.totals,
    ran: world.ran,
    sent: world.sent,
    get enabled() {
      return launcher.enabled;
    },
    set enabled(on) {
      launcher.enabled = on;
    },
    get keyboard() {
      return world.keyboard;
    },
    set keyboard(user) {
      world.keyboard = world.user(user).email;
    },
    menu: (user) => world.screen.menu(user),
    holdLock: (which, ms) => {
      const name = which === 'script' ? which : `document ${world.workbook.id}`;
      world.locks.occupy(name, world.clock.now() + ms);
    },
    exhaustQuota: (user, what) => world.quotas.exhaust(user, what),
    customFunctions: () => customFunctions(launcher),
  };
}
