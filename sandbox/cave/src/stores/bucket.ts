/** A bucket in memory: objects with generations, and objects made when they are asked for. */

import { Contents } from './contents';
import { type ObjectMetadata, PLAIN, StoredObject } from './object';
import type { Sparse } from './sparse';

/** Contents of an object that nobody has put, or null. */
export type ObjectSource = (name: string) => { bytes: Uint8Array | Sparse; contentType: string } | null;

export interface ObjectListing {
  items: StoredObject[];
  prefixes: string[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

export interface BucketOptions {
  name: string;
  /** Anybody may read what is put here. */
  open: boolean;
  now: () => number;
  /** Anybody may list what is here. */
  listed?: boolean;
  /** Uniform bucket-level access: objects have no ACL of their own. */
  uniform?: boolean;
  /** Of another owner: nobody whom the store knows has a right here, beyond what anybody has. */
  foreign?: boolean;
  /** Copies between locations take several calls. */
  location?: string;
  /** What is asked for and was not put. Such objects appear in no list. */
  source?: ObjectSource;
}

export interface ListQuery {
  prefix?: string;
  delimiter?: string;
  /** Names after this one. */
  after?: string;
  /** Items and prefixes of a page together. */
  most: number;
  /** Names from this one on, and before that one; '' for no limit. */
  from?: string;
  before?: string;
  /** Only such names. */
  matches?: (name: string) => boolean;
  /** An object whose name is a folder's own is among the items too. */
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

  /** First content, made on first use, as of now. */
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

  /** Its contents are made on demand, and nobody can change them. */
  get fixed(): boolean {
    return this.options.source !== undefined;
  }

  get(name: string): StoredObject | null {
    const known = this.objects.get(name) ?? this.made.get(name);
    if (known !== undefined) return known;
    const found = this.options.source?.(name) ?? null;
    if (found === null) return null;
    const facts = { ...PLAIN, contentType: found.contentType, open: this.options.open };
    const object = new StoredObject(name, new Contents(found.bytes, name), facts, 1, this.options.now());
    // Only the newest few are kept: the source can make them again.
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
    // Generations are microseconds, and never go back.
    this.last = Math.max(this.last + 1, now * 1000);
    const whole = { ...PLAIN, open: this.options.open, ...facts };
    const contents = bytes instanceof Contents ? bytes : new Contents(bytes, name);
    const object = new StoredObject(name, contents, whole, this.last, now);
    objects.set(name, object);
    return object;
  }

  /** Changes what is said of an object, not its bytes. */
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

  /** Names in the order of their bytes, one page. */
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
        const seen = [items[items.length - 1]?.name ?? '', prefixes[prefixes.length - 1] ?? ''];
        return { items, prefixes, next: seen.sort(byBytes)[1]! };
      }
      if (folder === null || own) items.push(this.objects.get(name)!);
      if (folder !== null && !repeats) prefixes.push(folder);
    }
    return { items, prefixes, next: null };
  }
}

/** Stores order names by their UTF-8 bytes: as JavaScript does, but for surrogates. */
function byBytes(a: string, b: string): number {
  if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
