/** Listings of Cloud Storage, over their pages. */
import { TtError } from '../../core/errors';
import { hasDamagedKey, type Json } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import { damagedObject } from './failures';
import { bucketUrl, gcsRequest, gsName, objectInfo, readGcsJson } from './gcs-api';
import type { Listing, ListOptions } from './store';

/** Objects and folders of a page of a listing. */
const PAGE = 1000;
const FIELDS =
  'kind,nextPageToken,prefixes,items(name,size,contentType,contentEncoding,cacheControl,md5Hash,crc32c,generation,updated)';

const FIELDS_OF_PAGE = ['kind', 'items', 'prefixes', 'nextPageToken'];

function listOf(value: Json | undefined, what: string): Json[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw damagedObject(what);
  return value;
}

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
    // An empty page has its kind alone.
    if (!FIELDS_OF_PAGE.some((key) => key in json)) throw damagedObject(what);
    if (FIELDS_OF_PAGE.some((key) => hasDamagedKey(json, key))) throw damagedObject(what);
    const before = listing.objects.length;
    for (const item of listOf(json.items, what)) listing.objects.push(objectInfo(item, what));
    for (const folder of listOf(json.prefixes, what)) {
      if (typeof folder !== 'string' || folder === '') throw damagedObject(what);
      listing.folders.push(folder);
    }
    const names = listing.objects.slice(before).map(({ name }) => name);
    if (new Set(names).size < names.length) throw damagedObject(what);
    if (listing.objects.length + listing.folders.length > most) {
      throw new TtError('BIG', `${what} has more than ${most} objects. Choose a folder within it`);
    }
    const next = json.nextPageToken ?? '';
    if (typeof next !== 'string') throw damagedObject(what);
    if (next === '') return listing;
    if (next === page) throw new TtError('DOWN', `${what} does not end. Try again`);
    page = next;
  }
}
