/** Requests and replies of Cloud Storage's JSON API. https://cloud.google.com/storage/docs/json_api/v1 */
import { wholeValue } from '../../core/digits';
import type { TtError } from '../../core/errors';
import { asObject, type Json, parseJson } from '../../core/json';
import { GCS_HOST } from '../../core/store-hosts';
import type { HttpReply } from '../../http/request';
import { badName, checkName, damagedObject, isGood, storeFailure } from '../store/failures';
import type { ObjectInfo } from '../store/store';
import { storeRequest } from '../store/store-request';

export const GCS_ORIGIN = `https://${GCS_HOST}`;

export const bucketUrl = (bucket: string): string =>
  `${GCS_ORIGIN}/storage/v1/b/${encodeURIComponent(bucket)}/o`;

/** The object's name is one path segment, so its slashes are encoded. */
export const gcsObjectUrl = (bucket: string, name: string): string =>
  `${bucketUrl(bucket)}/${encodeURIComponent(name)}`;

export const gsName = (bucket: string, name: string): string => `gs://${bucket}/${name}`;

/** The reason why an object cannot have this name, or ''. https://cloud.google.com/storage/docs/objects#naming */
export const badGcsName = (name: string): string =>
  /[\r\n]/.test(name)
    ? 'Cloud Storage takes no line breaks in names'
    : badName(name, encodeURIComponent(name));

export const checkGcsName = (bucket: string, name: string): void =>
  checkName(name, `gs://${bucket}`, badGcsName(name));

export const gcsRequest = storeRequest('gcs');

export function objectInfo(json: Json | undefined, what: string): ObjectInfo {
  const object = asObject(json);
  const size = wholeValue(object?.size);
  if (typeof object?.name !== 'string' || object.name === '') throw damagedObject(what);
  if (Number.isNaN(size)) throw damagedObject(what);
  const text = (key: string): string => (typeof object[key] === 'string' ? (object[key] as string) : '');
  return {
    name: object.name,
    size,
    contentType: text('contentType'),
    contentEncoding: text('contentEncoding'),
    cacheControl: text('cacheControl'),
    md5: text('md5Hash'),
    crc32c: text('crc32c'),
    version: text('generation'),
    updated: text('updated'),
  };
}

export function readGcsJson(reply: HttpReply, what: string): { [key: string]: Json } {
  if (!isGood(reply)) throw gcsFailure(reply, what);
  try {
    const json = asObject(parseJson(reply.text()));
    if (json) return json;
  } catch {
    // Invalid JSON is reported below.
  }
  throw damagedObject(what);
}

export const gcsFailure = (reply: HttpReply, what: string): TtError =>
  storeFailure(reply, what, {
    service: 'Google Cloud Storage',
    caller: 'your Google account',
    detail: gcsMessage(reply),
  });

/** The message of an error document, or ''. */
export function gcsMessage(reply: HttpReply): string {
  try {
    const message = asObject(asObject(parseJson(reply.text()))?.error)?.message;
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}
