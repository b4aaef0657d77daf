/** Hash functions of Node, for checksums and signatures. */
import { createHash, createHmac } from 'node:crypto';
import type { StartMd5 } from '../core/md5';
import type { Hashes } from '../volumes/s3/sigv4';

export const HASHES: Hashes = {
  md5: (data) => createHash('md5').update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
};

export const startNodeMd5: StartMd5 = () => createHash('md5');
