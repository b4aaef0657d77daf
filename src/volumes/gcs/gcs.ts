/** Google Cloud Storage through its JSON API. */
import { digitsValue, wholeValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { replyTo, type Work, workOf } from '../../http/work';
import { addressPath } from '../store/address';
import {
  absentError,
  afterCopy,
  changedError,
  checkStored,
  isAbsent,
  isGood,
  mustDiffer,
  notWhole,
  presentError,
  sentLength,
  stretchOf,
} from '../store/failures';
import type { CopyOptions, ObjectInfo, OpenObject, Store, Stretch } from '../store/store';
import {
  badGcsName,
  checkGcsName,
  GCS_ORIGIN,
  gcsFailure,
  gcsObjectUrl,
  gcsRequest,
  gsName,
  objectInfo,
  readGcsJson,
} from './gcs-api';
import { removeBatches } from './gcs-batch';
import { listGcs } from './gcs-list';
import { startGcsUpload, writeGcsObject } from './gcs-write';

export const gcsStore = (bucket: string): Store => ({
  root: `gs://${bucket}`,
  readOnly: '',
  place: 'gcs',
  bucket,
  refuses: badGcsName,
  publicUrl: (name) => `${GCS_ORIGIN}/${bucket}/${addressPath(name)}`,
  read: (name, range, version, into) => read(bucket, name, range, version, into),
  open: (name, most, into) => open(bucket, name, most, into),
  stat: (name) => stat(bucket, name),
  list: (prefix, options = {}) => listGcs(bucket, prefix, options),
  write: (name, bytes, options) => writeGcsObject(bucket, name, bytes, options),
  upload: (name, options) => startGcsUpload(bucket, name, options),
  // Abandoned sessions expire by themselves, and no route lists them.
  unfinished: () => workOf([]),
  abandon: () => workOf(null),
  copy: (from, to, options = {}) => copy(bucket, from, to, options),
  move: (from, to, options = {}) => move(bucket, from, to, options.onlyNew === true),
  remove: (name, version = '') => remove(bucket, name, version),
  removeMany: (names) => removeBatches(bucket, names),
});

function* stat(bucket: string, name: string): Work<ObjectInfo | null> {
  const what = gsName(bucket, name);
  checkGcsName(bucket, name);
  const reply = yield* replyTo(gcsRequest('GET', gcsObjectUrl(bucket, name), what));
  return isAbsent(reply) ? null : objectInfo(readGcsJson(reply, what), what);
}

function* read(
  bucket: string,
  name: string,
  range?: Stretch,
  version = '',
  into?: Uint8Array,
): Work<Uint8Array | null> {
  const what = gsName(bucket, name);
  checkGcsName(bucket, name);
  // Google decompresses gzip for clients that do not accept it.
  const headers: Record<string, string> = { 'accept-encoding': 'gzip' };
  if (range) headers.range = `bytes=${range.start}-${range.end - 1}`;
  const expectedBytes = range ? range.end - range.start : 1e6;
  const url = `${gcsObjectUrl(bucket, name)}?alt=media${version ? `&generation=${encodeURIComponent(version)}` : ''}`;
  const more = { headers, expectedBytes, raw: true, ...(into ? { into } : {}) } as const;
  const reply = yield* replyTo(gcsRequest('GET', url, what, more));
  if (isAbsent(reply)) {
    if (version !== '' && (yield* stat(bucket, name)) !== null) throw changedError(what);
    return null;
  }
  if (!isGood(reply)) throw gcsFailure(reply, what);
  const { 'x-goog-stored-content-encoding': encoding = '', 'x-goog-stored-content-length': size } =
    reply.headers;
  const storedSize = reply.status === 206 ? sentLength(reply) : digitsValue(size);
  return stretchOf({ ...reply, bytes: () => checkStored(reply.bytes(), encoding, storedSize, what) }, range);
}

/**
 * Requests the metadata separately: if an object has no cache control, the headers of its bytes hold Google's default.
 */
function* open(bucket: string, name: string, most: number, into?: Uint8Array): Work<OpenObject | null> {
  const info = yield* stat(bucket, name);
  if (info === null) return null;
  if (info.size === 0) return { info, first: new Uint8Array(0) };
  const end = Math.min(most, info.size);
  const range = end < info.size ? { start: 0, end } : undefined;
  const first = yield* read(bucket, name, range, info.version, into);
  return first && { info, first };
}

function* remove(bucket: string, name: string, version: string): Work<boolean> {
  const what = gsName(bucket, name);
  checkGcsName(bucket, name);
  const query = version ? `?ifGenerationMatch=${encodeURIComponent(version)}` : '';
  const reply = yield* replyTo(gcsRequest('DELETE', `${gcsObjectUrl(bucket, name)}${query}`, what));
  if (isAbsent(reply)) return false;
  if (reply.status === 412) throw changedError(what);
  if (!isGood(reply)) throw gcsFailure(reply, what);
  return true;
}

/** A large copy takes several calls; each continues the previous one. */
function* copy(
  bucket: string,
  from: string,
  to: string,
  { bucket: toBucket = bucket, source, onlyNew = false }: CopyOptions,
): Work<ObjectInfo> {
  checkGcsName(bucket, from);
  checkGcsName(toBucket, to);
  mustDiffer(gsName(bucket, from), gsName(toBucket, to));
  const what = `the copy of ${gsName(bucket, from)} to ${gsName(toBucket, to)}`;
  const target = `/rewriteTo/b/${encodeURIComponent(toBucket)}/o/${encodeURIComponent(to)}`;
  const conditions = [
    ...(source?.version ? [`ifSourceGenerationMatch=${encodeURIComponent(source.version)}`] : []),
    ...(onlyNew ? ['ifGenerationMatch=0'] : []),
  ];
  for (let token = '', writtenBytes = -1; ; ) {
    const query = [...conditions, ...(token ? [`rewriteToken=${encodeURIComponent(token)}`] : [])].join('&');
    const url = `${gcsObjectUrl(bucket, from)}${target}${query && `?${query}`}`;
    const reply = yield* replyTo(gcsRequest('POST', url, what));
    if (isAbsent(reply)) throw absentError(gsName(bucket, from));
    if (reply.status === 412) return yield* afterConflict(bucket, from, toBucket, to, source);
    const json = readGcsJson(reply, what);
    if (json.done === true) {
      const copyInfo = objectInfo(json.resource, what);
      if (json.objectSize !== undefined && wholeValue(json.objectSize) !== copyInfo.size)
        throw notWhole(what);
      if (source && !sameContent(source, copyInfo)) throw notWhole(what);
      return copyInfo;
    }
    const progress = wholeValue(json.totalBytesRewritten);
    if (typeof json.rewriteToken !== 'string' || !(progress > writtenBytes)) {
      throw new TtError('DOWN', `${what} stopped. Try again`);
    }
    writtenBytes = progress;
    token = json.rewriteToken;
  }
}

/**
 * Handles a failed condition: an earlier attempt whose reply was lost may have fulfilled the request, or the conflict
 * is real.
 */
function* afterConflict(
  bucket: string,
  from: string,
  toBucket: string,
  to: string,
  source: ObjectInfo | undefined,
): Work<ObjectInfo> {
  const there = yield* stat(toBucket, to);
  if (there !== null && source && sameContent(source, there)) return there;
  const now = yield* stat(bucket, from);
  if (source && now?.version !== source.version) throw changedError(gsName(bucket, from));
  throw presentError(gsName(toBucket, to));
}

const sameContent = (a: ObjectInfo, b: ObjectInfo): boolean =>
  a.size === b.size && (a.crc32c === '' || b.crc32c === '' || a.crc32c === b.crc32c);

/** The store moves the object in one step: the object exists at every moment. */
function* move(bucket: string, from: string, to: string, onlyNew: boolean): Work<ObjectInfo> {
  checkGcsName(bucket, to);
  mustDiffer(gsName(bucket, from), gsName(bucket, to));
  const what = `the move of ${gsName(bucket, from)} to ${gsName(bucket, to)}`;
  const source = yield* stat(bucket, from);
  if (source === null) throw absentError(gsName(bucket, from));
  const url =
    `${gcsObjectUrl(bucket, from)}/moveTo/o/${encodeURIComponent(to)}` +
    `?ifSourceGenerationMatch=${encodeURIComponent(source.version)}${onlyNew ? '&ifGenerationMatch=0' : ''}`;
  const reply = yield* replyTo(gcsRequest('POST', url, what));
  if (reply.status === 412) {
    const now = yield* stat(bucket, from);
    if (now !== null && now.version !== source.version) throw changedError(gsName(bucket, from));
    if (now !== null) throw presentError(gsName(bucket, to));
  } else if (![400, 404, 405, 501].includes(reply.status)) return objectInfo(readGcsJson(reply, what), what);
  // An earlier attempt whose reply was lost may have moved it.
  const movedObject = yield* stat(bucket, to);
  const remaining = yield* stat(bucket, from);
  if (remaining === null) {
    if (movedObject !== null && sameContent(source, movedObject)) return movedObject;
    throw absentError(gsName(bucket, from));
  }
  // A bucket of a store without this step: a copy, a check, then the deletion of the source.
  const copyInfo = yield* copy(bucket, from, to, { source, onlyNew });
  yield* afterCopy(gsName(bucket, to), remove(bucket, from, source.version));
  return copyInfo;
}
