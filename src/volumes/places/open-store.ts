/** Opens the store that an address names. */

import { gcsStore } from '../gcs/gcs';
import { s3Store } from '../s3/s3';
import type { StoreAddress } from '../store/address';
import type { Store } from '../store/store';

export const openStore = (address: StoreAddress): Store =>
  address.kind === 'gcs' ? gcsStore(address.bucket) : s3Store(address);

/**
 * Further kinds of store by the scheme of their addresses, `scheme://bucket/key`, for the command line. To add a kind,
 * add the file of its store and a line here.
 */
export const OTHER_STORES: Record<string, (bucket: string) => Store> = {};
