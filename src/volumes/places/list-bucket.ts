/** Lists a bucket, whole or by pages. Formulas need only this part of a store. */
import type { Work } from '../../http/work';
import { gcsPage, listGcs } from '../gcs/gcs-list';
import { s3Bucket } from '../s3/s3-api';
import { keysPage, listKeys } from '../s3/s3-list';
import type { StoreAddress } from '../store/address';
import type { Listing, ListOptions, ListPage } from '../store/store';

export const listBucket = (address: StoreAddress, prefix: string, options: ListOptions): Work<Listing> =>
  address.kind === 'gcs'
    ? listGcs(address.bucket, prefix, options)
    : listKeys(s3Bucket(address), prefix, options);

/**
 * Reads one level of a folder, up to 1,000 objects and folders. `page` comes from the previous page; '' for the first.
 */
export const listPage = (address: StoreAddress, prefix: string, page: string): Work<ListPage> =>
  address.kind === 'gcs'
    ? gcsPage(address.bucket, prefix, '/', page)
    : keysPage(s3Bucket(address), prefix, '/', page);
