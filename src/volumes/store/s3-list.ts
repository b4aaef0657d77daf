/** Listings of S3: ListObjectsV2, over its pages. */
import { TtError } from '../../core/errors';
import { replyTo, type Work } from '../../http/work';
import { damagedObject } from './failures';
import { md5Of, readS3Document, type S3Bucket, s3Name, s3Request } from './s3-api';
import { uriEncode } from './sigv4';
import type { Listing, ListOptions, ObjectInfo } from './store';
import { childrenOf, childText, type XmlElement } from './xml';

/** Keys and prefixes of a page. */
const PAGE = 1000;

export function* listKeys(
  bucket: S3Bucket,
  prefix: string,
  { delimiter = '', most = 1_000_000 }: ListOptions,
): Work<Listing> {
  const listing: Listing = { objects: [], folders: [] };
  const what = `the list of ${s3Name(bucket, prefix)}`;
  for (let page = ''; ; ) {
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
    const before = listing.objects.length;
    const decode = childText(document, 'EncodingType') === 'url' ? urlDecoded : (text: string) => text;
    for (const item of childrenOf(document, 'Contents')) listing.objects.push(infoOf(item, decode, what));
    for (const item of childrenOf(document, 'CommonPrefixes')) {
      listing.folders.push(nameOf(item, 'Prefix', decode, what));
    }
    const names = listing.objects.slice(before).map(({ name }) => name);
    if (new Set(names).size < names.length) throw damagedObject(what);
    if (listing.objects.length + listing.folders.length > most) {
      throw new TtError('BIG', `${what} has more than ${most} objects. Choose a folder within it`);
    }
    const truncated = childText(document, 'IsTruncated');
    if (truncated === 'false') return listing;
    const next = childText(document, 'NextContinuationToken') ?? '';
    if (truncated !== 'true' || next === '') throw damagedObject(what);
    if (next === page) throw new TtError('DOWN', `${what} does not end. Try again`);
    page = next;
  }
}

/** Some servers write a space as +, others as %20; some ignore the wish and encode nothing. */
const urlDecoded = (text: string): string => decodeURIComponent(text.replace(/\+/g, ' '));

function nameOf(item: XmlElement, field: string, decode: (text: string) => string, what: string): string {
  try {
    const name = decode(childText(item, field) ?? '');
    if (name !== '') return name;
  } catch {
    // Reported below.
  }
  throw damagedObject(what);
}

function infoOf(item: XmlElement, decode: (text: string) => string, what: string): ObjectInfo {
  const size = childText(item, 'Size') ?? '';
  if (!/^\d{1,15}$/.test(size)) throw damagedObject(what);
  const etag = (childText(item, 'ETag') ?? '').replace(/^"|"$/g, '');
  return {
    name: nameOf(item, 'Key', decode, what),
    size: Number(size),
    contentType: '',
    contentEncoding: '',
    cacheControl: '',
    md5: md5Of(etag),
    crc32c: '',
    version: etag,
    updated: childText(item, 'LastModified') ?? '',
  };
}
