/** S3 and compatible services. https://docs.aws.amazon.com/AmazonS3/latest/API */
import { TtError } from '../../core/errors';
import type { HttpReply } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { addressPath, type StoreAddress } from '../store/address';
import {
  absentError,
  afterCopy,
  badName,
  changedError,
  checkName,
  checkStored,
  isAbsent,
  isGood,
  mustDiffer,
  notWhole,
  presentError,
  sentLength,
  stretchOf,
} from '../store/failures';
import type { CopyOptions, ObjectInfo, OpenObject, Removal, Store, Stretch } from '../store/store';
import {
  infoFrom,
  keyPath,
  keyUrl,
  md5Of,
  readS3Document,
  replyWithAcl,
  type S3Bucket,
  s3Bucket,
  s3Failure,
  s3Name,
  s3Request,
} from './s3-api';
import { listKeys } from './s3-list';
import {
  abandonUpload,
  copyInParts,
  listOpenUploads,
  S3_LIMITS,
  type S3Limits,
  startS3Upload,
  writeS3Object,
} from './s3-write';
import { childrenOf, childText, escapeXml } from './xml';

/** Limit of keys per deletion request. */
const KEYS = 1000;

/** Tests pass smaller `limits`. */
export function s3Store(address: StoreAddress, limits: S3Limits = S3_LIMITS): Store {
  const bucket = s3Bucket(address);
  // Cached per bucket: a bucket remembers that its store supports no ACLs.
  const siblings = new Map([[bucket.name, bucket]]);
  const sibling = (name = bucket.name): S3Bucket => {
    const bucketOfName = siblings.get(name) ?? s3Bucket({ ...address, bucket: name });
    siblings.set(name, bucketOfName);
    return bucketOfName;
  };
  return {
    root: bucket.root,
    readOnly: '',
    place: `s3 ${address.host}`,
    bucket: bucket.name,
    refuses: (name) => badName(name, keyPath(name)),
    publicUrl: (name) => `${bucket.url}/${addressPath(name)}`,
    read: (name, range, version, into) => read(bucket, name, range, version, into),
    open: (name, most, into) => open(bucket, name, most, into),
    stat: (name) => stat(bucket, name),
    list: (prefix, options = {}) => listKeys(bucket, prefix, options),
    write: (name, bytes, options) => writeS3Object(bucket, name, bytes, options, limits),
    upload: (name, options) => startS3Upload(bucket, name, options, limits),
    unfinished: (prefix) => listOpenUploads(bucket, prefix),
    abandon: (upload) => abandonUpload(bucket, upload),
    copy: (from, to, options = {}) => copy(bucket, from, sibling(options.bucket), to, limits, options),
    move: (from, to, options = {}) => move(bucket, from, to, limits, options.onlyNew === true),
    remove: (name, version = '') => remove(bucket, name, version),
    removeMany: (names) => removeMany(bucket, names),
  };
}

/** Reads one byte for the headers: Apps Script cannot send HEAD. */
function* stat(bucket: S3Bucket, key: string): Work<ObjectInfo | null> {
  const reply = yield* readStart(bucket, key, 1);
  return reply && infoFrom(reply, key, s3Name(bucket, key));
}

function* open(bucket: S3Bucket, key: string, most: number, into?: Uint8Array): Work<OpenObject | null> {
  const reply = yield* readStart(bucket, key, most, into);
  if (reply === null) return null;
  const what = s3Name(bucket, key);
  const info = infoFrom(reply, key, what);
  const first = checkStored(reply.bytes(), info.contentEncoding, sentLength(reply), what);
  return { info, first: first.subarray(0, most) };
}

/**
 * Reads the first `most` bytes. An empty object has no first byte, so it is read whole after a 416; if `most` is 0, the
 * object is read whole at once.
 */
function* readStart(bucket: S3Bucket, key: string, most: number, into?: Uint8Array): Work<HttpReply | null> {
  checkName(key, bucket.root, badName(key, keyPath(key)));
  const what = s3Name(bucket, key);
  const url = keyUrl(bucket, key);
  const sum = { 'x-amz-checksum-mode': 'ENABLED' };
  const ask = (range: Record<string, string>) =>
    replyTo(
      s3Request('GET', url, what, {
        headers: { ...sum, ...range },
        expectedBytes: most,
        raw: true,
        ...(into ? { into } : {}),
      }),
    );
  let reply = yield* ask(most > 0 ? { range: `bytes=0-${most - 1}` } : {});
  if (reply.status === 416) reply = yield* ask({});
  if (isAbsent(reply)) return null;
  if (!isGood(reply)) throw s3Failure(reply, what);
  return reply;
}

