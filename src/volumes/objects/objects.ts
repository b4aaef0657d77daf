/**
 * Reads objects of a store over https, whole or by byte range. A missing object gives null; any other failure throws.
 */
import { TtError } from '../../core/errors';
import { gunzip } from '../../core/gzip';
import { type FailureFacts, type FailureWords, failureError, isRateLimit } from '../../http/failures';
import type { HttpReply, HttpRequest } from '../../http/request';
import type { Work } from '../../http/work';

/** A folder of a store. */
export interface StoreFolder {
  /** Its https address, without a slash at the end. */
  url: string;
  /** Headers of each request, such as a token if the store needs one. */
  headers?: Record<string, string>;
  /**
   * For a service that checks tokens: `confirm` returns the request that confirms a refusal, and `refusal` the error
   * for it, or null if the reply is not a refusal.
   */
  confirm?: NonNullable<HttpRequest['confirm']>;
  refusal?: (reply: HttpReply, what: string) => TtError | null;
}

/** Throws the error of the service behind a folder, if it refused the request. */
export function throwRefused(folder: StoreFolder, reply: HttpReply, what: string): void {
  const error = reply.failure ? null : (folder.refusal?.(reply, what) ?? null);
  if (error) throw error;
}

/** Opens a store that data names, such as gs://bucket/path. The caller decides about addresses and tokens. */
export type StoreResolver = (store: string) => StoreFolder;

/** A range of an object's bytes; `end` is exclusive. */
export interface ByteRange {
  path: string;
  start: number;
  end: number;
}

/** Ranges at most this far apart are read in one request, including the bytes between them. */
const MAX_GAP_BYTES = 16_384;
/** Limit of bytes for one request that several ranges share. */
const MAX_MERGED_BYTES = 8e6;

/** The address of an object. `../` goes up, but never above the host. Colons are not encoded, as in object stores. */
export function objectUrl(storeFolder: StoreFolder, path: string): string {
  const [, origin = '', folder = ''] = /^(https?:\/\/[^/]+)\/?(.*)$/.exec(storeFolder.url) ?? [];
  if (origin === '')
    throw new TtError('INPUT', `"${storeFolder.url.slice(0, 80)}" is not an address that can be read`);
  const parts = folder.split('/').filter((part) => part !== '');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encodeURIComponent(part).replace(/%3A/gi, ':'));
  }
  return `${origin}/${parts.join('/')}`;
}

export const subfolder = (folder: StoreFolder, path: string): StoreFolder => ({
  ...folder,
  url: objectUrl(folder, path),
});

/** A name relative to a folder: some writers include the folder's own name. */
export function nameWithin(folder: StoreFolder, name: string): string {
  const own = `${folder.url.split('/').pop()}/`;
  return name.startsWith(own) ? name.slice(own.length) : name;
}

/** `what` names the object in messages; `expects` is in bytes. */
export function readRequest(
  folder: StoreFolder,
  path: string,
  what: string,
  expects: number,
  range?: { start: number; end: number },
): HttpRequest {
  const headers: Record<string, string> = { ...folder.headers };
  if (range) {
    headers.range = `bytes=${range.start}-${range.end - 1}`;
    // If the server compressed the reply, the range would be one of compressed bytes.
    headers['accept-encoding'] = 'identity';
  }
  const confirm = folder.confirm ? { confirm: folder.confirm } : {};
  return {
    method: 'GET',
    url: objectUrl(folder, path),
    headers,
    ...confirm,
    idempotent: true,
    route: what,
    expectedBytes: expects,
  };
}

/**
 * The bytes, or null if the object does not exist. Public buckets return 403 for a missing object, unless listing is
 * allowed.
 */
export function replyBytes(reply: HttpReply, what: string): Uint8Array | null {
  if (reply.status === 404 || (reply.status === 403 && !isRateLimit(reply))) return null;
  if (reply.status >= 200 && reply.status < 300) return reply.bytes();
  throw errorFromReply(reply, what);
}

function errorFromReply(reply: HttpReply, what: string): TtError {
  const { status } = reply;
  const failure = failureError(reply, storeWords(what));
  if (failure) return failure;
  if (status === 401)
    return new TtError('PERMISSION', `${what}: the store asks for a sign-in that was not given`);
  if (status === 416) return damagedFileError(what, 'it is shorter than its index says');
  return new TtError('DOWN', `${what} cannot be read (HTTP ${status})`);
}

