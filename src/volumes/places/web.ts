/** Treats any https server as a store: objects can be read, but not listed or written. */
import { TtError } from '../../core/errors';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { infoFrom, keyPath } from '../s3/s3-api';
import { changedError, checkStored, isGood, sentLength, storeFailure, stretchOf } from '../store/failures';
import type { ObjectInfo, OpenObject, Store, Stretch } from '../store/store';
import { refusesWrites } from './read-only';

/** `root` is `https://host`; names are paths below it, without percent-encoding. */
export function webStore(root: string): Store {
  const urlOf = (name: string): string => `${root}/${keyPath(name)}`;
  return {
    root,
    place: '',
    bucket: '',
    refuses: () => 'nothing is written here',
    publicUrl: urlOf,
    ...refusesWrites(root, 'an https address is only read'),
    read: (name, range, version, into) => read(urlOf(name), range, version, into),
    open: (name, most, into) => open(urlOf(name), name, most, into),
    *stat(name) {
      const openObject = yield* open(urlOf(name), name, 1);
      return openObject?.info ?? null;
    },
    *list(prefix) {
      const words = 'an https address cannot be listed: give the bucket’s own address, such as gs://bucket';
      throw new TtError('INPUT', `${root}/${prefix}: ${words}`);
    },
  };
}

const get = (url: string, more: Partial<HttpRequest>): HttpRequest => ({
  method: 'GET',
  url,
  idempotent: true,
  route: url,
  raw: true,
  ...more,
});

/** Redirections are not followed: the message names their host alone, because their address may hold a signature. */
function failure(reply: HttpReply, url: string): TtError {
  const [, host] = /^https?:\/\/(?:[^/?#]*@)?([^/?#@]+)/.exec(reply.headers.location ?? '') ?? [];
  if (host !== undefined && reply.status >= 300 && reply.status < 400) {
    return new TtError('INPUT', `${url} leads on to another address, at ${host}: give that one`);
  }
  return storeFailure(reply, url, { service: 'the server', caller: 'an anonymous reader', detail: '' });
}

function* open(url: string, name: string, most: number, into?: Uint8Array): Work<OpenObject | null> {
  const ask = (headers: Record<string, string>) =>
    replyTo(get(url, { headers, expectedBytes: most, ...(into ? { into } : {}) }));
  let reply = yield* ask(most > 0 ? { range: `bytes=0-${most - 1}` } : {});
  if (reply.status === 416) reply = yield* ask({});
  if (reply.status === 404) return null;
  if (!isGood(reply)) throw failure(reply, url);
  const info: ObjectInfo = { ...infoFrom(reply, name, url), md5: '' };
  const sentBytes = sentLength(reply);
  return { info, first: checkStored(reply.bytes(), info.contentEncoding, sentBytes, url).subarray(0, most) };
}

function* read(url: string, range?: Stretch, version = '', into?: Uint8Array): Work<Uint8Array | null> {
  const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end - 1}` } : {};
  const expectedBytes = range ? range.end - range.start : 1e6;
  const reply = yield* replyTo(get(url, { headers, expectedBytes, ...(into ? { into } : {}) }));
  if (reply.status === 404) return null;
  if (!isGood(reply)) throw failure(reply, url);
  const { etag = '', 'content-encoding': encoding = '' } = reply.headers;
  if (version !== '' && etag.replace(/^"|"$/g, '') !== version) throw changedError(url);
  const storedBytes = sentLength(reply);
  return stretchOf({ ...reply, bytes: () => checkStored(reply.bytes(), encoding, storedBytes, url) }, range);
}