function* read(
  bucket: S3Bucket,
  key: string,
  range?: Stretch,
  version = '',
  into?: Uint8Array,
): Work<Uint8Array | null> {
  checkName(key, bucket.root, badName(key, keyPath(key)));
  const what = s3Name(bucket, key);
  const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end - 1}` } : {};
  if (version !== '') headers['if-match'] = `"${version}"`;
  const expectedBytes = range ? range.end - range.start : 1e6;
  const more = { headers, expectedBytes, raw: true, ...(into ? { into } : {}) } as const;
  const reply = yield* replyTo(s3Request('GET', keyUrl(bucket, key), what, more));
  if (isAbsent(reply)) return null;
  if (reply.status === 412) throw changedError(what);
  if (!isGood(reply)) throw s3Failure(reply, what);
  const { 'content-encoding': encoding = '', etag = '' } = reply.headers;
  // Some S3-compatible stores ignore the condition.
  if (version !== '' && etag !== '' && etag.replace(/^"|"$/g, '') !== version) throw changedError(what);
  const storedBytes = sentLength(reply);
  return stretchOf({ ...reply, bytes: () => checkStored(reply.bytes(), encoding, storedBytes, what) }, range);
}

function* copy(
  from: S3Bucket,
  fromKey: string,
  to: S3Bucket,
  toKey: string,
  limits: S3Limits,
  { source: statedSource, onlyNew = false }: CopyOptions,
): Work<ObjectInfo> {
  checkName(toKey, to.root, badName(toKey, keyPath(toKey)));
  mustDiffer(s3Name(from, fromKey), s3Name(to, toKey));
  let source = statedSource ?? (yield* knownObject(from, fromKey));
  const path = `/${from.name}/${keyPath(fromKey)}`;
  const what = `the copy of ${s3Name(from, fromKey)} to ${s3Name(to, toKey)}`;
  if (source.size > limits.copy) {
    // A listing contains neither type nor encoding, and a multipart copy does not take them over from the source.
    if (source.contentType === '') source = yield* knownObject(from, fromKey);
    yield* copyInParts(to, toKey, { path, info: source }, limits, onlyNew);
  } else {
    const headers = {
      'x-amz-copy-source': path,
      'x-amz-copy-source-if-match': `"${source.version}"`,
      'x-amz-metadata-directive': 'COPY',
    };
    const reply = yield* replyWithAcl(to, (acl) =>
      s3Request('PUT', keyUrl(to, toKey), what, { headers: { ...headers, ...acl } }),
    );
    if (reply.status === 412) throw changedError(s3Name(from, fromKey));
    const etag = childText(readS3Document(reply, 'CopyObjectResult', what), 'ETag') ?? '';
    const version = etag.replace(/^"|"$/g, '');
    // The store has computed the MD5 of the stored bytes.
    if (source.md5 !== '' && md5Of(version) === source.md5) return { ...source, name: toKey, version };
  }
  const copyInfo = yield* stat(to, toKey);
  const sums = source.md5 === '' || copyInfo?.md5 === '' || source.md5 === copyInfo?.md5;
  if (copyInfo === null || copyInfo.size !== source.size || !sums) throw notWhole(what);
  return copyInfo;
}

/** S3 has no move: copies, checks, then deletes the source if it has not changed. */
function* move(
  bucket: S3Bucket,
  from: string,
  to: string,
  limits: S3Limits,
  onlyNew: boolean,
): Work<ObjectInfo> {
  mustDiffer(s3Name(bucket, from), s3Name(bucket, to));
  const source = yield* knownObject(bucket, from);
  if (onlyNew && (yield* stat(bucket, to)) !== null) throw presentError(s3Name(bucket, to));
  const copyInfo = yield* copy(bucket, from, bucket, to, limits, { source });
  const now = yield* stat(bucket, from);
  if (now === null) return copyInfo;
  if (now.version !== source.version) {
    const words = `${s3Name(bucket, from)} changed while it was moved: both are kept. Look at them, then try again`;
    throw new TtError('INPUT', words);
  }
  yield* afterCopy(s3Name(bucket, to), remove(bucket, from, ''));
  return copyInfo;
}

function* knownObject(bucket: S3Bucket, key: string): Work<ObjectInfo> {
  const found = yield* stat(bucket, key);
  if (found === null) throw absentError(s3Name(bucket, key));
  return found;
}

/**
 * S3 gives the same reply for a key that did not exist. Only some compatible stores support a condition here, so the
 * version is checked first.
 */
function* remove(bucket: S3Bucket, key: string, version: string): Work<boolean> {
  checkName(key, bucket.root, badName(key, keyPath(key)));
  const what = s3Name(bucket, key);
  if (version !== '') {
    const now = yield* stat(bucket, key);
    if (now === null) return false;
    if (now.version !== version) throw changedError(what);
  }
  const reply = yield* replyTo(s3Request('DELETE', keyUrl(bucket, key), what));
  if (isAbsent(reply)) return false;
  if (!isGood(reply)) throw s3Failure(reply, what);
  return true;
}

/** Characters that XML 1.0 cannot express. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const NO_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** The signer adds the MD5 that some of these stores require. */
function* removeMany(bucket: S3Bucket, keys: readonly string[]): Work<Removal[]> {
  const what = `the deletion of ${keys.length} objects of ${bucket.root}`;
  const notRemoved: Removal[] = [];
  const deletable = keys.filter((key) => !NO_XML.test(key));
  for (const key of keys.filter((one) => NO_XML.test(one))) yield* remove(bucket, key, '');
  for (let at = 0; at < deletable.length; at += KEYS) {
    const list = deletable.slice(at, at + KEYS).map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`);
    const reply = yield* replyTo(
      s3Request('POST', `${bucket.url}?delete=`, what, {
        contentType: 'application/xml',
        body: `<Delete><Quiet>true</Quiet>${list.join('')}</Delete>`,
        expectedBytes: 10_000,
      }),
    );
    for (const error of childrenOf(readS3Document(reply, 'DeleteResult', what), 'Error')) {
      const why = childText(error, 'Message') || childText(error, 'Code') || 'no reason given';
      notRemoved.push({ name: childText(error, 'Key') ?? '', why });
    }
  }
  return notRemoved;
}
