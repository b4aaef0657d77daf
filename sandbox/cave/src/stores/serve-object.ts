/** Serves one object over HTTP: ranges, compressed or decompressed content, and the headers of the stores. */
import { gunzipSync } from 'node:zlib';
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import type { StoredObject } from './object';

/** First and last byte, both inclusive; `whole` if the request has no valid range. */
export type RequestedRange = { first: number; last: number } | 'whole' | 'beyond';

export function requestedRange(header: string | undefined, size: number): RequestedRange {
  const found = /^bytes=(\d*)-(\d*)$/.exec((header ?? '').trim());
  if (found === null) return 'whole';
  const [, from = '', to = ''] = found;
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const count = Math.min(Number(to), size);
    return count === 0 ? 'beyond' : { first: size - count, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return 'whole';
  return first >= size ? 'beyond' : { first, last };
}

export type Flavour = 'gcs' | 's3';

function headersOf(object: StoredObject, flavour: Flavour): [string, string][] {
  const { facts, size } = object;
  // Google has no MD5 of a composed object.
  const tag = flavour === 'gcs' && facts.components > 0 ? `-${object.generation}` : object.etag;
  const common: [string, string][] = [
    ['Content-Type', facts.contentType],
    ['ETag', `"${tag}"`],
    ['Last-Modified', new Date(object.updated).toUTCString()],
    ['Accept-Ranges', 'bytes'],
  ];
  const texts = { 'Cache-Control': 'cacheControl', 'Content-Disposition': 'contentDisposition' } as const;
  for (const [header, key] of Object.entries(texts)) if (facts[key] !== '') common.push([header, facts[key]]);
  if (facts.contentLanguage !== '') common.push(['Content-Language', facts.contentLanguage]);
  const prefix = flavour === 'gcs' ? 'x-goog' : 'x-amz';
  for (const [name, value] of Object.entries(facts.metadata)) common.push([`${prefix}-meta-${name}`, value]);
  if (flavour === 's3') return common;
  return [
    ...common,
    ['x-goog-generation', String(object.generation)],
    ['x-goog-metageneration', String(object.metageneration)],
    ['x-goog-stored-content-encoding', facts.contentEncoding === '' ? 'identity' : facts.contentEncoding],
    ['x-goog-stored-content-length', String(size)],
    ['x-goog-hash', `crc32c=${object.crc32c}`],
    ...(facts.components === 0 ? [['x-goog-hash', `md5=${object.md5}`] as [string, string]] : []),
    ['x-goog-storage-class', 'STANDARD'],
  ];
}

/** True if a client accepts gzip: `gzip;q=0` means that it does not. */
const takesGzip = (acceptEncoding: string): boolean =>
  acceptEncoding.split(',').some((part) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(part));

/** The decompressed bytes that the client gets in place of stored gzip; null if it gets the stored bytes. */
function unpackObject(object: StoredObject, request: WireRequest, flavour: Flavour): Uint8Array | null {
  const { contentEncoding, cacheControl } = object.facts;
  if (flavour !== 'gcs' || contentEncoding !== 'gzip' || /\bno-transform\b/.test(cacheControl)) return null;
  const bytes = takesGzip(request.headers['accept-encoding'] ?? '') ? null : object.contents.whole();
  try {
    return bytes && new Uint8Array(gunzipSync(bytes));
  } catch {
    // The metadata says gzip, but the content is not: it is served unchanged.
    return null;
  }
}

/**
 * The answer to a GET or HEAD of a readable object; null if the range lies beyond it. Google decompresses for clients
 * that do not accept gzip, and then ignores the range; S3 never decompresses.
 */
export function serveObject(object: StoredObject, request: WireRequest, flavour: Flavour): WireReply | null {
  const headers = headersOf(object, flavour);
  const { contentEncoding } = object.facts;
  const plain = unpackObject(object, request, flavour);
  if (plain !== null) {
    headers.push(['Vary', 'Accept-Encoding'], ['Warning', '214 UploadServer gunzipped']);
    return { status: 200, headers, body: plain };
  }
  if (contentEncoding !== '') headers.push(['Content-Encoding', contentEncoding]);
  const { size, contents } = object;
  const range = requestedRange(request.headers.range, size);
  if (request.method === 'HEAD' && range === 'whole') {
    return { status: 200, headers, body: contents.whole() ?? new Uint8Array(0) };
  }
  if (range === 'beyond') return null;
  const whole = range === 'whole';
  const body = whole ? contents.whole() : contents.read(range.first, range.last);
  if (body === null) {
    const words = 'This object is too large to be read at once: ask for a range.\n';
    return { status: 400, headers: [['Content-Type', 'text/plain']], body: Buffer.from(words) };
  }
  if (whole) return { status: 200, headers, body };
  headers.push(['Content-Range', `bytes ${range.first}-${range.last}/${size}`]);
  return { status: 206, headers, body };
}
