/** Listings of Cloud Storage, page by page. */
import { hasDamagedKey, type Json } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import { damagedObject } from '../store/failures';
import { checkListing } from '../store/list-limits';
import type { Listing, ListOptions, ListPage } from '../store/store';
import { bucketUrl, gcsRequest, gsName, objectInfo, readGcsJson } from './gcs-api';

/** Objects and folders per page of a listing. */
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
  for (let page = ''; ; ) {
    const { objects, folders, next } = yield* gcsPage(bucket, prefix, delimiter, page);
    listing.objects.push(...objects);
    listing.folders.push(...folders);
    checkListing(listing, most, gsName(bucket, prefix), next !== '' && next === page);
    if (next === '') return listing;
    page = next;
  }
}

/** Reads one page; `page` is '' for the first. */
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
  // An empty page has only its kind.
  if (!FIELDS_OF_PAGE.some((key) => key in json)) throw damagedObject(what);
  if (FIELDS_OF_PAGE.some((key) => hasDamagedKey(json, key))) throw damagedObject(what);
  const objects = listOf(json.items, what).map((item) => objectInfo(item, what));
  if (new Set(objects.map(({ name }) => name)).size < objects.length) throw damagedObject(what);
  const folders = listOf(json.prefixes, what).map((folder) => {
    if (typeof folder !== 'string' || folder === '') throw damagedObject(what);
    return folder;
  });
  const next = json.nextPageToken ?? '';
  if (typeof next !== 'string') throw damagedObject(what);
  return { objects, folders, next };
}
