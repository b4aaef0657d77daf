/**
 * A bucket of an object store: the operations of every kind of store, as work. The sender of the requests signs them.
 */
import type { Work } from '../../http/work';

export interface ObjectInfo {
  /** The whole name in the bucket, with colons and slashes unchanged. */
  name: string;
  /** Bytes as stored, compressed if `contentEncoding` says so. */
  size: number;
  /** '' in a listing of S3, which contains neither type nor encoding. */
  contentType: string;
  contentEncoding: string;
  cacheControl: string;
  /**
   * Checksums of the stored bytes in base64; '' if the store has none, such as the MD5 of an object uploaded in parts.
   */
  md5: string;
  crc32c: string;
  /** Generation or ETag: changes with every write of the object. */
  version: string;
  /** Time in RFC 3339. */
  updated: string;
}

export interface Listing {
  objects: ObjectInfo[];
  /** Names that end in the delimiter, if the request had one. */
  folders: string[];
  /** Entries that are not objects, such as links and devices of a file system, with the reason. */
  skipped?: SkippedEntry[];
}

/** `isFile`: it holds bytes that cannot be read as an object. */
export interface SkippedEntry extends Removal {
  isFile?: true;
}

/** One page of a listing. */
export interface ListPage extends Listing {
  /** The token of the next page; '' on the last page. */
  next: string;
}

export interface ListOptions {
  /** '/' lists one level of folders. */
  delimiter?: string;
  /** Limit of objects and folders; more are an error. */
  most?: number;
}

export interface WriteOptions {
  contentType: string;
  cacheControl?: string;
  /** `gzip` or another encoding, if the bytes are already encoded. */
  contentEncoding?: string;
  /** Write only if there is no such object yet. */
  onlyNew?: boolean;
}

/** Options of an upload in pieces. */
export interface UploadOptions extends WriteOptions {
  size: number;
  /** CRC-32C of the whole object in base64; '' if it is not known yet. */
  crc32c: string;
}

/** An object that is written in pieces; it becomes visible under its name with `finish`. */
export interface Upload {
  /** Bytes of every piece but the last. */
  readonly piece: number;
  /** Number of pieces that may be in flight at once. */
  readonly atOnce: number;
  /** True if `finish` returns a CRC-32C that the store computed over the whole object. */
  readonly tellsCrc: boolean;
  /** Writes the pieces in order. Works may overlap but must start in order. */
  write(bytes: Uint8Array): Work<null>;
  finish(): Work<ObjectInfo>;
  /** Abandons the upload and removes its pieces. Returns a sentence about pieces that could not be removed, or ''. */
  abort(): Work<string>;
}

/** An upload that was started and neither finished nor aborted. */
export interface OpenUpload {
  name: string;
  id: string;
  /** Time in RFC 3339; '' if unknown. */
  begun: string;
}

export interface CopyOptions {
  /** Another bucket of the same store. */
  bucket?: string;
  /** The source, if it is known: only this version of it is copied. */
  source?: ObjectInfo;
  /** Copy only if there is no such object yet. */
  onlyNew?: boolean;
}

/** A byte range; `end` is exclusive. */
export interface Stretch {
  start: number;
  end: number;
}

export interface Removal {
  name: string;
  /** The reason why it still exists. */
  why: string;
}

export interface Store {
  /** Root of addresses: `gs://bucket`, followed by a slash and the name. */
  readonly root: string;
  /** A sentence that says why nothing can be written; '' if writing is possible. */
  readonly readOnly: string;
  /**
   * Stores with the same place copy among themselves, without sending the bytes through this shell; '' for a store that
   * cannot.
   */
  readonly place: string;
  /** '' for a store without buckets. */
  readonly bucket: string;
  /** A sentence that says why an object cannot have this name here; '' if it can. */
  refuses(name: string): string;
  /**
   * The slot of an object: two names with the same slot exclude each other. If this method is absent, the slot is the
   * name.
   */
  slot?(name: string, encoding: string): string;
  /** Computes the checksums of an object whose listing has none, if reading it is cheap. */
  sums?(info: ObjectInfo): Work<ObjectInfo>;
  /** The address at which everybody can read a public object; '' if there is none. */
  publicUrl(name: string): string;
  /**
   * Reads bytes as stored; null if there is no such object. With a version, reads only that version and throws INPUT if
   * the object has changed. `into` is a buffer for the bytes that the caller reuses.
   */
  read(name: string, range?: Stretch, version?: string, into?: Uint8Array): Work<Uint8Array | null>;
  /** An object's metadata with its first bytes, at most `most`, in as few requests as the store allows. */
  open(name: string, most: number, into?: Uint8Array): Work<OpenObject | null>;
  stat(name: string): Work<ObjectInfo | null>;
  /** All objects whose names begin with `prefix`, over all pages. */
  list(prefix: string, options?: ListOptions): Work<Listing>;
  /** Writes an object; it becomes visible only when it is complete. */
  write(name: string, bytes: Uint8Array, options: WriteOptions): Work<ObjectInfo>;
  /**
   * Makes a written object survive a power failure, before its source is deleted; only for stores that do not do so by
   * themselves.
   */
  flush?(name: string): Work<null>;
  /** Starts an upload of at least one byte, for content that is too large for memory. */
  upload(name: string, options: UploadOptions): Work<Upload>;
  /** Unfinished uploads below a prefix; empty if the store removes them by itself. */
  unfinished(prefix: string): Work<OpenUpload[]>;
  abandon(upload: OpenUpload): Work<null>;
  /** Copies an object inside the store, with type, encoding and cache control, and checks the copy. */
  copy(from: string, to: string, options?: CopyOptions): Work<ObjectInfo>;
  /**
   * Moves an object within the bucket. It keeps its bytes and metadata, and the source is deleted only after the copy
   * is checked.
   */
  move(from: string, to: string, options?: { onlyNew?: boolean }): Work<ObjectInfo>;
  /**
   * Returns true if the object is known to have existed. With a version, deletes only that version and throws INPUT if
   * the object has changed.
   */
  remove(name: string, version?: string): Work<boolean>;
  /** Returns the objects that could not be deleted; a name that does not exist counts as deleted. */
  removeMany(names: readonly string[]): Work<Removal[]>;
}

export interface OpenObject {
  info: ObjectInfo;
  first: Uint8Array;
}
