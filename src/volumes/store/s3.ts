/** S3 and services of its kind. https://docs.aws.amazon.com/AmazonS3/latest/API */
import { TtError } from '../../core/errors';
import { replyTo, type Work } from '../../http/work';
import type { StoreAddress } from './address';
import { absent, checkName, checkStored, isGood, mustDiffer, notWhole, stretchOf } from './failures';
import {
  infoFrom,
  keyPath,
  keyUrl,
  readS3Document,
  type S3Bucket,
  s3Bucket,
  s3Failure,
  s3Name,
  s3Request,
} from './s3-api';
import { listKeys } from './s3-list';
import { copyInParts, S3_LIMITS, type S3Limits, writeS3Object } from './s3-write';
import type { ObjectInfo, Removal, Store, Stretch } from './store';
import { childrenOf, childText, escapeXml } from './xml';

/** Keys of one deletion. */
const KEYS = 1000;

/** `limits`: smaller ones for tests. */
export function s3Store(address: StoreAddress, limits: S3Limits = S3_LIMITS): Store {
  const bucket = s3Bucket(address);
  return {
    root: bucket.root,
    read: (name, range) => read(bucket, name, range),
    stat: (name) => stat(bucket, name),
    list: (prefix, options = {}) => listKeys(bucket, prefix, options),
    write: (name, bytes, options) => writeS3Object(bucket, name, bytes, options, limits),
    copy: (from, to, other = address.bucket) =>
      copy(
        bucket,
        from,
        other === bucket.name ? bucket : s3Bucket({ ...address, bucket: other }),
        to,
        limits,
      ),
    move: (from, to) => move(bucket, from, to, limits),
    remove: (name) => remove(bucket, name),
    removeMany: (names) => removeMany(bucket, names),
  };
}

/** A byte is read, for its headers: Apps Script cannot send HEAD. An empty object has no first byte. */
function* stat(bucket: S3Bucket, key: string): Work<ObjectInfo | null> {
  checkName(key, bucket.root, keyPath(key));
  const what = s3Name(bucket, key);
  const url = keyUrl(bucket, key);
  const headers = { range: 'bytes=0-0', 'x-amz-checksum-mode': 'ENABLED' };
  let reply = yield* replyTo(s3Request('GET', url, what, { headers }));
  if (reply.status === 416) reply = yield* replyTo(s3Request('GET', url, what));
  if (isMissing(reply)) return null;
  if (!isGood(reply)) throw s3Failure(reply, what);
  return infoFrom(reply, key, what);
}

/** A missing bucket is no missing object. */
const isMissing = ({ status, text }: { status: number; text(): string }): boolean =>
  status === 404 && !text().includes('NoSuchBucket');

function* read(bucket: S3Bucket, key: string, range?: Stretch): Work<Uint8Array | null> {
  checkName(key, bucket.root, keyPath(key));
  const what = s3Name(bucket, key);
  const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end - 1}` } : {};
  const expectedBytes = range ? range.end - range.start : 1e6;
  const reply = yield* replyTo(s3Request('GET', keyUrl(bucket, key), what, { headers, expectedBytes }));
  if (isMissing(reply)) return null;
  if (!isGood(reply)) throw s3Failure(reply, what);
  const { 'content-encoding': encoding = '', 'content-length': size } = reply.headers;
  const stored = Number(size ?? Number.NaN);
  return stretchOf({ ...reply, bytes: () => checkStored(reply.bytes(), encoding, stored, what) }, range);
}

function* copy(
  from: S3Bucket,
  fromKey: string,
  to: S3Bucket,
  toKey: string,
  limits: S3Limits,
  info?: ObjectInfo,
): Work<ObjectInfo> {
  checkName(toKey, to.root, keyPath(toKey));
  mustDiffer(s3Name(from, fromKey), s3Name(to, toKey));
  const source = info ?? (yield* known(from, fromKey));
  const path = `/${from.name}/${keyPath(fromKey)}`;
  const what = `the copy of ${s3Name(from, fromKey)} to ${s3Name(to, toKey)}`;
  if (source.size > limits.copy) yield* copyInParts(to, toKey, { path, info: source }, limits);
  else {
    const headers = {
      'x-amz-copy-source': path,
      'x-amz-copy-source-if-match': `"${source.version}"`,
      'x-amz-metadata-directive': 'COPY',
      'x-amz-acl': to.acl,
    };
    const reply = yield* replyTo(s3Request('PUT', keyUrl(to, toKey), what, { headers }));
    readS3Document(reply, 'CopyObjectResult', what);
  }
  const copied = yield* stat(to, toKey);
  const sums = source.md5 === '' || copied?.md5 === '' || source.md5 === copied?.md5;
  if (copied === null || copied.size !== source.size || !sums) throw notWhole(what);
  return copied;
}

/** S3 has no move: a copy, checked, then the deletion of what was copied, if it is still the same. */
function* move(bucket: S3Bucket, from: string, to: string, limits: S3Limits): Work<ObjectInfo> {
  mustDiffer(s3Name(bucket, from), s3Name(bucket, to));
  const source = yield* known(bucket, from);
  const copied = yield* copy(bucket, from, bucket, to, limits, source);
  const now = yield* stat(bucket, from);
  if (now === null) return copied;
  if (now.version !== source.version) {
    const words = `${s3Name(bucket, from)} changed while it was moved: both are kept. Look at them, then try again`;
    throw new TtError('INPUT', words);
  }
  yield* remove(bucket, from);
  return copied;
}

function* known(bucket: S3Bucket, key: string): Work<ObjectInfo> {
  const found = yield* stat(bucket, key);
  if (found === null) throw absent(s3Name(bucket, key));
  return found;
}

/** S3 answers the same for a key that was not there. */
function* remove(bucket: S3Bucket, key: string): Work<boolean> {
  checkName(key, bucket.root, keyPath(key));
  const what = s3Name(bucket, key);
  const reply = yield* replyTo(s3Request('DELETE', keyUrl(bucket, key), what));
  if (isMissing(reply)) return false;
  if (!isGood(reply)) throw s3Failure(reply, what);
  return true;
}

/** The signer adds the MD5 that some of these stores ask for. */
function* removeMany(bucket: S3Bucket, keys: readonly string[]): Work<Removal[]> {
  const what = `the deletion of ${keys.length} objects of ${bucket.root}`;
  const kept: Removal[] = [];
  for (let at = 0; at < keys.length; at += KEYS) {
    const list = keys.slice(at, at + KEYS).map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`);
    const reply = yield* replyTo(
      s3Request('POST', `${bucket.url}?delete=`, what, {
        contentType: 'application/xml',
        body: `<Delete><Quiet>true</Quiet>${list.join('')}</Delete>`,
        expectedBytes: 10_000,
      }),
    );
    for (const error of childrenOf(readS3Document(reply, 'DeleteResult', what), 'Error')) {
      const why = childText(error, 'Message') || childText(error, 'Code') || 'no reason given';
      kept.push({ name: childText(error, 'Key') ?? '', why });
    }
  }
  return kept;
}
