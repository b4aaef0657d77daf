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
  /** What is there and is no object, with the reason: links and devices of a file system. */
  skipped?: Removal[];
}

/** A page of a listing. */
export interface ListPage extends Listing {
  /** What the next page is asked for with; '' where this is the last. */
  next: string;
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

/** Of an upload in pieces, whose sum may be known before. */
export interface UploadOptions extends WriteOptions {
  size: number;
  /** CRC-32C of the whole in base64; '' where it is not known. */
  crc32c: string;
}

/** An object that is written in pieces: nothing is seen under its name before `finish`. */
export interface Upload {
  /** Bytes of every piece but the last. */
  readonly piece: number;
  /** Pieces that may be on their way together. */
  readonly atOnce: number;
  /** Whether `finish` answers a CRC-32C that the store itself formed of the whole. */
  readonly tellsCrc: boolean;
  /** The pieces in their order; works may run together, but begin in order. */
  write(bytes: Uint8Array): Work<null>;
  finish(): Work<ObjectInfo>;
  /** Gives up, and leaves nothing behind. Answers what could not be removed, in words, or ''. */
  abort(): Work<string>;
}

/** An upload that somebody began and neither finished nor gave up. */
export interface OpenUpload {
  name: string;
  id: string;
  /** RFC 3339; '' where it is not known. */
  begun: string;
}

export interface CopyOptions {
  /** Another bucket of the same store. */
  bucket?: string;
  /** What is copied, where it is known: only this version of it. */
  source?: ObjectInfo;
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
  /** Why nothing can be written, in words; '' where it can. */
  readonly readOnly: string;
  /** Stores of one place copy between each other without the bytes passing here; '' where none do. */
  readonly place: string;
  /** '' where there are none. */
  readonly bucket: string;
  /** Why an object cannot have this name here, in words; '' where it can. */
  refuses(name: string): string;
  /** Where an object will lie: two names of one slot exclude each other. The name itself where it is left out. */
  slot?(name: string, encoding: string): string;
  /** The sums of an object whose listing has none, where reading it is cheap. */
  sums?(info: ObjectInfo): Work<ObjectInfo>;
  /** Where anybody reads an object that is public; '' where nobody does. */
  publicUrl(name: string): string;
  /**
   * Bytes as stored, or null where there is no such object. With a version, only of that one: INPUT where it changed.
   * `into`: memory that they may lie in, which the caller uses again.
   */
  read(name: string, range?: Stretch, version?: string, into?: Uint8Array): Work<Uint8Array | null>;
  /** Facts of an object with its first bytes, at most so many, in as few requests as the store allows. */
  open(name: string, most: number, into?: Uint8Array): Work<OpenObject | null>;
  stat(name: string): Work<ObjectInfo | null>;
  /** All objects whose names begin with `prefix`, over all pages. */
  list(prefix: string, options?: ListOptions): Work<Listing>;
  /** Whole: nothing is seen under the name before all of it is there. */
  write(name: string, bytes: Uint8Array, options: WriteOptions): Work<ObjectInfo>;
  /** Makes what was written outlast a power cut, where the store does not by itself: before its source is deleted. */
  flush?(name: string): Work<null>;
  /** For what is too large to be held at once, of at least one byte. */
  upload(name: string, options: UploadOptions): Work<Upload>;
  /** Uploads that were begun below a prefix and left; none where the store forgets them by itself. */
  unfinished(prefix: string): Work<OpenUpload[]>;
  abandon(upload: OpenUpload): Work<null>;
  /** Made by the store itself, with type, encoding and cache control, and checked. */
  copy(from: string, to: string, options?: CopyOptions): Work<ObjectInfo>;
  /** Within the bucket. The object keeps its bytes and metadata; nothing is deleted before its copy is checked. */
  move(from: string, to: string, options?: { onlyNew?: boolean }): Work<ObjectInfo>;
  /** True where it was known to be there. With a version, only that one is deleted: INPUT where it changed. */
  remove(name: string, version?: string): Work<boolean>;
  /** What could not be deleted; a name that is not there counts as deleted. */
  removeMany(names: readonly string[]): Work<Removal[]>;
}

export interface OpenObject {
  info: ObjectInfo;
  first: Uint8Array;
}
