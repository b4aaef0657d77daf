/** A bucket in memory: objects with generations, and objects that are created on demand. */

import { Contents } from './contents';
import { type ObjectMetadata, PLAIN, StoredObject } from './object';
import type { Sparse } from './sparse';

/** Returns the content of an object that was never put, or null. */
export type ObjectSource = (name: string) => { bytes: Uint8Array | Sparse; contentType: string } | null;

export interface ObjectListing {
  items: StoredObject[];
  prefixes: string[];
  /** Start of the next page; null at the end. */
  next: string | null;
}

export interface BucketOptions {
  name: string;
  /** True if everybody may read the objects that are put here. */
  open: boolean;
  now: () => number;
  /** True if everybody may list the bucket. */
  listed?: boolean;
  /** Uniform bucket-level access: objects have no ACL of their own. */
  uniform?: boolean;
  /** The bucket of another owner: callers known to the store have no more rights than the public. */
  foreign?: boolean;
  /** Copies between two locations take several calls. */
  location?: string;
  /** Creates requested objects that were never put. Such objects are not listed. */
  source?: ObjectSource;
}

export interface ListQuery {
  prefix?: string;
  delimiter?: string;
  /** Lists names after this one. */
  after?: string;
  /** Limit of items and prefixes per page, together. */
  most: number;
  /** The range of names: from the first (inclusive) to the second (exclusive); '' for no limit. */
  from?: string;
  before?: string;
  /** Lists only names that match. */
  matches?: (name: string) => boolean;
  /** An object whose name is that of a folder is also listed among the items. */
  trailing?: boolean;
}

export class Bucket {
  private readonly stored = new Map<string, StoredObject>();
  private fills: (() => void)[] = [];
  private readonly made = new Map<string, StoredObject>();
  private last = 0;
  readonly created: number;

  constructor(private readonly options: BucketOptions) {
    this.created = options.now();
  }

  /** Initial content, created on first use, with the time of that use. */
  fill(files: () => Iterable<readonly [string, Uint8Array, Partial<ObjectMetadata>]>): void {
    const now = this.options.now();
    this.fills.push(() => {
      for (const [name, bytes, facts] of files()) this.putAt(now, name, bytes, facts);
    });
  }

  private get objects(): Map<string, StoredObject> {
    if (this.fills.length > 0) {
      const fills = this.fills;
      this.fills = [];
      for (const fill of fills) fill();
    }
    return this.stored;
  }

  get name(): string {
    return this.options.name;
  }

  get open(): boolean {
    return this.options.open;
  }

  get listed(): boolean {
    return this.options.listed === true;
  }

  get uniform(): boolean {
    return this.options.uniform === true;
  }

  get foreign(): boolean {
    return this.options.foreign === true;
  }

  get location(): string {
    return this.options.location ?? 'US';
  }

  /** True if its content is created on demand: nobody can change it. */
  get fixed(): boolean {
    return this.options.source !== undefined;
  }

  get(name: string): StoredObject | null {
    const existing = this.objects.get(name) ?? this.made.get(name);
    if (existing !== undefined) return existing;
    const found = this.options.source?.(name) ?? null;
    if (found === null) return null;
    const facts = { ...PLAIN, contentType: found.contentType, open: this.options.open };
    const object = new StoredObject(name, new Contents(found.bytes, name), facts, 1, this.options.now());
    // Only the newest few are kept, because the source can create them again.
    this.made.set(name, object);
    if (this.made.size > 256) this.made.delete(this.made.keys().next().value as string);
    return object;
  }

  put(
    name: string,
    bytes: Uint8Array | Sparse | Contents,
    facts: Partial<ObjectMetadata> = {},
  ): StoredObject {
    return this.putAt(this.options.now(), name, bytes, facts);
  }

  private putAt(
    now: number,
    name: string,
    bytes: Uint8Array | Sparse | Contents,
    facts: Partial<ObjectMetadata>,
  ): StoredObject {
    const { objects } = this;
    // Generations are microseconds and never decrease.
    this.last = Math.max(this.last + 1, now * 1000);
    const whole = { ...PLAIN, open: this.options.open, ...facts };
    const contents = bytes instanceof Contents ? bytes : new Contents(bytes, name);
    const object = new StoredObject(name, contents, whole, this.last, now);
    objects.set(name, object);
    return object;
  }

  /** Changes an object's metadata, not its bytes. */
  patch(object: StoredObject, facts: Partial<ObjectMetadata>): void {
    object.facts = { ...object.facts, ...facts };
    object.metageneration += 1;
    object.updated = this.options.now();
  }

  delete(name: string): boolean {
    return this.objects.delete(name);
  }

  get size(): number {
    return this.objects.size;
  }

  /** Lists one page of names, in the order of their bytes. */
  list(query: ListQuery): ObjectListing {
    const { prefix = '', delimiter = '', after = '', most, from = '', before = '', matches } = query;
    const names = [...this.objects.keys()]
      .filter((name) => name.startsWith(prefix) && byBytes(name, from) >= 0)
      .filter((name) => (before === '' || byBytes(name, before) < 0) && (matches?.(name) ?? true))
      .sort(byBytes);
    const items: StoredObject[] = [];
    const prefixes: string[] = [];
    for (const name of names) {
      const cut = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
      const folder = cut < 0 ? null : name.slice(0, cut + delimiter.length);
      const place = folder ?? name;
      const own = folder === name && query.trailing === true;
      const repeats = prefixes[prefixes.length - 1] === folder;
      if (byBytes(place, after) <= 0 || (repeats && !own)) continue;
      if (items.length + prefixes.length >= most) {
        const lastNames = [items[items.length - 1]?.name ?? '', prefixes[prefixes.length - 1] ?? ''];
        return { items, prefixes, next: lastNames.sort(byBytes)[1]! };
      }
      if (folder === null || own) items.push(this.objects.get(name)!);
      if (folder !== null && !repeats) prefixes.push(folder);
    }
    return { items, prefixes, next: null };
  }
}

/** Stores order names by their UTF-8 bytes: like JavaScript, except for surrogates. */
function byBytes(a: string, b: string): number {
  if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
