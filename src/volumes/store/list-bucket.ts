/** The listing of a bucket alone: what a formula needs of a store, and no more. */
import type { Work } from '../../http/work';
import type { StoreAddress } from './address';
import { listGcs } from './gcs-list';
import { s3Bucket } from './s3-api';
import { listKeys } from './s3-list';
import type { Listing, ListOptions } from './store';

export const listBucket = (address: StoreAddress, prefix: string, options: ListOptions): Work<Listing> =>
  address.kind === 'gcs'
    ? listGcs(address.bucket, prefix, options)
    : listKeys(s3Bucket(address), prefix, options);
