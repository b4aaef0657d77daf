/** Single objects of S3: reading, writing, copying, and deleting one or many. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { Contents } from '../contents';
import { serveObject } from '../serve-object';
import {
  accessDenied,
  checkConditions,
  checkKey,
  copySource,
  emptyReply,
  objectFacts,
  readableObject,
  requireSignature,
  type S3Call,
} from './call';
import { algorithmIn, checkedSums, sumElements, sumHeaders, sumOf } from './sums';
import { element, itemsOf, refusedBy, S3Refusal, textOf, xml } from './xml';

/** Byte limit of one PUT or one copy. */
const MOST_PUT = 5 * 1024 ** 3;
/** Limit of keys per deletion. */
const MOST_DELETED = 1000;

/** Headers of the answer that a signed reader can choose. */
const RESPONSE_HEADERS: Record<string, string> = {
  'response-content-type': 'Content-Type',
  'response-content-encoding': 'Content-Encoding',
  'response-content-disposition': 'Content-Disposition',
  'response-content-language': 'Content-Language',
  'response-cache-control': 'Cache-Control',
  'response-expires': 'Expires',
};

function renameHeaders(reply: WireReply, overrides: readonly [string, string][]): WireReply {
  const ownHeaders = overrides.map(([name, value]): [string, string] => [RESPONSE_HEADERS[name]!, value]);
  const others = reply.headers.filter(([name]) => !ownHeaders.some(([own]) => own === name));
  return { ...reply, headers: [...others, ...ownHeaders] };
}

export function read(call: S3Call): WireReply {
  const { request, bucket, key, signed } = call;
  const { headers } = request;
  const object = readableObject(bucket, key, signed);
  const noneMatch = headers['if-none-match'];
  const since = noneMatch === undefined ? Date.parse(headers['if-modified-since'] ?? '') : Number.NaN;
  if (noneMatch?.replace(/"/g, '') === object.etag || Math.floor(object.updated / 1000) * 1000 <= since) {
    const refusal = new S3Refusal(304, 'NotModified', '');
    const reply = refusedBy(refusal, '', request.method);
    return { ...reply, headers: [...reply.headers, ['ETag', `"${object.etag}"`]] };
  }
  checkConditions(headers, object);
  const target = [...call.query].filter(([name]) => name in RESPONSE_HEADERS);
  if (target.length > 0 && !signed) {
    const words = 'Request specific response headers cannot be used for anonymous GET requests.';
    throw new S3Refusal(400, 'InvalidRequest', words);
  }
  const objectReply = serveObject(object, request, 's3');
  const reply = objectReply && renameHeaders(objectReply, target);
  if (reply !== null) {
    const hasSumHeaders = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && reply.status === 200;
    return hasSumHeaders
      ? { ...reply, headers: [...reply.headers, ...sumHeaders(object.facts.checksums)] }
      : reply;
  }
  const beyond = new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable', {
    RangeRequested: headers.range ?? '',
    ActualObjectSize: String(object.size),
  });
  const refusal = refusedBy(beyond, `/${bucket.name}/${key}`, request.method);
  return { ...refusal, headers: [...refusal.headers, ['Content-Range', `bytes */${object.size}`]] };
}

export function s3Write(call: S3Call): WireReply {
  requireSignature(call);
  const { request, bucket, key } = call;
  checkKey(key);
  const contents = new Contents(request.body.slice());
  const { kept } = checkedSums(request.headers, contents);
  checkConditions(request.headers, bucket.get(key));
  const facts = { ...objectFacts(request.headers, bucket), checksums: kept };
  const object = bucket.put(key, contents, facts);
  return emptyReply(200, [['ETag', `"${object.etag}"`], ...sumHeaders(kept)]);
}

export function s3Copy(call: S3Call): WireReply {
  requireSignature(call);
  const { request, bucket, key } = call;
  const { headers } = request;
  checkKey(key);
  const source = copySource(call);
  checkConditions(headers, bucket.get(key));
  const directive = headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Refusal(400, 'InvalidArgument', 'Unknown metadata directive.', {
      ArgumentName: 'x-amz-metadata-directive',
    });
  }
  if (source === bucket.get(key) && directive === 'COPY') {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
    throw new S3Refusal(400, 'InvalidRequest', message);
  }
  if (source.size > MOST_PUT) {
    const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${MOST_PUT}`;
    throw new S3Refusal(400, 'InvalidRequest', message);
  }
  // An ACL is not copied: the copy has the one in the request, or the bucket's.
  const { open, ...ownFacts } = objectFacts(headers, bucket);
  const facts = directive === 'REPLACE' ? ownFacts : { ...source.facts, partsTag: '', held: false };
  const algorithm = algorithmIn(headers) || (Object.keys(source.facts.checksums)[0] ?? '');
  const checksums = algorithm === '' ? {} : { [algorithm]: sumOf(algorithm, source.contents) };
  const object = bucket.put(key, source.contents, {
    ...facts,
    checksums,
    ...(open === undefined ? {} : { open }),
  });
  const elements: [string, string][] = [
    ['LastModified', new Date(object.updated).toISOString()],
    ['ETag', `"${object.etag}"`],
    ...sumElements(checksums),
  ];
  return xml('CopyObjectResult', elements.map(([name, text]) => element(name, text)).join(''));
}

/** 204 even for a key that does not exist. */
export function remove(call: S3Call): WireReply {
  requireSignature(call);
  const { request, bucket, key } = call;
  const object = bucket.get(key);
  if (request.headers['if-match'] !== undefined) checkConditions(request.headers, object);
  if (object?.facts.held) throw accessDenied();
  bucket.delete(key);
  return emptyReply(204);
}

export function removeMany(call: S3Call): WireReply {
  requireSignature(call);
  const { request, bucket, kind } = call;
  const { any } = checkedSums(request.headers, new Contents(request.body));
  if (!any || (kind === 'ecs' && request.headers['content-md5'] === undefined)) {
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
  const quiet = textOf(request.body, 'Quiet') === 'true';
  const results = objects.map((entry) => {
    const key = entry.get('Key')!;
    const object = bucket.get(key);
    const tag = entry.get('ETag')?.replace(/"/g, '');
    const code = object?.facts.held
      ? 'AccessDenied'
      : tag !== undefined && object !== null && tag !== object.etag
        ? 'PreconditionFailed'
        : null;
    if (code !== null) {
      const words = code === 'AccessDenied' ? 'Access Denied' : 'The ETag does not match';
      return `<Error>${element('Key', key)}${element('Code', code)}${element('Message', words)}</Error>`;
    }
    bucket.delete(key);
    return quiet ? '' : `<Deleted>${element('Key', key)}</Deleted>`;
  });
  return xml('DeleteResult', results.join(''));
}
