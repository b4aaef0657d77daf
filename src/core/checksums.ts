/** The checksums of object stores, in this program's code or in the platform's, which may be faster. */
import { Crc32c, type StartCrc32c } from './crc32c';
import { type StartMd5, startMd5 } from './md5';

export interface Checksums {
  startMd5: StartMd5;
  startCrc32c: StartCrc32c;
}

export const CHECKSUMS: Checksums = { startMd5, startCrc32c: () => new Crc32c() };
