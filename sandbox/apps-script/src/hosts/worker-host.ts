/** Runs each execution in a worker, on the computer's clock, with real waits and real HTTP to this computer. */

import { liveHttp } from '../drivers/live-http';
import { WorkerDriver } from '../drivers/worker-driver';
import { realClock } from '../platform/clock';
import type { HostOptions, Mode } from '../platform/options';
import type { GridEdit } from '../runtime/events';
import { Launcher } from '../runtime/launcher';
import type { Outcome } from '../runtime/outcome';
import type { TriggerRecord } from '../world/triggers';
import { World } from '../world/world';
import { type ExecutionOptions, type FiredTrigger, type HostState, hostState } from './host-state';

export interface WorkerHostOptions extends Omit<HostOptions, 'clock'> {
  /** For addresses that `network` does not serve: returns the address on this computer that serves them, or null. */
  live?: (url: string) => string | null;
  /** Number of workers that are kept ready; default 2. */
  warm?: number;
  /** Memory limit of one worker; default Node's own. */
  heapMb?: number;
  /** Records the memory of each execution (`heapBytes`), which takes time. */
  measureHeap?: boolean;
}

export interface WorkerHost extends HostState {
  run(fn: string, args: unknown[], options: ExecutionOptions): Promise<Outcome>;
  open(user: string, mode?: Mode): Promise<Outcome>;
  install(user: string): Promise<Outcome>;
  edited(user: string, edit: GridEdit): Promise<Outcome[]>;
  changed(changeType: string): Promise<Outcome[]>;
  callFromPage(fn: string, args: unknown[], user: string): Promise<Outcome>;
  /** Ids of running executions. */
  running(): { id: string; fn: string; user: string; entry: string }[];
  /** Ends an execution abruptly, like a power failure. */
  kill(id: string, message?: string): boolean;
  readonly triggers: {
    list(user?: string): TriggerRecord[];
    fire(id: string): Promise<Outcome>;
    /** Advances the clock and fires triggers that become due; 0 fires those that are due already. */
    advance(ms: number): Promise<FiredTrigger[]>;
  };
  close(): Promise<void>;
}

export function createWorkerHost(options: WorkerHostOptions): WorkerHost {
  const { live, warm = 2, heapMb, measureHeap = false, ...rest } = options;
  const shift = new Float64Array(new SharedArrayBuffer(8));
  const world = new World({ keep: 1000, ...rest, clock: realClock(shift) });
  world.concurrent = true;
  world.live = live ? liveHttp(live) : null;
  const launcher = new Launcher(world, new WorkerDriver(world, { shift, warm, heapMb, measureHeap }));
  return Object.assign(hostState(launcher), {
    run: async (fn: string, args: unknown[], run: ExecutionOptions) => launcher.run(fn, args, run),
    open: async (user: string, mode?: Mode) => launcher.open(user, mode),
    install: async (user: string) => launcher.install(user),
    edited: async (user: string, edit: GridEdit) => launcher.edited(user, edit),
    changed: async (changeType: string) => launcher.changed(changeType),
    callFromPage: async (fn: string, args: unknown[], user: string) => launcher.callFromPage(fn, args, user),
    running: () =>
      [...launcher.live.values()].map(({ id, invocation }) => ({
        id,
        fn: invocation.fn,
        user: invocation.user,
        entry: invocation.entry,
      })),
    kill: (id: string, message?: string) => launcher.kill(id, message),
    triggers: {
      list: (user?: string) => world.triggers.list(user),
      fire: async (id: string) => launcher.fire(id),
      advance: async (ms: number) => launcher.advance(ms),
    },
    close: async () => launcher.close(),
  });
}
