/**
 * Adds this user's credentials to requests to object stores as they are sent. Formulas have no credentials and read
 * only public data.
 */
import { GCS_HOST } from '../../core/store-hosts';
import type { HttpRequest } from '../../http/request';
import type { SyncDriver } from '../../http/runner';
import { signS3 } from '../../volumes/s3/sigv4';
import { mayBePublic, mayBeUnsigned } from '../../volumes/store/unsigned';
import type { Host } from '../interfaces/host';
import { keysFor, ownStores } from './store-keys';

/** Why a request has no credentials, and where to change that. */
interface Unsigned {
  why: string;
  link: string;
}

export function storeDriver(host: Host): SyncDriver {
  const { storage, http } = host;
  if (storage === null) return http;
  let stores: ReturnType<typeof ownStores> | null = null;
  const sign = (request: HttpRequest): HttpRequest | Unsigned => {
    const at = addressHost(request.url);
    if (request.signFor === 's3') {
      stores ??= ownStores(host);
      const keys = keysFor(stores, at);
      if (keys) return signS3(request, keys, storage.hashes, host.now());
      return { why: `you have stored no key for ${at} in Tracer Tools › Settings`, link: '' };
    }
    // The token goes only to Google's storage.
    if (at !== GCS_HOST) return request;
    const { state, link } = storage.google();
    if (state === 'allowed') {
      return {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${storage.googleToken()}` },
      };
    }
    return { why: GOOGLE_WORDS[state], link };
  };
  return {
    sleep: http.sleep,
    send: (requests) => {
      const found = requests.map((request) => (request.signFor === undefined ? request : sign(request)));
      found.forEach((one, i) => {
        if ('why' in one) mayBeUnsigned(requests[i]!, one.why);
      });
      const replies = http.send(found.map((one, i) => ('why' in one ? requests[i]! : one)));
      found.forEach((one, i) => {
        if ('why' in one) mayBePublic(requests[i]!, replies[i]!, one.why, one.link);
      });
      return replies;
    },
  };
}

const GOOGLE_WORDS = {
  refused: 'you have not allowed Tracer Tools to use your Google account for Cloud Storage',
  absent:
    'this build of Tracer Tools does not ask Google for your buckets. Whoever installed it can change that: docs/install.md',
};

/** Host of an https address; '' for any other address. */
export const addressHost = (url: string): string => /^https:\/\/([^/?#@]+)(?=[/?]|$)/.exec(url)?.[1] ?? '';
