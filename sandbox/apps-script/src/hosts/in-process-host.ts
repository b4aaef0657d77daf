/**
 * Runs each execution at once, in this process. Only the async methods wait for work that needs real time
 * (WebAssembly).
 */

import { InProcessDriver } from '../drivers/in-process-driver';
import { type Awaitable, isThenable } from '../platform/awaitable';
import type { HostOptions, Mode } from '../platform/options';
import type { GridEdit } from '../runtime/events';
import { Launcher } from '../runtime/launcher';
import type { Outcome } from '../runtime/outcome';
import type { TriggerRecord } from '../world/triggers';
import { World } from '../world/world';
import { type ExecutionOptions, type FiredTrigger, type HostState, hostState } from './host-state';

export interface Host extends HostState {
  run(fn: string, args: unknown[], options: ExecutionOptions): Outcome;
  runAsync(fn: string, args: unknown[], options: ExecutionOptions): Promise<Outcome>;
  open(user: string, mode?: Mode): Outcome;
  install(user: string): Outcome;
  /**
   * Simulates an edit by a user: runs onEdit and the triggers installed for edits and changes. A script's writes never
   * run them.
   */
  edited(user: string, edit: GridEdit): Outcome[];
  /** Simulates another change of the file, by its `changeType`. */
  changed(changeType: string): Outcome[];
  callFromPage(fn: string, args: unknown[], user: string): Outcome;
  callFromPageAsync(fn: string, args: unknown[], user: string): Promise<Outcome>;
  readonly triggers: {
    list(user?: string): TriggerRecord[];
    fire(id: string): Outcome;
    fireAsync(id: string): Promise<Outcome>;
    /** Advances the clock; triggers that become due fire in order. */
    advance(ms: number): FiredTrigger[];
    advanceAsync(ms: number): Promise<FiredTrigger[]>;
  };
}

export function createHost(options: HostOptions): Host {
  const world = new World(options);
  const launcher = new Launcher(world, new InProcessDriver(world));
  const { triggers } = world;
  return Object.assign(hostState(launcher), {
    run: (fn: string, args: unknown[], run: ExecutionOptions) => settle(launcher.run(fn, args, run)),
    runAsync: async (fn: string, args: unknown[], run: ExecutionOptions) => launcher.run(fn, args, run, true),
    open: (user: string, mode?: Mode) => settle(launcher.open(user, mode)),
    install: (user: string) => settle(launcher.install(user)),
    edited: (user: string, edit: GridEdit) => settle(launcher.edited(user, edit)),
    changed: (changeType: string) => settle(launcher.changed(changeType)),
    callFromPage: (fn: string, args: unknown[], user: string) =>
      settle(launcher.callFromPage(fn, args, user)),
    callFromPageAsync: async (fn: string, args: unknown[], user: string) =>
      launcher.callFromPage(fn, args, user, true),
    triggers: {
      list: (user?: string) => triggers.list(user),
      fire: (id: string) => settle(launcher.fire(id)),
      fireAsync: async (id: string) => launcher.fire(id, true),
      advance: (ms: number) => settle(launcher.advance(ms)),
      advanceAsync: async (ms: number) => launcher.advance(ms, true),
    },
  });
}

function settle<T>(value: Awaitable<T>): T {
  if (isThenable(value)) throw new Error('this run has to wait: use the async form');
  return value;
}
