/** Single objects of S3: reading, writing, copies, deletions of one and of many. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { crc32c } from '../../../../src/core/crc32c';
import {
  checkBody,
  checkConditions,
  copySource,
  factsOf,
  needSigned,
  readable,
  type S3Call,
} from './s3-call';
import { element, itemsOf, refusedBy, S3Refusal, textOf, xml } from './s3-xml';
import { serveObject } from './serve-object';

/** Bytes of one PUT or one copy. */
const MOST_PUT = 5 * 1024 ** 3;
/** Keys of one deletion. */
const MOST_DELETED = 1000;

export function read(call: S3Call): WireReply {
  const { request, bucket, key, signed } = call;
  const object = readable(bucket, key, signed);
  const not = request.headers['if-none-match'];
  if (not !== undefined && not.replace(/"/g, '') === object.etag) throw new S3Refusal(304, 'NotModified', '');
  checkConditions(request.headers, object);
  const reply = serveObject(object, request, 's3');
  if (reply !== null) return reply;
  const beyond = new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable', {
    RangeRequested: request.headers.range ?? '',
    ActualObjectSize: String(object.size),
  });
  const refusal = refusedBy(beyond, `/${bucket.name}/${key}`, request.method);
  return { ...refusal, headers: [...refusal.headers, ['Content-Range', `bytes */${object.size}`]] };
}

export function write(call: S3Call): WireReply {
  needSigned(call);
  const { request, bucket, key } = call;
  checkBody(request);
  checkConditions(request.headers, bucket.get(key));
  const object = bucket.put(key, request.body.slice(), factsOf(request.headers, bucket));
  const sum: [string, string][] =
    request.headers['x-amz-checksum-crc32c'] === undefined
      ? []
      : [['x-amz-checksum-crc32c', crc32c(request.body)]];
  return { status: 200, headers: [['ETag', `"${object.etag}"`], ...sum], body: new Uint8Array(0) };
}

export function copy(call: S3Call): WireReply {
  needSigned(call);
  const { request, bucket, key } = call;
  const source = copySource(call);
  checkConditions(request.headers, bucket.get(key));
  const directive = request.headers['x-amz-metadata-directive'] ?? 'COPY';
  if (source === bucket.get(key) && directive === 'COPY') {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
    throw new S3Refusal(400, 'InvalidRequest', message);
  }
  if (source.size > MOST_PUT) {
    throw new S3Refusal(
      400,
      'InvalidRequest',
      'The specified copy source is larger than the maximum allowable size',
    );
  }
  // An ACL is not copied: it is what the request says, or the bucket's own.
  const { open, ...said } = factsOf(request.headers, bucket);
  const facts = directive === 'REPLACE' ? said : { ...source.facts, partsTag: '' };
  const object = bucket.put(key, source.bytes, { ...facts, ...(open === undefined ? {} : { open }) });
  return xml(
    'CopyObjectResult',
    element('LastModified', new Date(object.updated).toISOString()) + element('ETag', `"${object.etag}"`),
  );
}

/** 204 for a key that is not there, too. */
export function remove(call: S3Call): WireReply {
  needSigned(call);
  const { request, bucket, key } = call;
  if (request.headers['if-match'] !== undefined) checkConditions(request.headers, bucket.get(key));
  bucket.delete(key);
  return { status: 204, headers: [], body: new Uint8Array(0) };
}

export function removeMany(call: S3Call): WireReply {
  needSigned(call);
  const { request, bucket, kind } = call;
  const summed = checkBody(request);
  if (!summed || (kind === 'ecs' && request.headers['content-md5'] === undefined)) {
    throw new S3Refusal(400, 'InvalidRequest', 'Missing required header for this request: Content-MD5');
  }
  const objects = itemsOf(request.body, 'Delete', 'Object');
  if (objects.length === 0 || objects.length > MOST_DELETED || objects.some((object) => !object.get('Key'))) {
    throw new S3Refusal(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const keys = objects.map((object) => object.get('Key')!);
  for (const key of keys) bucket.delete(key);
  const quiet = textOf(request.body, 'Quiet') === 'true';
  const deleted = keys.map((key) => `<Deleted>${element('Key', key)}</Deleted>`);
  return xml('DeleteResult', quiet ? '' : deleted.join(''));
}
