/**
 * The caches: one for the script, one per user, one per document. Entries may disappear at any time, and tests can make
 * them do so.
 */

import type { Clock } from '../platform/clock';
import { ScriptError } from '../platform/errors';

const KEY_LENGTH = 250;
const VALUE_BYTES = 100 * 1024;
const ITEMS = 1000;
const MAX_SECONDS = 21_600;

export class CacheStore {
  private readonly items = new Map<string, { value: string; until: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly misses: () => boolean,
  ) {}

  get(key: string): string | null {
    this.checkKey(key);
    const item = this.items.get(key);
    if (!item) return null;
    if (item.until <= this.clock.now() || this.misses()) {
      this.items.delete(key);
      return null;
    }
    return item.value;
  }

  put(key: string, value: string, seconds: number): void {
    this.checkKey(key);
    if (Buffer.byteLength(value, 'utf8') > VALUE_BYTES) throw new ScriptError('Argument too large: value');
    // The reference states the limits, but not the text of the error.
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new ScriptError('Invalid argument: expirationInSeconds');
    }
    this.items.set(key, { value, until: this.clock.now() + seconds * 1000 });
    if (this.items.size > ITEMS) this.evict();
  }

  remove(key: string): void {
    this.items.delete(key);
  }

  keys(): string[] {
    return [...this.items.keys()];
  }

  /** Drops everything, as Google may at any time. */
  clear(): void {
    this.items.clear();
  }

  private checkKey(key: string): void {
    if (key.length > KEY_LENGTH) throw new ScriptError('Argument too large: key');
  }

  /** Beyond 1,000 items, those that expire first are removed. */
  private evict(): void {
    const byEnd = [...this.items].sort((a, b) => a[1].until - b[1].until);
    for (const [key] of byEnd.slice(0, this.items.size - ITEMS)) this.items.delete(key);
  }
}

export class CacheStores {
  private readonly stores = new Map<string, CacheStore>();

  constructor(
    private readonly clock: Clock,
    private readonly misses: () => boolean,
  ) {}

  named(name: string): CacheStore {
    const store = this.stores.get(name) ?? new CacheStore(this.clock, this.misses);
    this.stores.set(name, store);
    return store;
  }

  clear(): void {
    for (const store of this.stores.values()) store.clear();
  }
}
