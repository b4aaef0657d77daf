/** The paces of hosts for all instances: stored in the shared state, and read while work is in progress. */
import { asObject, parseJson } from '../../core/json';
import { type HostPace, type HostPaces, isSlow, slowed, slowest } from '../egress/host-pace';
import { changeObject, type SharedStore } from '../state/store';

const NAME = 'hosts.json';
const LOOK_MS = 2000;

export interface FleetPaces {
  /** Records that a host refused a request of this instance. */
  refused(host: string, seconds: number | null): void;
  /** Reads the state every two seconds until `stop`. */
  start(): void;
  stop(): void;
}

export interface FleetPacesOptions {
  store: SharedStore;
  now: () => number;
  /** Called whenever the paces change. */
  tell: (paces: HostPaces) => void;
  lookMs?: number;
}

export function fleetPaces({ store, now, tell, lookMs = LOOK_MS }: FleetPacesOptions): FleetPaces {
  let paces: HostPaces = {};
  let timer: NodeJS.Timeout | null = null;
  let unwritten = false;
  let writing = false;

  function merge(found: HostPaces): void {
    const next = current(slowest(paces, found));
    if (JSON.stringify(next) === JSON.stringify(paces)) return;
    paces = next;
    tell(paces);
  }
  const current = (all: HostPaces): HostPaces =>
    Object.fromEntries(Object.entries(all).filter(([, pace]) => isSlow(pace, now())));

  /**
   * Refusals that arrive during a write are written together. If the state cannot be written, only this instance knows
   * them.
   */
  async function write(): Promise<void> {
    while (unwritten) {
      unwritten = false;
      await changeObject(store, NAME, (bytes) => {
        merge(read(bytes));
        return Buffer.from(JSON.stringify(paces));
      }).catch(() => {});
    }
  }
  return {
    refused(host, seconds) {
      merge({ [host]: slowed(paces[host], seconds, now()) });
      unwritten = true;
      if (writing) return;
      writing = true;
      void write().finally(() => {
        writing = false;
      });
    },
    start() {
      timer ??= setInterval(() => {
        void store.get(NAME).then(
          (found) => merge(read(found?.bytes ?? null)),
          () => {},
        );
      }, lookMs).unref();
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}

function read(bytes: Uint8Array | null): HostPaces {
  const json = bytes && asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  return (json ?? {}) as unknown as Record<string, HostPace>;
}
