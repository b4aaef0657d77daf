/** Listings of Cloud Storage, page by page. */
import { hasDamagedKey, type Json } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import { damagedObject } from '../store/failures';
import { allPages, checkedPage } from '../store/list-limits';
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

export const listGcs = (bucket: string, prefix: string, options: ListOptions): Work<Listing> =>
  allPages(
    (token) => gcsPage(bucket, prefix, options.delimiter ?? '', token),
    options,
    gsName(bucket, prefix),
  );

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
  const folders = listOf(json.prefixes, what).map((folder) => {
    if (typeof folder !== 'string' || folder === '') throw damagedObject(what);
    return folder;
  });
  const next = json.nextPageToken ?? '';
  if (typeof next !== 'string') throw damagedObject(what);
  return checkedPage({ objects, folders, next }, prefix, what);
}
