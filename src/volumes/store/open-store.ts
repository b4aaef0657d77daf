/** The store that an address names. Another kind of store is another file, and a line here. */
import type { StoreAddress } from './address';
import { gcsStore } from './gcs';
import { s3Store } from './s3';
import type { Store } from './store';

export const openStore = (address: StoreAddress): Store =>
  address.kind === 'gcs' ? gcsStore(address.bucket) : s3Store(address);
