/**
 * Adds this machine's credentials to requests that need those of a store, and to no others. Without credentials, public
 * data are read unsigned; for anything else the error says where to put credentials.
 */

import { TtError } from '../core/errors';
import { GCS_HOST } from '../core/store-hosts';
import { toUtf8 } from '../core/utf8';
import { type HttpReply, type HttpRequest, noReply } from '../http/request';
import { type AsyncDriver, sendEach } from '../http/runner';
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
    const { url, signFor } = request;
    if (signFor === 's3') {
      const [, host = '', bucket = ''] = /^https?:\/\/([^/?#]+)\/?([^/?#]*)/.exec(url) ?? [];
      const keys = keysFor(host, bucket);
      return keys ? signS3(request, keys, HASHES, now()) : missingS3Keys(host, env, home, aliases);
    }
    if (!url.startsWith(`https://${GCS_HOST}/`)) return request;
    const token = fixedKeys?.googleToken ?? (await google.token(bucketIn(url)));
    if (token === null) return NO_GOOGLE;
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
  };
  const sendSigned = async (request: HttpRequest, mayRenew: boolean): Promise<HttpReply | string> => {
    const found = await sign(request);
    if (typeof found === 'string') return found;
    const reply = (await driver.send([found]))[0]!;
    if (!mayRenew || reply.status !== 401 || found === request || request.signFor !== 'gcs') return reply;
    // A token may be revoked, or end before its time.
    const token = (found.headers?.authorization ?? '').replace('Bearer ', '');
    const isNew = fixedKeys === undefined && (await google.renew(bucketIn(request.url), token));
    return isNew ? await sendSigned(request, false) : reply;
  };
  const one = async (request: HttpRequest): Promise<HttpReply> => {
    if (request.signFor === undefined) return (await driver.send([request]))[0]!;
    let found: HttpReply | string;
    try {
      found = await sendSigned(request, true);
    } catch (error) {
      // As a reply, so that work under way still ends its uploads.
      if (request.signFor !== 'gcs' || !(error instanceof TtError)) throw error;
      return refusedSignIn(error);
    }
    if (typeof found !== 'string') return found;
    mayBeUnsigned(request, found);
    const [reply] = await driver.send([request]);
    mayBePublic(request, reply!, found);
    return reply!;
  };
  return { ...driver, send: sendEach(one) };
}

/** The bucket in an address of the JSON API. */
const bucketIn = (url: string): string =>
  decodeURIComponent(/^[^?#]*?\/b\/([^/?#]+)\/o(?![^/?#])/.exec(url)?.[1] ?? '');

function refusedSignIn({ transient, message }: TtError): HttpReply {
  if (transient) return noReply('network', message);
  const text = JSON.stringify({ error: { message } });
  return { status: 401, headers: {}, text: () => text, bytes: () => toUtf8(text) };
}
