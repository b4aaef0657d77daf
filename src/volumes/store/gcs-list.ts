/** Listings of Cloud Storage, over their pages. */
import { replyTo, type Work } from '../../http/work';
import { bucketUrl, gcsRequest, gsName, objectInfo, readGcsJson } from './gcs-api';
import { checkListing } from './list-limits';
import type { Listing, ListOptions, ListPage } from './store';

/** Objects and folders of a page of a listing. */
const PAGE = 1000;
const FIELDS =
  'nextPageToken,prefixes,items(name,size,contentType,contentEncoding,cacheControl,md5Hash,crc32c,generation,updated)';

export function* listGcs(
  bucket: string,
  prefix: string,
  { delimiter = '', most = 1_000_000 }: ListOptions,
): Work<Listing> {
  const listing: Listing = { objects: [], folders: [] };
  for (let page = ''; ; ) {
    const { objects, folders, next } = yield* gcsPage(bucket, prefix, delimiter, page);
    listing.objects.push(...objects);
    listing.folders.push(...folders);
    checkListing(listing, most, gsName(bucket, prefix), next !== '' && next === page);
    if (next === '') return listing;
    page = next;
  }
}

/** `page`: '' for the first. */
export function* gcsPage(bucket: string, prefix: string, delimiter: string, page: string): Work<ListPage> {
  const what = `the list of ${gsName(bucket, prefix)}`;
  const query = [
    `prefix=${encodeURIComponent(prefix)}`,
    `maxResults=${PAGE}`,
    `fields=${encodeURIComponent(FIELDS)}`,
  ];
  if (delimiter) query.push(`delimiter=${encodeURIComponent(delimiter)}`);
  if (page) query.push(`pageToken=${encodeURIComponent(page)}`);
  const url = `${bucketUrl(bucket)}?${query.join('&')}`;
  const json = readGcsJson(yield* replyTo(gcsRequest('GET', url, what, { expectedBytes: 1e6 })), what);
  return {
    objects: (Array.isArray(json.items) ? json.items : []).map((item) => objectInfo(item, what)),
    folders: (Array.isArray(json.prefixes) ? json.prefixes : []).map(String),
    next: typeof json.nextPageToken === 'string' ? json.nextPageToken : '',
  };
}
