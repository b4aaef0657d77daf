/** Hash functions of Node, for checksums and signatures. */
import * as crypto from 'node:crypto';
import type { StartMd5 } from '../core/md5';
import type { Hashes, HashInput } from '../volumes/s3/sigv4';

/** Node before 20.12 has no `hash`, which makes no object and is twice as fast for a short text. */
const hash: typeof crypto.hash | undefined = crypto.hash;
const digest = (name: string, data: HashInput): Buffer =>
  hash ? hash(name, data, 'buffer') : crypto.createHash(name).update(data).digest();

export const HASHES: Hashes = {
  md5: (data) => digest('md5', data),
  sha256: (data) => digest('sha256', data),
  hmacSha256: (key, data) => crypto.createHmac('sha256', key).update(data).digest(),
};

export const startNodeMd5: StartMd5 = () => crypto.createHash('md5');
