/**
 * Limits a person's simultaneous requests over all instances. An instance leases slots in the shared state: it asks for
 * more when it needs them, renews them while it works, and returns those that it did not need lately. A request that
 * finds a free slot here does not read the state.
 */
import { randomBytes } from 'node:crypto';
import { TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import { changeObject, type SharedStore } from '../state/store';

export interface PersonLimitOptions {
  store: SharedStore;
  /** Most simultaneous requests. */
  limit: number;
  now: () => number;
  /** After this time the slots of an instance that died are free. */
  leaseMs?: number;
  /** Milliseconds between two renewals; 0 if the caller renews. */
  renewMs?: number;
  instance?: string;
}

export interface PersonLimit {
  /** Throws BUSY if the person has `limit` requests in progress. `person` is a hash by `keyedHash`. */
  run<T>(person: string, work: () => Promise<T>): Promise<T>;
  /** Renews the slots that are needed and returns the others. */
  renew(): Promise<void>;
}

/** By instance. */
type Leases = Record<string, { slots: number; until: number }>;

interface Holding {
  active: number;
  /** Requests that wait for the state. */
  waiting: number;
  /** The most simultaneous requests since the last renewal. */
  peak: number;
  slots: number;
  until: number;
  look: Promise<void> | null;
}

const LEASE_MS = 20_000;
const RENEW_MS = 5000;
/** If the state cannot be reached, an instance counts its own requests alone for this long. */
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

  const isFree = (holding: Holding): boolean => holding.active < holding.slots && holding.until > now();

  /** Takes as many free slots as are needed. */
  async function take(person: string, holding: Holding): Promise<void> {
    try {
      await changeObject(store, nameOf(person), (bytes) => {
        const others = livingBeside(read(bytes), instance, now());
        const othersSlots = Object.values(others).reduce((sum, { slots }) => sum + slots, 0);
        const neededBytes = Math.max(holding.active + holding.waiting, holding.peak);
        holding.slots = Math.max(0, Math.min(neededBytes, limit - othersSlots));
        holding.until = now() + leaseMs;
        const own = holding.slots > 0 ? { [instance]: { slots: holding.slots, until: holding.until } } : {};
        return pack({ ...others, ...own });
      });
    } catch {
      // The state cannot be reached; this also covers a lease that was not renewed.
      holding.slots = limit;
      holding.until = now() + ALONE_MS;
    }
  }

  /** Calls during an update share its result. */
  const look = (person: string, holding: Holding): Promise<void> => {
    holding.look ??= take(person, holding).finally(() => {
      holding.look = null;
    });
    return holding.look;
  };

  async function enter(person: string, holding: Holding): Promise<void> {
    holding.waiting++;
    try {
      // An update in progress may have started before this request.
      for (let attempt = 0; attempt < 2 && !isFree(holding); attempt++) await look(person, holding);
      if (!isFree(holding)) {
        throw new TtError('BUSY', `${limit} of your requests are under way already. Try again in 5 s`, {
          retryAfter: 5,
        });
      }
      holding.active++;
      holding.peak = Math.max(holding.peak, holding.active);
    } finally {
      holding.waiting--;
    }
  }

  async function renew(): Promise<void> {
    for (const [person, holding] of [...holdings]) {
      holding.peak = holding.active;
      await look(person, holding);
      if (holding.active + holding.waiting + holding.slots === 0) holdings.delete(person);
    }
    if (holdings.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  }

  return {
    renew,
    async run(person, work) {
      const holding = holdings.get(person) ?? {
        active: 0,
        waiting: 0,
        peak: 0,
        slots: 0,
        until: 0,
        look: null,
      };
      holdings.set(person, holding);
      if (renewMs > 0) timer ??= setInterval(() => void renew(), renewMs).unref();
      await enter(person, holding);
      try {
        return await work();
      } finally {
        holding.active--;
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
