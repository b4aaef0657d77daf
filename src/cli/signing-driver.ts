/** Adds the credentials of this machine to requests that ask for a store's, and to no others. */
import { createHash, createHmac } from 'node:crypto';
import { GCS_HOST } from '../core/store-hosts';
import type { HttpRequest } from '../http/request';
import type { AsyncDriver } from '../http/runner';
import { type Hashes, signS3 } from '../volumes/store/sigv4';
import type { StoreCredentials } from './store-keys';

const HASHES: Hashes = {
  md5: (data) => createHash('md5').update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
};

export function signingDriver(
  driver: AsyncDriver,
  credentials: StoreCredentials,
  now: () => number,
): AsyncDriver {
  const signed = (request: HttpRequest): HttpRequest => {
    if (request.signFor === undefined) return request;
    const url = new URL(request.url);
    if (request.signFor === 's3') {
      const [, bucket = ''] = url.pathname.split('/');
      return signS3(request, credentials.s3Keys(url.host, bucket), HASHES, now());
    }
    if (url.origin !== `https://${GCS_HOST}`) return request;
    return {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${credentials.googleToken()}` },
    };
  };
  return { ...driver, send: (requests) => driver.send(requests.map(signed)) };
}
