/** A bucket in memory: objects with generations, and objects made when they are asked for. */
import { createHash } from 'node:crypto';
import { crc32c } from '../../../../src/core/crc32c';

/** What may be said of an object beside its bytes. */
export interface ObjectMetadata {
  contentType: string;
  /** How the bytes are coded: '' or gzip. */
  contentEncoding: string;
  cacheControl: string;
  metadata: Record<string, string>;
  /** Anybody may read it. */
  open: boolean;
  /** Objects that it was composed of; 0 for one that was not. Such an object has no MD5 on Google's side. */
  components: number;
  /** ETag of an object that came in parts; '' where it is the MD5. */
  partsTag: string;
}

/** Contents too large to hold, made where they are read. */
export interface Sparse {
  size: number;
  /** Bytes from `first` to `last`, both inclusive. */
  read(first: number, last: number): Uint8Array;
}

/** More of a sparse object than this is not read at once, bytes. */
const MOST_READ = 64 * 1024 * 1024;

export class StoredObject {
  metageneration = 1;
  private digest: string | null = null;
  private check: string | null = null;

  constructor(
    readonly name: string,
    private readonly contents: Uint8Array | Sparse,
    public facts: ObjectMetadata,
    readonly generation: number,
    /** ms. */
    readonly created: number,
    public updated = created,
  ) {}

  get size(): number {
    return this.contents instanceof Uint8Array ? this.contents.length : this.contents.size;
  }

  /** Null for more of a sparse object than can be read at once. */
  read(first: number, last: number): Uint8Array | null {
    if (this.contents instanceof Uint8Array) return this.contents.subarray(first, last + 1);
    return last - first < MOST_READ ? this.contents.read(first, last) : null;
  }

  /** All of it; only what was put can be read so. */
  get bytes(): Uint8Array {
    if (this.contents instanceof Uint8Array) return this.contents;
    throw new RangeError(`${this.name} is read in parts only`);
  }

  /** Of the stored bytes, in base64; of a sparse object, whose bytes never change, its name stands for them. */
  get md5(): string {
    const of = this.contents instanceof Uint8Array ? this.contents : this.name;
    this.digest ??= createHash('md5').update(of).digest('base64');
    return this.digest;
  }

  /** Without quotes. */
  get etag(): string {
    return this.facts.partsTag || Buffer.from(this.md5, 'base64').toString('hex');
  }

  get crc32c(): string {
    this.check ??= crc32c(this.contents instanceof Uint8Array ? this.contents : Buffer.from(this.name));
    return this.check;
  }
}

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
  /** Uniform bucket-level access: objects have no ACL of their own. */
  uniform?: boolean;
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
}

const PLAIN: Omit<ObjectMetadata, 'open'> = {
  contentType: 'application/octet-stream',
  contentEncoding: '',
  cacheControl: '',
  metadata: {},
  components: 0,
  partsTag: '',
};

export class Bucket {
  private readonly objects = new Map<string, StoredObject>();
  private readonly made = new Map<string, StoredObject>();
  private last = 0;

  constructor(private readonly options: BucketOptions) {}

  get name(): string {
    return this.options.name;
  }

  get open(): boolean {
    return this.options.open;
  }

  get uniform(): boolean {
    return this.options.uniform === true;
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
    const object = new StoredObject(name, found.bytes, facts, 1, this.options.now());
    // Only the newest few are kept: the source can make them again.
    this.made.set(name, object);
    if (this.made.size > 256) this.made.delete(this.made.keys().next().value as string);
    return object;
  }

  put(name: string, bytes: Uint8Array, facts: Partial<ObjectMetadata> = {}): StoredObject {
    const now = this.options.now();
    // Generations are microseconds, and never go back.
    this.last = Math.max(this.last + 1, now * 1000);
    const whole = { ...PLAIN, open: this.options.open, ...facts };
    const object = new StoredObject(name, bytes, whole, this.last, now);
    this.objects.set(name, object);
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
      if (byBytes(place, after) <= 0 || prefixes[prefixes.length - 1] === folder) continue;
      if (items.length + prefixes.length >= most) {
        const seen = [items[items.length - 1]?.name ?? '', prefixes[prefixes.length - 1] ?? ''];
        return { items, prefixes, next: seen.sort(byBytes)[1]! };
      }
      if (folder === null) items.push(this.objects.get(name)!);
      else prefixes.push(folder);
    }
    return { items, prefixes, next: null };
  }
}

/** Stores order names by their UTF-8 bytes: as JavaScript does, but for surrogates. */
function byBytes(a: string, b: string): number {
  if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
