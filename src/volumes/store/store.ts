/** One bucket of an object store: what every kind of store can do, as work. Whoever sends the requests signs them. */
import type { Work } from '../../http/work';

export interface ObjectInfo {
  /** The object's whole name within the bucket; colons and slashes as they are. */
  name: string;
  /** Bytes as stored, that is compressed where `contentEncoding` says so. */
  size: number;
  /** Of a listing on S3, '': it names neither type nor encoding. */
  contentType: string;
  contentEncoding: string;
  cacheControl: string;
  /** Sums of the stored bytes in base64; '' where the store keeps none, as of objects that came in parts. */
  md5: string;
  crc32c: string;
  /** Generation or ETag: changes whenever the object is written. */
  version: string;
  /** RFC 3339. */
  updated: string;
}

export interface Listing {
  objects: ObjectInfo[];
  /** Names that end in the delimiter, where one was asked for. */
  folders: string[];
}

export interface ListOptions {
  /** '/' for one level of folders. */
  delimiter?: string;
  /** Objects and folders; more are an error. */
  most?: number;
}

export interface WriteOptions {
  contentType: string;
  cacheControl?: string;
  /** `gzip` or another for bytes that are so already. */
  contentEncoding?: string;
  /** Only where there is no such object yet. */
  onlyNew?: boolean;
}

/** The first byte, and the first after the stretch. */
export interface Stretch {
  start: number;
  end: number;
}

export interface Removal {
  name: string;
  /** Why it is still there. */
  why: string;
}

export interface Store {
  /** `gs://bucket`: names go behind it with a slash. */
  readonly root: string;
  /** Bytes as stored, or null where there is no such object. */
  read(name: string, range?: Stretch): Work<Uint8Array | null>;
  stat(name: string): Work<ObjectInfo | null>;
  /** All objects whose names begin with `prefix`, over all pages. */
  list(prefix: string, options?: ListOptions): Work<Listing>;
  /** Whole: nothing is seen under the name before all of it is there. */
  write(name: string, bytes: Uint8Array, options: WriteOptions): Work<ObjectInfo>;
  /** Made by the store itself, with type, encoding and cache control; `bucket` is another one of the same store. */
  copy(from: string, to: string, bucket?: string): Work<ObjectInfo>;
  /** Within the bucket. The object keeps its bytes and metadata; nothing is deleted before its copy is checked. */
  move(from: string, to: string): Work<ObjectInfo>;
  /** True where it was known to be there. */
  remove(name: string): Work<boolean>;
  /** What could not be deleted; a name that is not there counts as deleted. */
  removeMany(names: readonly string[]): Work<Removal[]>;
}
