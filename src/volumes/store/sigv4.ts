/**
 * AWS Signature Version 4 for S3, in the Authorization header. Synchronous: the platform's hashes are handed in.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { toBase64 } from '../../core/base64';
import { toUtf8 } from '../../core/utf8';
import type { HttpRequest } from '../../http/request';

export interface S3Keys {
  accessKey: string;
  secret: string;
  /** Of temporary keys; '' for lasting ones. */
  sessionToken: string;
  region: string;
}

/** The hashes of the platform. */
export interface Hashes {
  md5(data: Uint8Array): Uint8Array;
  sha256(data: Uint8Array): Uint8Array;
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
}

/** Beside host and x-amz-*: senders add or change others, such as Content-Type and Content-Length, on their own. */
const SIGNED = /^(?:host|range|date|content-md5|x-amz-.*)$/;

/** The request with its signature; `now` in ms. Path and query are signed as the store encodes them, however sent. */
export function signS3(request: HttpRequest, keys: S3Keys, hashes: Hashes, now: number): HttpRequest {
  const [, host = '', path = '', query = ''] =
    /^https?:\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?$/.exec(request.url) ?? [];
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${keys.region}/s3/aws4_request`;
  const { body = '' } = request;
  const payload = payloadOf(request.url, body, hashes);
  const added: Record<string, string> = { 'x-amz-content-sha256': payload, 'x-amz-date': time };
  // Stores of Dell's kind ask for it where many objects are deleted; every store checks it.
  if (body.length > 0) added['content-md5'] = toBase64(hashes.md5(bytesOf(body)));
  if (keys.sessionToken !== '') added['x-amz-security-token'] = keys.sessionToken;
  const headers = { ...request.headers, ...added };
  const lines = Object.entries({ ...headers, host })
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')])
    .filter(([name]) => SIGNED.test(name))
    .sort(byName);
  const names = lines.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    path === '' ? '/' : path.split('/').map(recode).join('/'),
    sortedQuery(query),
    ...lines.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    payload,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, hex(hashes.sha256(toUtf8(canonical)))].join('\n');
  const signature = hex(hashes.hmacSha256(signingKey(keys, scope, hashes), toUtf8(text)));
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope}, ` +
    `SignedHeaders=${names}, Signature=${signature}`;
  return { ...request, headers: { ...headers, authorization } };
}

const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? toUtf8(body) : body);

/**
 * Contents are summed once, by the MD5 that is signed with the headers: under TLS that is enough for S3, and is what
 * AWS's own clients send.
 */
const payloadOf = (url: string, body: string | Uint8Array, hashes: Hashes): string =>
  typeof body !== 'string' && body.length > 0 && url.startsWith('https://')
    ? 'UNSIGNED-PAYLOAD'
    : hex(hashes.sha256(bytesOf(body)));

/** The key of a day and region, kept beside the keys that it came of. */
const known = new WeakMap<S3Keys, { of: string; key: Uint8Array }>();

function signingKey(keys: S3Keys, scope: string, hashes: Hashes): Uint8Array {
  const of = `${keys.secret} ${scope}`;
  const kept = known.get(keys);
  if (kept?.of === of) return kept.key;
  const start = toUtf8(`AWS4${keys.secret}`);
  const key = scope.split('/').reduce((chain, part) => hashes.hmacSha256(chain, toUtf8(part)), start);
  known.set(keys, { of, key });
  return key;
}

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

/** `?uploads` is signed as `uploads=`. */
const sortedQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [name = '', ...value] = pair.split('=');
      return [recode(name), recode(value.join('='))];
    })
    .sort((a, b) => byName(a, b) || (a[1] < b[1] ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (256 + byte).toString(16).slice(1);
  return text;
}

const recode = (part: string): string => uriEncode(decodeURIComponent(part));

/** Percent-encoding of everything but unreserved characters, as S3 signs keys and query values. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
