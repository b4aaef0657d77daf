/**
 * Adds this machine's credentials to requests that need those of a store, and to no others. Without credentials, public
 * data are read unsigned; for anything else the error says where to put credentials.
 */
import { GCS_HOST } from '../core/store-hosts';
import type { HttpReply, HttpRequest } from '../http/request';
import type { AsyncDriver } from '../http/runner';
import { type S3Keys, signS3 } from '../volumes/s3/sigv4';
import type { Aliases } from '../volumes/store/address';
import { mayBePublic, mayBeUnsigned } from '../volumes/store/unsigned';
import { googleTokens, NO_GOOGLE } from './google-token';
import { HASHES } from './hashes';
import { type Environment, findS3Keys, missingS3Keys } from './store-keys';

export interface SigningOptions {
  env: Environment;
  home: string;
  aliases: Aliases;
  now: () => number;
  /** Used for all stores instead of this machine's credentials. */
  fixedKeys?: { s3Keys: S3Keys; googleToken: string };
}

export function signingDriver(driver: AsyncDriver, options: SigningOptions): AsyncDriver {
  const { env, home, aliases, now, fixedKeys } = options;
  const google = googleTokens(driver, env, home, now);
  const cache = new Map<string, S3Keys | null>();
  const keysFor = (host: string, bucket: string): S3Keys | null => {
    const place = `${host}/${bucket}`;
    if (!cache.has(place)) cache.set(place, fixedKeys?.s3Keys ?? findS3Keys(host, bucket, options));
    return cache.get(place)!;
  };
  /** The signed request, or why it could not be signed. */
  const sign = async (request: HttpRequest): Promise<HttpRequest | string> => {
    if (request.signFor === 's3') {
      const [, host = '', bucket = ''] = /^https?:\/\/([^/?#]+)\/?([^/?#]*)/.exec(request.url) ?? [];
      const keys = keysFor(host, bucket);
      return keys ? signS3(request, keys, HASHES, now()) : missingS3Keys(host, env, home, aliases);
    }
    const url = new URL(request.url);
    if (url.origin !== `https://${GCS_HOST}`) return request;
    const token = fixedKeys?.googleToken ?? (await google.token(bucketOf(url.pathname)));
    if (token === null) return NO_GOOGLE;
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
  };
  const one = async (request: HttpRequest): Promise<HttpReply> => {
    const found = request.signFor === undefined ? request : await sign(request);
    if (typeof found !== 'string') return (await driver.send([found]))[0]!;
    mayBeUnsigned(request, found);
    const [reply] = await driver.send([request]);
    mayBePublic(request, reply!, found);
    return reply!;
  };
  return { ...driver, send: (requests) => Promise.all(requests.map(one)) };
}

/** The bucket in a path of the JSON API. */
const bucketOf = (path: string): string =>
  decodeURIComponent(/\/b\/([^/]+)\/o(?:\/|$)/.exec(path)?.[1] ?? '');
