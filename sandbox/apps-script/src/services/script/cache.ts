/** CacheService. An entry may be missing at any read. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { CacheStore } from '../../world/caches';
import type { ServiceContext } from '../context';

const DEFAULT_SECONDS = 600;

export class CacheService extends ServiceObject {
  static readonly path = 'CacheService';
  static readonly signatures: Signatures = {
    getScriptCache: [''],
    getUserCache: [''],
    getDocumentCache: [''],
  };
  readonly kind = 'CacheService';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  getScriptCache() {
    return this.cache('script');
  }
  /** Formulas are anonymous: they share one user cache (unverified). */
  getUserCache() {
    return this.cache(
      this.execution.invocation.entry === 'cell' ? 'user anonymous' : `user ${this.execution.user}`,
    );
  }
  getDocumentCache() {
    return this.cache(`document ${this.execution.world.workbook.id}`);
  }

  private cache(name: string) {
    return new Cache(this.execution, this.execution.world.caches.named(name));
  }
}

export class Cache extends ServiceObject {
  static readonly path = 'CacheService.Cache';
  static readonly signatures: Signatures = {
    get: ['s'],
    getAll: ['a'],
    put: ['s,S', 's,S,n'],
    putAll: ['o', 'o,n'],
    remove: ['s'],
    removeAll: ['a'],
  };
  readonly kind = 'Cache';

  constructor(
    readonly execution: ServiceContext,
    private readonly store: CacheStore,
  ) {
    super();
  }

  get(key: string) {
    this.execution.counters.cacheReads += 1;
    return this.store.get(key);
  }
  /** Returns only the keys that were found. */
  getAll(keys: unknown[]) {
    this.execution.counters.cacheReads += 1;
    const found: Record<string, string> = {};
    for (const key of keys) {
      const value = this.store.get(String(key));
      if (value !== null) found[String(key)] = value;
    }
    return found;
  }
  put(key: string, value: unknown, seconds = DEFAULT_SECONDS) {
    this.execution.counters.cacheWrites += 1;
    this.store.put(key, String(value), seconds);
  }
  putAll(values: Record<string, unknown>, seconds = DEFAULT_SECONDS) {
    this.execution.counters.cacheWrites += 1;
    for (const [key, value] of Object.entries(values)) {
      if (value === null || typeof value === 'object')
        throw new ScriptError(`Invalid argument: values[${key}]`);
      this.store.put(key, String(value), seconds);
    }
  }
  remove(key: string) {
    this.execution.counters.cacheWrites += 1;
    this.store.remove(key);
  }
  removeAll(keys: unknown[]) {
    this.execution.counters.cacheWrites += 1;
    for (const key of keys) this.store.remove(String(key));
  }
}