function storeWords(what: string): FailureWords {
  const isUnreached = ({ status }: FailureFacts) =>
    `${what} cannot be reached${status ? ` (HTTP ${status})` : ''}. Try again later`;
  return {
    timeout: `${what} did not come in time. Try again`,
    cancelled: 'cancelled before it was read. Run again to go on',
    blocked: ({ detail }) => `${what}: this address may not be fetched (${detail})`,
    cut: isUnreached,
    unreachable: isUnreached,
    'rate limit': `${what}: the store asks to wait. Try again in a minute`,
    unavailable: isUnreached,
    gateway: isUnreached,
    'server error': isUnreached,
  };
}

/** The error for an object with invalid content. */
export const damagedFileError = (what: string, why: string): TtError =>
  new TtError('INPUT', `${what} is damaged: ${why}`);

export const tooLargeError = (what: string, maxBytes: number): TtError =>
  new TtError('BIG', `${what} is larger than the ${Math.round(maxBytes / 1e6)} MB that are read`);

/** The stored bytes, decompressed if they arrive as gzip; null for null. */
export function decompress(bytes: Uint8Array | null, what: string, maxBytes: number): Uint8Array | null {
  if (bytes === null) return null;
  if (bytes.length > maxBytes) throw tooLargeError(what, maxBytes);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, what, maxBytes) : bytes;
}

/** Reads a whole object of at most `most` bytes. */
export function* readObject(
  folder: StoreFolder,
  path: string,
  what: string,
  maxBytes: number,
): Work<Uint8Array | null> {
  const [reply] = yield [readRequest(folder, path, what, Math.min(maxBytes, 1e6))];
  throwRefused(folder, reply!, what);
  return decompress(replyBytes(reply!, what), what, maxBytes);
}

/**
 * Reads byte ranges of objects, in order; null for a missing object. Neighbouring ranges share a request. Throws if an
 * object is shorter than a range.
 */
export function* readRanges(
  folder: StoreFolder,
  ranges: readonly ByteRange[],
  what: string,
): Work<(Uint8Array | null)[]> {
  const groups = mergeRanges(ranges);
  const found: (Uint8Array | null)[] = ranges.map((range) =>
    range.end > range.start ? null : new Uint8Array(0),
  );
  if (groups.length === 0) return found;
  const replies = yield groups.map(({ path, start, end }) =>
    readRequest(folder, path, what, end - start, { start, end }),
  );
  groups.forEach(({ path, start, end, members }, i) => {
    const bytes = replyBytes(replies[i]!, what);
    if (bytes === null) return;
    // A server without range support replies 200 with the whole object.
    const isPart = replies[i]!.status === 206;
    const from = isPart ? start : 0;
    const firstByte = /^bytes ([0-9]+)-/.exec(replies[i]!.headers['content-range'] ?? '')?.[1];
    if (isPart && (bytes.length > end - start || (firstByte !== undefined && firstByte !== String(start)))) {
      throw damagedFileError(
        what,
        `the store sent other bytes of ${path} than those from ${start} to ${end}`,
      );
    }
    if (from + bytes.length < end) throw damagedFileError(what, `${path} ends before byte ${end}`);
    for (const n of members) found[n] = bytes.subarray(ranges[n]!.start - from, ranges[n]!.end - from);
  });
  return found;
}

interface Group extends ByteRange {
  members: number[];
}

function mergeRanges(ranges: readonly ByteRange[]): Group[] {
  const order = ranges.map((_range, i) => i).filter((i) => ranges[i]!.end > ranges[i]!.start);
  order.sort((a, b) => {
    const [p, q] = [ranges[a]!, ranges[b]!];
    return p.path < q.path ? -1 : p.path > q.path ? 1 : p.start - q.start;
  });
  const groups: Group[] = [];
  for (const i of order) {
    const range = ranges[i]!;
    const last = groups[groups.length - 1];
    const near = last && last.path === range.path && range.start - last.end <= MAX_GAP_BYTES;
    if (near && Math.max(last.end, range.end) - last.start <= MAX_MERGED_BYTES) {
      last.end = Math.max(last.end, range.end);
      last.members.push(i);
    } else groups.push({ ...range, members: [i] });
  }
  return groups;
}
