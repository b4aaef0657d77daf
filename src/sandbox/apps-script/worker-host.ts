/** Driver B's host: the same services, each execution in a worker, on the machine's clock. Used by the local page. */

import { Core } from './core';
import { liveHttp } from './drivers/live-http';
import { Workers } from './drivers/workers';
import type { Edit } from './events';
import type { Outcome } from './execution';
import { type Fired, type HostState, type How, hostState } from './index';
import type { HostOptions, Mode } from './options';
import { realClock } from './world/clock';
import type { TriggerRecord } from './world/triggers';
import { World } from './world/world';

export interface WorkerHostOptions extends Omit<HostOptions, 'clock'> {
  /** For addresses that `network` does not serve: where on this machine they are served, or null. */
  live?: (url: string) => string | null;
  /** Workers kept warm; 2 unless given. */
  warm?: number;
  /** Memory of one worker; Node's default unless given. */
  heapMb?: number;
}

export interface WorkerHost extends HostState {
  run(fn: string, args: unknown[], how: How): Promise<Outcome>;
  open(user: string, mode?: Mode): Promise<Outcome>;
  install(user: string): Promise<Outcome>;
  edited(user: string, edit: Edit): Promise<Outcome[]>;
  changed(changeType: string): Promise<Outcome[]>;
  callFromPage(fn: string, args: unknown[], user: string): Promise<Outcome>;
  /** Ids of executions under way. */
  running(): { id: string; fn: string; user: string; entry: string }[];
  /** Ends one as a power loss would. */
  kill(id: string, message?: string): boolean;
  readonly triggers: {
    list(user?: string): TriggerRecord[];
    fire(id: string): Promise<Outcome>;
    /** Moves the clock and fires what becomes due; with 0 it fires what time itself has made due. */
    advance(ms: number): Promise<Fired[]>;
  };
  close(): Promise<void>;
}

export function createWorkerHost(options: WorkerHostOptions): WorkerHost {
  const { live, warm = 2, heapMb, ...rest } = options;
  const shift = new Float64Array(new SharedArrayBuffer(8));
  const world = new World({ keep: 1000, ...rest, clock: realClock(shift) });
  world.concurrent = true;
  world.live = live ? liveHttp(live) : null;
  const core = new Core(world, new Workers(world, shift, warm, heapMb));
  return Object.assign(hostState(core), {
    run: async (fn: string, args: unknown[], how: How) => core.run(fn, args, how),
    open: async (user: string, mode?: Mode) => core.open(user, mode),
    install: async (user: string) => core.install(user),
    edited: async (user: string, edit: Edit) => core.edited(user, edit),
    changed: async (changeType: string) => core.changed(changeType),
    callFromPage: async (fn: string, args: unknown[], user: string) => core.callFromPage(fn, args, user),
    running: () =>
      [...core.live.values()].map(({ id, start }) => ({
        id,
        fn: start.fn,
        user: start.user,
        entry: start.entry,
      })),
    kill: (id: string, message?: string) => core.kill(id, message),
    triggers: {
      list: (user?: string) => world.triggers.list(user),
      fire: async (id: string) => core.fire(id),
      advance: async (ms: number) => core.advance(ms),
    },
    close: async () => core.close(),
  });
}
