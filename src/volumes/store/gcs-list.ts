/** Listings of Cloud Storage, over their pages. */
import { TtError } from '../../core/errors';
import { replyTo, type Work } from '../../http/work';
import { bucketUrl, gcsRequest, gsName, objectInfo, readGcsJson } from './gcs-api';
import type { Listing, ListOptions } from './store';

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
