/** Hash functions of Node, for checksums and signatures. */
import * as crypto from 'node:crypto';
import type { Checksums } from '../core/checksums';
import type { Hashes, HashInput } from '../volumes/s3/sigv4';
import { startNodeCrc32c } from './crc32c/crc32c';

/** Node before 20.12 has no `hash`, which makes no object and is twice as fast for a short text. */
const hash: typeof crypto.hash | undefined = crypto.hash;
const digest = (name: string, data: HashInput): Buffer =>
  hash ? hash(name, data, 'buffer') : crypto.createHash(name).update(data).digest();

export const HASHES: Hashes = {
  md5: (data) => digest('md5', data),
  sha256: (data) => digest('sha256', data),
  hmacSha256: (key, data) => crypto.createHmac('sha256', key).update(data).digest(),
};

export const NODE_CHECKSUMS: Checksums = {
  startMd5: () => crypto.createHash('md5'),
  startCrc32c: startNodeCrc32c,
};
