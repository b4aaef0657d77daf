/** Opens the store that an address names. To add a kind of store, add a file and a line here. */

import { gcsStore } from '../gcs/gcs';
import { s3Store } from '../s3/s3';
import type { StoreAddress } from '../store/address';
import type { Store } from '../store/store';

export const openStore = (address: StoreAddress): Store =>
  address.kind === 'gcs' ? gcsStore(address.bucket) : s3Store(address);
