/**
 * Requests of a person at once, counted for all instances together. An instance holds slots of a person under a lease in
 * the shared state: it asks for more when it needs them, renews them while it works, and gives back what it did not need
 * lately. A request that finds a free slot here costs no look at the state.
 */
import { randomBytes } from 'node:crypto';
import { TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import { changeObject, type SharedStore } from '../state/store';

export interface PersonLimitOptions {
  store: SharedStore;
  /** Requests at once. */
  limit: number;
  now: () => number;
  /** Slots of an instance that died are free after so long. */
  leaseMs?: number;
  /** Between two renewals; 0 where the caller renews. */
  renewMs?: number;
  instance?: string;
}

export interface PersonLimit {
  /** Throws BUSY where the person has `limit` requests under way. `person` as `keyedHash` gives it. */
  run<T>(person: string, work: () => Promise<T>): Promise<T>;
  /** Renews the slots that are needed, and gives back the others. */
  renew(): Promise<void>;
}

/** By instance. */
type Leases = Record<string, { slots: number; until: number }>;

interface Holding {
  active: number;
  /** Requests that wait for a look at the state. */
  waiting: number;
  /** The most at once since the last renewal. */
  peak: number;
  slots: number;
  until: number;
  look: Promise<void> | null;
}

const LEASE_MS = 20_000;
const RENEW_MS = 5000;
/** Where the state cannot be reached, an instance counts alone for so long. */
const ALONE_MS = 2000;

export function personLimit({
  store,
  limit,
  now,
  leaseMs = LEASE_MS,
  renewMs = RENEW_MS,
  instance = randomBytes(8).toString('hex'),
}: PersonLimitOptions): PersonLimit {
  const holdings = new Map<string, Holding>();
  let timer: NodeJS.Timeout | null = null;

  const isFree = (held: Holding): boolean => held.active < held.slots && held.until > now();

  /** Takes as many slots as are needed and free. */
  async function take(person: string, held: Holding): Promise<void> {
    try {
      await changeObject(store, nameOf(person), (bytes) => {
        const others = livingBeside(read(bytes), instance, now());
        const taken = Object.values(others).reduce((sum, { slots }) => sum + slots, 0);
        const needed = Math.max(held.active + held.waiting, held.peak);
        held.slots = Math.max(0, Math.min(needed, limit - taken));
        held.until = now() + leaseMs;
        const own = held.slots > 0 ? { [instance]: { slots: held.slots, until: held.until } } : {};
        return pack({ ...others, ...own });
      });
    } catch {
      // Also a lease that is not renewed.
      held.slots = limit;
      held.until = now() + ALONE_MS;
    }
  }

  /** Looks that come while one is under way are one. */
  const look = (person: string, held: Holding): Promise<void> => {
    held.look ??= take(person, held).finally(() => {
      held.look = null;
    });
    return held.look;
  };

  async function enter(person: string, held: Holding): Promise<void> {
    held.waiting++;
    try {
      // A look under way may have begun without this request.
      for (let attempt = 0; attempt < 2 && !isFree(held); attempt++) await look(person, held);
      if (!isFree(held)) {
        throw new TtError('BUSY', `${limit} of your requests are under way already. Try again in 5 s`, {
          retryAfter: 5,
        });
      }
      held.active++;
      held.peak = Math.max(held.peak, held.active);
    } finally {
      held.waiting--;
    }
  }

  async function renew(): Promise<void> {
    for (const [person, held] of [...holdings]) {
      held.peak = held.active;
      await look(person, held);
      if (held.active + held.waiting + held.slots === 0) holdings.delete(person);
    }
    if (holdings.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  }

  return {
    renew,
    async run(person, work) {
      const held = holdings.get(person) ?? { active: 0, waiting: 0, peak: 0, slots: 0, until: 0, look: null };
      holdings.set(person, held);
      if (renewMs > 0) timer ??= setInterval(() => void renew(), renewMs).unref();
      await enter(person, held);
      try {
        return await work();
      } finally {
        held.active--;
      }
    },
  };
}

const nameOf = (person: string): string => `limits/requests/${person}.json`;

const pack = (leases: Leases): Uint8Array => Buffer.from(JSON.stringify(leases));

function read(bytes: Uint8Array | null): Leases {
  const found = bytes && asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  return (found ?? {}) as unknown as Leases;
}

const livingBeside = (leases: Leases, instance: string, now: number): Leases =>
  Object.fromEntries(Object.entries(leases).filter(([name, { until }]) => name !== instance && until > now));
