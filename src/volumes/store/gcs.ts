/** Google Cloud Storage through its JSON API. */
import { TtError } from '../../core/errors';
import { replyTo, type Work } from '../../http/work';
import { absent, checkName, checkStored, isGood, mustDiffer, notWhole, stretchOf } from './failures';
import { bucketUrl, gcsFailure, gcsObjectUrl, gcsRequest, gsName, objectInfo, readGcsJson } from './gcs-api';
import { removeBatches } from './gcs-batch';
import { writeGcsObject } from './gcs-write';
import type { Listing, ListOptions, ObjectInfo, Store, Stretch } from './store';

/** Objects and folders of a page of a listing. */
const PAGE = 1000;
const FIELDS =
  'nextPageToken,prefixes,items(name,size,contentType,contentEncoding,cacheControl,md5Hash,crc32c,generation,updated)';

export const gcsStore = (bucket: string): Store => ({
  root: `gs://${bucket}`,
  read: (name, range) => read(bucket, name, range),
  stat: (name) => stat(bucket, name),
  list: (prefix, options = {}) => list(bucket, prefix, options),
  write: (name, bytes, options) => writeGcsObject(bucket, name, bytes, options),
  copy: (from, to, other = bucket) => copy(bucket, from, other, to),
  move: (from, to) => move(bucket, from, to),
  remove: (name) => remove(bucket, name),
  removeMany: (names) => removeBatches(bucket, names),
});

function* list(
  bucket: string,
  prefix: string,
  { delimiter = '', most = 1_000_000 }: ListOptions,
): Work<Listing> {
  const listing: Listing = { objects: [], folders: [] };
  const what = `the list of ${gsName(bucket, prefix)}`;
  for (let page = ''; ; ) {
    const query = [
      `prefix=${encodeURIComponent(prefix)}`,
      `maxResults=${PAGE}`,
      `fields=${encodeURIComponent(FIELDS)}`,
    ];
    if (delimiter) query.push(`delimiter=${encodeURIComponent(delimiter)}`);
    if (page) query.push(`pageToken=${encodeURIComponent(page)}`);
    const url = `${bucketUrl(bucket)}?${query.join('&')}`;
    const json = readGcsJson(yield* replyTo(gcsRequest('GET', url, what, { expectedBytes: 1e6 })), what);
    for (const item of Array.isArray(json.items) ? json.items : []) {
      listing.objects.push(objectInfo(item, what));
    }
    for (const folder of Array.isArray(json.prefixes) ? json.prefixes : []) {
      listing.folders.push(String(folder));
    }
    if (listing.objects.length + listing.folders.length > most) {
      throw new TtError('BIG', `${what} has more than ${most} objects. Choose a folder within it`);
    }
    const next = typeof json.nextPageToken === 'string' ? json.nextPageToken : '';
    if (next === '') return listing;
    if (next === page) throw new TtError('DOWN', `${what} does not end. Try again`);
    page = next;
  }
}

function* stat(bucket: string, name: string): Work<ObjectInfo | null> {
  const what = gsName(bucket, name);
  checkName(name, `gs://${bucket}`, encodeURIComponent(name));
  const reply = yield* replyTo(gcsRequest('GET', gcsObjectUrl(bucket, name), what));
  return reply.status === 404 ? null : objectInfo(readGcsJson(reply, what), what);
}

function* read(bucket: string, name: string, range?: Stretch): Work<Uint8Array | null> {
  const what = gsName(bucket, name);
  checkName(name, `gs://${bucket}`, encodeURIComponent(name));
  // Google unpacks gzip for those who do not take it.
  const headers: Record<string, string> = { 'accept-encoding': 'gzip' };
  if (range) headers.range = `bytes=${range.start}-${range.end - 1}`;
  const expectedBytes = range ? range.end - range.start : 1e6;
  const url = `${gcsObjectUrl(bucket, name)}?alt=media`;
  const reply = yield* replyTo(gcsRequest('GET', url, what, { headers, expectedBytes }));
  if (reply.status === 404) return null;
  if (!isGood(reply)) throw gcsFailure(reply, what);
  const { 'x-goog-stored-content-encoding': encoding = '', 'x-goog-stored-content-length': size } =
    reply.headers;
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(reply.headers['content-range'] ?? '') ?? [];
  const stored = reply.status === 206 ? Number(last) - Number(first) + 1 : Number(size ?? Number.NaN);
  return stretchOf({ ...reply, bytes: () => checkStored(reply.bytes(), encoding, stored, what) }, range);
}

function* remove(bucket: string, name: string): Work<boolean> {
  const what = gsName(bucket, name);
  checkName(name, `gs://${bucket}`, encodeURIComponent(name));
  const reply = yield* replyTo(gcsRequest('DELETE', gcsObjectUrl(bucket, name), what));
  if (reply.status === 404) return false;
  if (!isGood(reply)) throw gcsFailure(reply, what);
  return true;
}

/** A large copy takes several calls, each going on from the last. */
function* copy(bucket: string, from: string, toBucket: string, to: string): Work<ObjectInfo> {
  checkName(from, `gs://${bucket}`, encodeURIComponent(from));
  checkName(to, `gs://${toBucket}`, encodeURIComponent(to));
  mustDiffer(gsName(bucket, from), gsName(toBucket, to));
  const what = `the copy of ${gsName(bucket, from)} to ${gsName(toBucket, to)}`;
  const target = `/rewriteTo/b/${encodeURIComponent(toBucket)}/o/${encodeURIComponent(to)}`;
  for (let token = '', written = -1; ; ) {
    const query = token ? `?rewriteToken=${encodeURIComponent(token)}` : '';
    const reply = yield* replyTo(gcsRequest('POST', `${gcsObjectUrl(bucket, from)}${target}${query}`, what));
    if (reply.status === 404) throw absent(gsName(bucket, from));
    const json = readGcsJson(reply, what);
    if (json.done === true) {
      const copied = objectInfo(json.resource, what);
      if (json.objectSize !== undefined && Number(json.objectSize) !== copied.size) throw notWhole(what);
      return copied;
    }
    const progress = Number(json.totalBytesRewritten);
    if (typeof json.rewriteToken !== 'string' || !(progress > written)) {
      throw new TtError('DOWN', `${what} stopped. Try again`);
    }
    written = progress;
    token = json.rewriteToken;
  }
}

/** In one step of the store: there is no moment without the object. */
function* move(bucket: string, from: string, to: string): Work<ObjectInfo> {
  checkName(to, `gs://${bucket}`, encodeURIComponent(to));
  mustDiffer(gsName(bucket, from), gsName(bucket, to));
  const what = `the move of ${gsName(bucket, from)} to ${gsName(bucket, to)}`;
  const source = yield* stat(bucket, from);
  if (source === null) throw absent(gsName(bucket, from));
  const url =
    `${gcsObjectUrl(bucket, from)}/moveTo/o/${encodeURIComponent(to)}` +
    `?ifSourceGenerationMatch=${encodeURIComponent(source.version)}`;
  const reply = yield* replyTo(gcsRequest('POST', url, what));
  if (reply.status !== 404) return objectInfo(readGcsJson(reply, what), what);
  // An earlier attempt may have moved it, whose reply was lost.
  const moved = yield* stat(bucket, to);
  if (moved !== null && moved.size === source.size && moved.crc32c === source.crc32c) return moved;
  throw absent(gsName(bucket, from));
}
