/**
 * Sends requests of the sidebar to object stores, with this user's credentials. UrlFetchApp decompresses replies, and
 * fails for part of a compressed object: such a part is requested in another way, or the error says why it cannot be
 * read.
 */
import { fromBase64, toBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { GCS_HOST } from '../../core/store-hosts';
import { type HttpReply, type HttpRequest, noReply } from '../../http/request';
import { addressHost, storeDriver } from '../access/store-driver';
import { isStoreHost, ownStores } from '../access/store-keys';
import type { StoreReply, StoreRequest } from '../interfaces/files-api';
import type { Host } from '../interfaces/host';

/** Most requests per call: 10 to 30 are usual for fetchAll. */
const MOST = 32;

export function storeSend(host: Host, requests: StoreRequest[]): StoreReply[] {
  if (requests.length > MOST) throw new TtError('INPUT', `up to ${MOST} requests are sent at once`);
  const stores = ownStores(host);
  const batch = requests.map((request) => {
    const at = addressHost(request.url);
    const right = request.signFor === 'gcs' ? at === GCS_HOST : isStoreHost(stores, at);
    const open = request.signFor === undefined && request.method === 'GET' && at === GCS_HOST;
    if (!right && !open) throw new TtError('INPUT', `${at.slice(0, 80)} is not a store that you use here`);
    if (request.signFor === undefined && request.method !== 'GET') {
      throw new TtError('INPUT', 'only reading is done without a sign-in');
    }
    return httpRequest(request);
  });
  const driver = storeDriver(host);
  const replies = driver.send(batch);
  const compressedIndexes = batch.flatMap((request, i) => (mayBePacked(request, replies[i]!) ? [i] : []));
  if (compressedIndexes.length > 0) {
    const again = driver.send(compressedIndexes.map((i) => asStored(batch[i]!)));
    compressedIndexes.forEach((i, n) => {
      replies[i] = unpackable(batch[i]!, replies[i]!, again[n]!);
    });
  }
  return replies.map((reply, i) => replyView(reply, batch[i]!.raw === true));
}

function httpRequest({ text, base64, ...request }: StoreRequest): HttpRequest {
  const body = base64 === undefined ? text : fromBase64(base64);
  if (body === null) throw new TtError('INPUT', 'a file’s bytes arrived damaged. Try again');
  return { ...request, ...(body === undefined ? {} : { body }), idempotent: true };
}

const replyView = ({ status, failure, detail, headers, ...reply }: HttpReply, raw: boolean): StoreReply => ({
  status,
  headers,
  ...(failure ? { failure } : {}),
  ...(detail ? { detail } : {}),
  ...(raw && status < 300 ? { base64: toBase64(reply.bytes()) } : { text: reply.text() }),
});

const mayBePacked = ({ raw, headers }: HttpRequest, { failure }: HttpReply): boolean =>
  raw === true && failure === 'network' && headers?.range !== undefined;

/** Asks S3 to send the object without its encoding header; asks Cloud Storage only for the object's encoding. */
function asStored(request: HttpRequest): HttpRequest {
  if (request.signFor === 's3') {
    const mark = request.url.includes('?') ? '&' : '?';
    const range = request.headers!.range === 'bytes=0-0' ? 'bytes=0-1' : request.headers!.range!;
    const headers = { ...request.headers, range };
    return { ...request, headers, url: `${request.url}${mark}response-content-encoding=identity` };
  }
  const { headers: _none, raw: _raw, ...rest } = request;
  return { ...rest, url: `${request.url.replace(/\?.*$/, '')}?fields=contentEncoding` };
}

const PACKED =
  'it is stored compressed, which Apps Script unpacks on the way: it cannot be read in parts here. Use the command line';

function unpackable(request: HttpRequest, first: HttpReply, again: HttpReply): HttpReply {
  if (again.status >= 300 || again.failure) return first;
  if (request.signFor !== 's3') {
    return /"contentEncoding"\s*:\s*"[^"]/.test(again.text()) ? noReply('blocked', PACKED) : first;
  }
  const [a, b] = again.bytes();
  const starts = /^bytes=0-/.test(request.headers!.range!);
  // For other encodings, the reply does not tell which one it is.
  if (starts && (a !== 0x1f || b !== 0x8b)) return noReply('blocked', PACKED);
  return { ...again, headers: { ...again.headers, 'content-encoding': 'gzip' } };
}
