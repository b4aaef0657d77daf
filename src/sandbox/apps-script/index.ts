/** The stand-in for the Apps Script runtime: runs a built bundle against a workbook, with Google's limits and refusals. */

import type { CustomFunctions } from '../sheet/types';
import { customFunctions } from './cells';
import { Core } from './core';
import { InProcess } from './drivers/in-process';
import type { Edit } from './events';
import type { Outcome } from './execution';
import type { Entry, HostOptions, Mode } from './options';
import { type Awaitable, isThenable } from './remote';
import type { Script } from './script';
import type { Clock } from './world/clock';
import type { Counters } from './world/counters';
import type { Grants } from './world/grants';
import type { MenuItem, Screen } from './world/screen';
import type { TriggerRecord } from './world/triggers';
import { type Hooks, type Ran, type Sent, World } from './world/world';

export type { Edit } from './events';
export type { Execution, Outcome } from './execution';
export { faults } from './faults';
export {
  DEFAULT_SWITCHES,
  type Entry,
  type HostOptions,
  type Manifest,
  type Mode,
  type Switches,
  type User,
} from './options';
export { PageFile } from './page-call';
export { Kill, ScriptError } from './remote';
export { type Clock, realClock, virtualClock } from './world/clock';
export type { Counters } from './world/counters';
export type { Answer, Dialog, MenuItem, Shown, Toast } from './world/screen';
export type { TriggerRecord } from './world/triggers';
export type { Hooks, Ran, Sent } from './world/world';

export interface How {
  user: string;
  entry?: Entry;
  mode?: Mode;
}

/** What both kinds of host give. */
export interface HostState {
  readonly world: World;
  readonly clock: Clock;
  readonly script: Script;
  readonly hooks: Hooks;
  readonly ui: Screen;
  readonly grants: Grants;
  /** Sums over all executions. */
  readonly counters: Counters;
  /** Finished executions, oldest first, each with its own counters. */
  readonly ran: readonly Ran[];
  /** Requests as they left. */
  readonly sent: readonly Sent[];
  /** The add-on was used in this file: decides between NONE and LIMITED for onOpen. */
  enabled: boolean;
  /** E-mail of who types formulas; the owner at first. */
  keyboard: string;
  menu(user?: string): MenuItem[];
  customFunctions(): CustomFunctions;
}

export interface Fired {
  id: string;
  outcome: Outcome;
}

/** Driver A: in this process, at once. Only `runAsync` waits for what needs real time (WebAssembly). */
export interface Host extends HostState {
  run(fn: string, args: unknown[], how: How): Outcome;
  runAsync(fn: string, args: unknown[], how: How): Promise<Outcome>;
  open(user: string, mode?: Mode): Outcome;
  install(user: string): Outcome;
  /** A user typed into the grid: runs onEdit and what was installed for edits and changes. Scripts' writes never do. */
  edited(user: string, edit: Edit): Outcome[];
  /** Another change of the file, by its `changeType`. */
  changed(changeType: string): Outcome[];
  callFromPage(fn: string, args: unknown[], user: string): Outcome;
  callFromPageAsync(fn: string, args: unknown[], user: string): Promise<Outcome>;
  readonly triggers: {
    list(user?: string): TriggerRecord[];
    fire(id: string): Outcome;
    fireAsync(id: string): Promise<Outcome>;
    /** Moves the clock; what becomes due is fired in order. */
    advance(ms: number): Fired[];
    advanceAsync(ms: number): Promise<Fired[]>;
  };
}

export function createHost(options: HostOptions): Host {
  const world = new World(options);
  const core = new Core(world, new InProcess(world));
  const { triggers } = world;
  return Object.assign(hostState(core), {
    run: (fn: string, args: unknown[], how: How) => now(core.run(fn, args, how)),
    runAsync: async (fn: string, args: unknown[], how: How) => core.run(fn, args, how, true),
    open: (user: string, mode?: Mode) => now(core.open(user, mode)),
    install: (user: string) => now(core.install(user)),
    edited: (user: string, edit: Edit) => now(core.edited(user, edit)),
    changed: (changeType: string) => now(core.changed(changeType)),
    callFromPage: (fn: string, args: unknown[], user: string) => now(core.callFromPage(fn, args, user)),
    callFromPageAsync: async (fn: string, args: unknown[], user: string) =>
      core.callFromPage(fn, args, user, true),
    triggers: {
      list: (user?: string) => triggers.list(user),
      fire: (id: string) => now(core.fire(id)),
      fireAsync: async (id: string) => core.fire(id, true),
      advance: (ms: number) => now(core.advance(ms)),
      advanceAsync: async (ms: number) => core.advance(ms, true),
    },
  });
}

export function hostState(core: Core): HostState {
  const { world } = core;
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
      return core.enabled;
    },
    set enabled(on) {
      core.enabled = on;
    },
    get keyboard() {
      return world.keyboard;
    },
    set keyboard(user) {
      world.keyboard = world.user(user).email;
    },
    menu: (user) => world.screen.menu(user),
    customFunctions: () => customFunctions(core),
  };
}

function now<T>(value: Awaitable<T>): T {
  if (isThenable(value)) throw new Error('this run has to wait: use the async form');
  return value;
}
