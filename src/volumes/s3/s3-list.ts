/** Listings of S3 (ListObjectsV2), page by page. */
import { digitsValue } from '../../core/digits';
import { replyTo, type Work } from '../../http/work';
import { damagedObject } from '../store/failures';
import { allPages, checkedPage } from '../store/list-limits';
import type { Listing, ListOptions, ListPage, ObjectInfo } from '../store/store';
import { md5Of, readS3Document, type S3Bucket, s3Name, s3Request } from './s3-api';
import { uriEncode } from './sigv4';
import { childrenOf, childText, type XmlElement } from './xml';

/** Keys and prefixes per page. */
const PAGE = 1000;

export const listKeys = (bucket: S3Bucket, prefix: string, options: ListOptions): Work<Listing> =>
  allPages(
    (token) => keysPage(bucket, prefix, options.delimiter ?? '', token),
    options,
    s3Name(bucket, prefix),
  );

/** Reads one page; `page` is '' for the first. */
export function* keysPage(bucket: S3Bucket, prefix: string, delimiter: string, page: string): Work<ListPage> {
  const what = `the list of ${s3Name(bucket, prefix)}`;
  const query: [string, string][] = [
    ['encoding-type', 'url'],
    ['list-type', '2'],
    ['max-keys', String(PAGE)],
    ['prefix', prefix],
  ];
  if (delimiter) query.push(['delimiter', delimiter]);
  if (page) query.push(['continuation-token', page]);
  const url = `${bucket.url}?${query.map(([name, value]) => `${name}=${uriEncode(value)}`).join('&')}`;
  const reply = yield* replyTo(s3Request('GET', url, what, { expectedBytes: 400_000 }));
  const document = readS3Document(reply, 'ListBucketResult', what);
  const decode = childText(document, 'EncodingType') === 'url' ? urlDecoded : (text: string) => text;
  const truncatedText = childText(document, 'IsTruncated');
  const next = childText(document, 'NextContinuationToken') ?? '';
  if (truncatedText !== 'false' && (truncatedText !== 'true' || next === '')) throw damagedObject(what);
  const objects = childrenOf(document, 'Contents').map((item) => infoOf(item, decode, what));
  const folders = childrenOf(document, 'CommonPrefixes').map((item) => nameOf(item, 'Prefix', decode, what));
  return checkedPage({ objects, folders, next: truncatedText === 'true' ? next : '' }, prefix, what);
}

/** Some servers encode a space as +, others as %20; some ignore the requested encoding and encode nothing. */
const urlDecoded = (text: string): string => decodeURIComponent(text.replace(/\+/g, ' '));

function nameOf(item: XmlElement, field: string, decode: (text: string) => string, what: string): string {
  try {
    const name = decode(childText(item, field) ?? '');
    if (name !== '') return name;
  } catch {
    // A malformed encoding is reported below.
  }
  throw damagedObject(what);
}

function infoOf(item: XmlElement, decode: (text: string) => string, what: string): ObjectInfo {
  const size = digitsValue(childText(item, 'Size'));
  if (Number.isNaN(size)) throw damagedObject(what);
  const etag = (childText(item, 'ETag') ?? '').replace(/^"|"$/g, '');
  return {
    name: nameOf(item, 'Key', decode, what),
    size,
    contentType: '',
    contentEncoding: '',
    cacheControl: '',
    md5: md5Of(etag),
    crc32c: '',
    version: etag,
    updated: childText(item, 'LastModified') ?? '',
  };
}
